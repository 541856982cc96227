import RationaleCore

extension RationaleError {
    /// An option was given a name that it does not know.
    static func unknown(_ name: String, for option: String, among names: [String]) -> RationaleError {
        RationaleError(
            .usage, "\(option) \(name): expected \(names.joined(separator: ", "))",
            hint: names.nearest(to: name, limit: 1).first.map { "Did you mean \($0)?" })
    }
}

extension CaseIterable where Self: RawRepresentable<String> {
    /// The case of a name that was given to an option, in any case of letters.
    ///
    /// - Throws: `usage`, with all names and the nearest.
    init(_ name: String, for option: String) throws(RationaleError) {
        guard let found = Self(rawValue: name.lowercased()) else {
            throw .unknown(name, for: option, among: Self.allCases.map(\.rawValue))
        }
        self = found
    }
}
