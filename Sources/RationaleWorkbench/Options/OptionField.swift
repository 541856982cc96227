import RationaleAttribution
package import RationaleCore

/// How one option is read from text and written as text.
package struct OptionField<Options: Sendable>: Sendable {
    /// That of its flag, without dashes.
    package let name: String
    /// Whether it names a file, which a configuration file may give relative to itself.
    let isPath: Bool
    /// Its values; none where it is not given.
    let get: @Sendable (Options) -> [String]
    /// Sets it, and says what was expected of values that are of the wrong kind.
    let set: @Sendable (inout Options, [String]) -> String?

    /// The same option of something that contains these.
    func lifted<Outer>(to path: any WritableKeyPath<Outer, Options> & Sendable) -> OptionField<Outer> {
        OptionField<Outer>(name: name, isPath: isPath) { [get] in
            get($0[keyPath: path])
        } set: { [set] in
            set(&$0[keyPath: path], $1)
        }
    }
}

extension OptionField {
    /// An option that need not have a value.
    static func value<Value: SettingValue>(
        _ name: String, _ path: any WritableKeyPath<Options, Value?> & Sendable, isPath: Bool = false
    ) -> Self {
        Self(name: name, isPath: isPath) {
            $0[keyPath: path].map { [$0.settingText] } ?? []
        } set: { options, values in
            let value = values.first.flatMap(Value.init(settingText:))
            if let refusal = refusal(of: values, value) { return refusal }
            options[keyPath: path] = value
            return nil
        }
    }

    /// An option that always has a value.
    static func value<Value: SettingValue>(
        _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, isPath: Bool = false
    ) -> Self {
        Self(name: name, isPath: isPath) {
            [$0[keyPath: path].settingText]
        } set: { options, values in
            let value = values.first.flatMap(Value.init(settingText:))
            if let refusal = refusal(of: values, value) { return refusal }
            if let value { options[keyPath: path] = value }
            return nil
        }
    }

    /// An option that holds or does not.
    static func flag(_ name: String, _ path: any WritableKeyPath<Options, Bool> & Sendable) -> Self {
        let field = value(name, path)
        return Self(name: name, isPath: false) {
            $0[keyPath: path] ? ["true"] : []
        } set: {
            field.set(&$0, $1)
        }
    }

    /// An option with any number of values.
    static func list<Value: SettingValue>(
        _ name: String, _ path: any WritableKeyPath<Options, [Value]> & Sendable, isPath: Bool = false
    ) -> Self {
        Self(name: name, isPath: isPath) {
            $0[keyPath: path].map(\.settingText)
        } set: { options, texts in
            let values = texts.compactMap(Value.init(settingText:))
            guard values.count == texts.count else { return Value.settingKind.words }
            options[keyPath: path] = values
            return nil
        }
    }

    private static func refusal<Value: SettingValue>(of values: [String], _ value: Value?) -> String? {
        guard values.count <= 1 else { return "one value" }
        return values.isEmpty || value != nil ? nil : Value.settingKind.words
    }
}

/// Options by the names of their flags, which are also the keys of configuration files and of `options` in a run's record.
package protocol NamedOptions: Sendable {
    /// Every option, in the order in which help and records show them.
    var fields: [OptionField<Self>] { get }
}

extension NamedOptions {
    /// Takes over what a configuration file says, and what the file says that it names with `base:`.
    ///
    /// Paths in a file are relative to that file. A run's `run.json` is such a file too.
    ///
    /// - Throws: `usage` for an unknown name, with the nearest; `badData` for a value of the wrong kind, or bases that go in
    ///   a circle; `missingInput`.
    package mutating func read(_ path: String) throws(RationaleError) {
        let fields = fields
        let entries = try OptionFile.inherited(
            path, known: fields.map(\.name), paths: Set(fields.filter(\.isPath).map(\.name)))
        for field in fields {
            guard let entry = entries[field.name] else { continue }
            if let expected = field.set(&self, entry.values) {
                throw RationaleError(
                    .badData,
                    "\(entry.place): \(field.name) is \(entry.values.joined(separator: ", ")), expected \(expected)")
            }
        }
    }

    /// The options that are given, as texts by name.
    var given: [(name: String, values: [String])] {
        fields.map { ($0.name, $0.get(self)) }.filter { !$0.1.isEmpty }
    }
}
