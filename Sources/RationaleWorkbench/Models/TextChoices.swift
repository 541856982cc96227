/// What a person says about how a network reads texts, by the names of the options.
public struct TextChoices: Sendable, Hashable {
    /// A text file with the words of a text network, one a line, in the order of their tokens.
    public var vocabulary: String?
    /// A tokenizer's file, or the folder of a transformer.
    public var tokenizer: String?
    /// What of a text is explained: `words` or `tokens`.
    public var units: String?

    public init(vocabulary: String? = nil, tokenizer: String? = nil, units: String? = nil) {
        self.vocabulary = vocabulary
        self.tokenizer = tokenizer
        self.units = units
    }

    /// The files that decide what the network is given.
    ///
    /// - Parameter model: a folder may have a tokenizer of its own.
    func files(with model: String) -> [String] {
        let folders = [tokenizer ?? model].filter(FolderInputs.isFolder).flatMap { TransformerFolder($0).files }
        let file = tokenizer.map { FolderInputs.isFolder($0) ? [] : [$0] } ?? []
        return (vocabulary.map { [$0] } ?? []) + file + folders
    }
}
