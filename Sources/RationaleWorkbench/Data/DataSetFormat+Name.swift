public import RationaleAviary
public import RationaleCore

extension DataSetFormat {
    /// The format of a name.
    ///
    /// - Throws: `usage`, with the nearest name.
    public init(named name: String) throws(RationaleError) {
        try self.init(name, for: "--format")
    }
}

extension Attribute {
    /// The attribute of a name.
    ///
    /// - Throws: `usage`, with the nearest name.
    public init(named name: String, for option: String) throws(RationaleError) {
        guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            throw .unknown(name, for: option, among: Self.allCases.map(\.rawValue))
        }
        self = found
    }
}

extension DataSetBias {
    /// The bias of a name.
    ///
    /// - Throws: `usage`, with the nearest name.
    public init(named name: String) throws(RationaleError) {
        try self.init(name, for: "--bias")
    }
}
