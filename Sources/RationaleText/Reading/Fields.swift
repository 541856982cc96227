import RationaleCore
import RationaleFiles

/// The members of an object in a tokenizer's file, with errors that say where they are.
struct Fields {
    let object: JSONObject
    /// Where the object is, as a reader of the file finds it: `model`, `normalizer, part 2`.
    let place: String
    let refusal: FileRefusal

    init(_ object: JSONObject, _ place: String, _ refusal: FileRefusal) {
        self.object = object
        self.place = place
        self.refusal = refusal
    }

    var members: [JSONObject.Member] { object.members }

    /// An error about this object.
    func wrong(_ reason: String, hint: String? = nil) -> RationaleError {
        refusal(place.isEmpty ? reason : "\(place): \(reason)", hint: hint)
    }

    /// The value of a name; `nil` where it is missing or null.
    subscript(name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private func value<Value>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(RationaleError) -> Value? {
        guard let value = self[name] else { return nil }
        guard let result = read(value) else {
            throw wrong("'\(name)' should be \(kind), and is \(value.kind)")
        }
        return result
    }

    func string(_ name: String) throws(RationaleError) -> String? { try value(name, "a string", \.string) }
    func bool(_ name: String) throws(RationaleError) -> Bool? { try value(name, "true or false", \.bool) }
    func integer(_ name: String) throws(RationaleError) -> Int? { try value(name, "an integer", \.integer) }
    func array(_ name: String) throws(RationaleError) -> [JSONValue]? { try value(name, "a list", \.array) }

    func object(_ name: String) throws(RationaleError) -> Fields? {
        try value(name, "an object", \.object).map { Fields($0, child(name), refusal) }
    }

    /// A number of a token, of a type, or a length: from 0 to the greatest number of a token.
    func natural(_ name: String, least: Int = 0) throws(RationaleError) -> Int? {
        guard let value = try integer(name) else { return nil }
        guard value >= least, value <= Int(Int32.max) else {
            throw wrong("'\(name)' is \(value); it should be \(least) or more, and no more than \(Int32.max)")
        }
        return value
    }

    /// A value that must be there.
    func required<Value>(_ name: String, _ value: Value?) throws(RationaleError) -> Value {
        guard let value else { throw wrong("'\(name)' is missing", hint: "Check that the file is complete.") }
        return value
    }

    /// A scalar, written as a string of one.
    func scalar(_ name: String) throws(RationaleError) -> Unicode.Scalar? {
        guard let text = try string(name) else { return nil }
        guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first else {
            throw wrong("'\(name)' should be one character, and is '\(text)'")
        }
        return scalar
    }

    /// One of the values that a name may have.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Value.Type
    ) throws(RationaleError) -> Value? where Value.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw wrong(
                "'\(name)' is '\(text)', which is not known",
                hint: "It may be \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }

    /// The parts of a sequence.
    func objects(_ name: String) throws(RationaleError) -> [Fields] {
        let elements = try required(name, try array(name))
        var parts: [Fields] = []
        for (index, element) in elements.enumerated() {
            guard let object = element.object else {
                throw wrong("'\(name)' should have objects, and has \(element.kind)")
            }
            parts.append(Fields(object, "\(place), part \(index + 1)", refusal))
        }
        return parts
    }

    /// A text or a regular expression: `{"String": …}` or `{"Regex": …}`.
    func pattern(_ name: String) throws(RationaleError) -> TextPattern {
        let value = try required(name, self[name])
        if let text = value.string { return .text(Array(text.utf8)) }
        guard let object = value.object, object.members.count == 1, let member = object.members.first,
            let text = member.value.string
        else { throw wrong("'\(name)' should be {\"String\": …} or {\"Regex\": …}") }
        switch member.name {
        case "String": return .text(Array(text.utf8))
        case "Regex":
            if let known = PublishedPattern(text) { return .published(known) }
            do { return .regex(try Pattern(text)) } catch { throw wrong(error.message, hint: error.hint) }
        default:
            throw wrong("'\(name)' is a \(member.name), which is not known", hint: "It may be String or Regex.")
        }
    }

    func child(_ name: String) -> String { place.isEmpty ? name : "\(place), \(name)" }

    /// An error about a component of an unknown type.
    func unknown(_ what: String, _ type: String, known: [String]) -> RationaleError {
        wrong(
            "the \(what) '\(type)' is not known, and a text without it would become other tokens",
            hint: (FileRefusal.hint(nearest: type, among: known).map { $0 + " " } ?? "")
                + "Known are \(known.joined(separator: ", ")).")
    }
}
