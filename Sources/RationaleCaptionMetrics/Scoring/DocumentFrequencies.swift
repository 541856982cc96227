/// In how many documents each n-gram occurs: what CIDEr weighs n-grams by.
///
/// A document is the set of one image's references.
public struct DocumentFrequencies: Sendable, Hashable, Codable {
    /// The number of documents.
    public let documents: Int
    /// By n-gram, its words with one space between them. An n-gram that is missing counts as one that occurs once.
    public let counts: [String: Int]

    public init(documents: Int, counts: [String: Int]) {
        self.documents = documents
        self.counts = counts
    }

    /// Counts references.
    ///
    /// - Parameters:
    ///   - references: by image, as sentences.
    ///   - order: the longest n-grams.
    ///   - tokenization: how sentences become words; the metric's.
    public init(of references: [[String]], order: Int = 4, tokenization: CaptionTokenization = .coco) {
        var counts: [String: Int] = [:]
        for sentences in references {
            var found: Set<String> = []
            for words in tokenization.words(of: sentences) {
                for length in 1...order where words.count >= length {
                    for start in 0...(words.count - length) {
                        found.insert(words[start..<start + length].joined(separator: " "))
                    }
                }
            }
            for ngram in found { counts[ngram, default: 0] += 1 }
        }
        self.init(documents: references.count, counts: counts)
    }
}
