import RationaleCore

/// One setting of a method, declared once beside the property that holds it.
///
/// Flags, their help, keys of configuration files, run records and the settings in results all derive from it.
public struct Setting<Method>: Sendable {
    public let declaration: SettingDeclaration
    /// The value as text; `nil` where the method, as it is set up, has no use for the setting.
    let text: @Sendable (Method) -> String?
    let set: @Sendable (inout Method, String) throws(RationaleError) -> Void

    public var name: String { declaration.name }

    /// A setting that is a property.
    ///
    /// - Parameters:
    ///   - name: as a flag without its dashes: `learning-rate`.
    ///   - path: the property.
    ///   - range: of a number; both ends count.
    ///   - help: one line: what it is, and its unit.
    public init<Value: SettingValue>(
        _ name: String, _ path: any WritableKeyPath<Method, Value> & Sendable, in range: ClosedRange<Double>? = nil,
        _ help: String
    ) {
        self.init(
            name, Value.self, in: range, help, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    /// A setting that need not have a value.
    ///
    /// - Parameters:
    ///   - name: as a flag without its dashes.
    ///   - path: the property.
    ///   - none: what holds without one.
    ///   - range: of a number; both ends count.
    ///   - help: one line: what it is, and its unit.
    public init<Value: SettingValue>(
        _ name: String, _ path: any WritableKeyPath<Method, Value?> & Sendable, none: String,
        in range: ClosedRange<Double>? = nil, _ help: String
    ) {
        let declaration = SettingDeclaration(name: name, kind: Value.settingKind, range: range, help: help)
        self.init(declaration) { method in
            method[keyPath: path]?.settingText ?? none
        } set: { (method, text) throws(RationaleError) in
            method[keyPath: path] = try declaration.value(text)
        }
    }

    /// A setting that a method has only in some of its forms.
    ///
    /// - Parameters:
    ///   - name: as a flag without its dashes.
    ///   - type: of its value.
    ///   - range: of a number; both ends count.
    ///   - condition: what these forms are asked for with: `--objective published`.
    ///   - help: one line: what it is, and its unit.
    ///   - get: `nil` in the other forms, which refuse the setting.
    ///   - set: changes the method.
    public init<Value: SettingValue>(
        _ name: String, _ type: Value.Type = Value.self, in range: ClosedRange<Double>? = nil,
        with condition: String? = nil,
        _ help: String, get: @escaping @Sendable (Method) -> Value?,
        set: @escaping @Sendable (inout Method, Value) -> Void
    ) {
        let declaration = SettingDeclaration(
            name: name, kind: Value.settingKind, range: range, condition: condition, help: help)
        self.init(declaration) { method in
            get(method)?.settingText
        } set: { (method, text) throws(RationaleError) in
            set(&method, try declaration.value(text))
        }
    }

    /// What is written into results, but follows from other things and cannot be set.
    public static func recorded(_ name: String, _ text: @escaping @Sendable (Method) -> String?) -> Setting {
        Setting(SettingDeclaration(name: name, kind: nil, help: ""), text: text) { _, _ in }
    }

    init(
        _ declaration: SettingDeclaration, text: @escaping @Sendable (Method) -> String?,
        set: @escaping @Sendable (inout Method, String) throws(RationaleError) -> Void
    ) {
        self.declaration = declaration
        self.text = text
        self.set = set
    }

    /// The value that a method has, as text; `nil` where it has no use for the setting.
    package func text(of method: Method) -> String? { text(method) }

    /// Changes a method.
    ///
    /// - Throws: `RationaleError.Code.usage` for a text that is no such value, or out of range.
    package func apply(_ text: String, to method: inout Method) throws { try set(&method, text) }

    /// The same setting of something that contains the method.
    func lifted<Outer>(to path: any WritableKeyPath<Outer, Method> & Sendable) -> Setting<Outer> {
        Setting<Outer>(declaration) { [text] in
            text($0[keyPath: path])
        } set: { [set] (outer, text) throws(RationaleError) in
            try set(&outer[keyPath: path], text)
        }
    }
}

/// What can be said of a setting without a method: for help, forms and files.
public struct SettingDeclaration: Sendable, Hashable {
    /// The flag without its dashes.
    public let name: String
    /// `nil` for what is only recorded.
    public let kind: SettingKind?
    /// Of a number, both ends included.
    public var range: ClosedRange<Double>?
    /// What it needs to have an effect.
    public var condition: String?
    public let help: String

    /// What a value must be, in words: `a whole number from 1`.
    public var expectation: String {
        guard let kind else { return "nothing" }
        guard let range else { return kind.words }
        if range.upperBound == .infinity { return "\(kind.words) from \(range.lowerBound.brief)" }
        return "\(kind.words) from \(range.lowerBound.brief) to \(range.upperBound.brief)"
    }

    /// - Throws: `RationaleError.Code.usage`, naming the setting, what was given and what was expected.
    fileprivate func value<Value: SettingValue>(_ text: String) throws(RationaleError) -> Value {
        let value = Value(settingText: text)
        if let value, range.map({ $0.contains(Double(value.settingText) ?? .nan) }) ?? true { return value }
        var hint: String?
        if case .choice(let names)? = kind, case let near = names.nearest(to: text), !near.isEmpty {
            hint = "Did you mean \(near.joined(separator: ", "))?"
        }
        throw RationaleError(.usage, "--\(name) \(text): expected \(expectation)", hint: hint)
    }
}

/// What values a setting takes.
public enum SettingKind: Sendable, Hashable {
    case wholeNumber
    case number
    case choice([String])
    /// Anything else, described.
    case text(String)

    public var words: String {
        switch self {
        case .wholeNumber: "a whole number"
        case .number: "a number"
        case .choice(let names): names.joined(separator: ", ")
        case .text(let words): words
        }
    }
}

/// A type of which a setting can be.
public protocol SettingValue: Sendable {
    static var settingKind: SettingKind { get }
    /// `nil` for a text that is no such value.
    init?(settingText: String)
    var settingText: String { get }
}

extension Int: SettingValue {
    public static var settingKind: SettingKind { .wholeNumber }
    public init?(settingText: String) { self.init(settingText) }
    public var settingText: String { String(self) }
}

extension UInt64: SettingValue {
    public static var settingKind: SettingKind { .wholeNumber }
    public init?(settingText: String) { self.init(settingText) }
    public var settingText: String { String(self) }
}

extension Double: SettingValue {
    public static var settingKind: SettingKind { .number }
    public init?(settingText: String) {
        guard let number = Double(settingText), number.isFinite else { return nil }
        self = number
    }
    public var settingText: String { "\(self)" }

    fileprivate var brief: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : "\(self)" }
}

extension Bool: SettingValue {
    public static var settingKind: SettingKind { .choice(["true", "false"]) }
    public init?(settingText: String) { self.init(settingText) }
    public var settingText: String { "\(self)" }
}

extension String: SettingValue {
    public static var settingKind: SettingKind { .text("a name") }
    public init?(settingText: String) { self = settingText }
    public var settingText: String { self }
}

/// Several values, with commas between them.
extension Array: SettingValue where Element: SettingValue {
    public static var settingKind: SettingKind { .text("\(Element.settingKind.words), or several with commas between") }
    public init?(settingText: String) {
        let parts = settingText.split(separator: ",", omittingEmptySubsequences: false)
        self = parts.compactMap { Element(settingText: String($0)) }
        if count != parts.count { return nil }
    }
    public var settingText: String { map(\.settingText).joined(separator: ",") }
}

extension SettingValue where Self: CaseIterable & RawRepresentable<String> {
    public static var settingKind: SettingKind { .choice(allCases.map(\.rawValue)) }
    public init?(settingText: String) { self.init(rawValue: settingText) }
    public var settingText: String { rawValue }
}

extension Baseline: SettingValue {
    public static var settingKind: SettingKind {
        .text("zeros, black, mean-colour, or blurred-10 for a blur of 10 pixels")
    }
    public init?(settingText: String) {
        let simple: [Baseline] = [.zeros, .black, .meanColour]
        if let found = simple.first(where: { $0.name == settingText }) {
            self = found
        } else if settingText.hasPrefix("blurred-"), let deviation = Double(settingText.dropFirst("blurred-".count)) {
            self = .blurred(standardDeviation: deviation)
        } else {
            return nil
        }
    }
    public var settingText: String { name }
}

extension NoiseLevel: SettingValue {
    public static var settingKind: SettingKind { .number }
    public init?(settingText: String) {
        guard let number = Double(settingText: settingText) else { return nil }
        self = .relative(number)
    }
    public var settingText: String { description }
}

extension ChannelReduction: SettingValue {}
extension QuadratureRule: SettingValue {}
extension ExtremalPerturbation.Rule: SettingValue {}
extension RISE.Score: SettingValue {}
