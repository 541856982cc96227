public import RationaleCore

/// Written as an object with a string for each attribute: `{"billShape": "cone", …}`.
extension Appearance: Codable {
    /// - Throws: `RationaleError` of code `badData` for an attribute that is missing or unknown, or a value that is none of
    ///   the attribute's, with the nearest that there is.
    public init(from decoder: any Decoder) throws {
        try self.init(values: decoder.singleValueContainer().decode([String: String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let pairs = Attribute.allCases.map { ($0.rawValue, self[$0]) }
        try container.encode(Dictionary(uniqueKeysWithValues: pairs))
    }

    /// An appearance from the names of its attributes and their values; all are needed.
    ///
    /// - Throws: `badData` as the decoder does.
    public init(values: [String: String]) throws(RationaleError) {
        self = .blank
        let known = Attribute.allCases.map(\.rawValue)
        for name in values.keys.sorted() where !known.contains(name) {
            throw RationaleError(
                .badData, "there is no attribute “\(name)” of birds", hint: Self.hint(name, among: known))
        }
        for attribute in Attribute.allCases {
            guard let value = values[attribute.rawValue] else {
                throw RationaleError(
                    .badData, "the attribute “\(attribute)” is missing",
                    hint: "Expected one of \(attribute.values.joined(separator: ", ")).")
            }
            guard attribute.key.set(value, of: &self) else {
                throw RationaleError(
                    .badData, "“\(value)” is no value of the attribute “\(attribute)”",
                    hint: Self.hint(value, among: attribute.values))
            }
        }
    }

    private static func hint(_ typo: String, among names: [String]) -> String {
        let nearest = names.nearest(to: typo)
        return nearest.isEmpty
            ? "Expected one of \(names.joined(separator: ", "))." : "Did you mean \(nearest.joined(separator: ", "))?"
    }

    /// Something to set attributes of.
    static let blank = Appearance(
        billShape: .cone, billColor: .black, eyeRing: .none, crownColor: .black, crest: .none, crestColor: .none,
        wingColor: .black, wingPattern: .plain, breastColor: .white, breastPattern: .plain, bellyColor: .white,
        tailShape: .short, tailColor: .black, legColor: .black, size: .medium)
}
