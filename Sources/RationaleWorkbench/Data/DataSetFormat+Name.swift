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
