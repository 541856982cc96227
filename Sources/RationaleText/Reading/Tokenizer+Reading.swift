public import RationaleCore

extension Tokenizer {
    /// Reads a tokenizer.
    ///
    /// - Parameter path: of a `tokenizer.json`.
    public init(contentsOf path: String) throws(RationaleError) {
        self = try TokenizerFile(contentsOf: path).tokenizer()
    }
}
