public import RationaleCore
public import RationaleText

/// Vectors of words that others have learnt from large texts, in GloVe's form: in each line a word and its numbers.
///
/// *Source*: Pennington, Socher and Manning (2014), GloVe: Global Vectors for Word Representation, EMNLP.
public struct WordVectors: Sendable {
    /// Numbers in a vector.
    public let width: Int
    /// Those of the vocabulary's words that the file has, by their tokens.
    public let vectors: [Int: [Float]]
    /// What a reader should know: a last line that was cut off.
    public let notes: [String]

    /// Reads the vectors of a vocabulary's words; others are passed over.
    ///
    /// A last line that is cut off, as a download that was stopped leaves it, is left out with a note.
    /// - Throws: `RationaleError`: `missingInput`; `badData` with the number of a line that does not have as many numbers as
    ///   the first, or something that is no finite number; or where the file has none of the words.
    /// - Complexity: O(file); only the vectors of the vocabulary's words are kept.
    public init(_ path: String, for vocabulary: Vocabulary) throws(RationaleError) {
        // Published vectors have words in encodings of many kinds; those that are no UTF-8 are in no vocabulary.
        let lines = try TextFile.bytes(of: path).split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else {
            throw RationaleError(.badData, "\(path): there are no vectors in it", hint: "Expected GloVe's text form.")
        }
        let width = first.split(separator: UInt8(ascii: " ")).count - 1
        guard (1...4096).contains(width) else {
            throw RationaleError(
                .badData, "\(path): line 1 has \(width) numbers after its word, expected 1 to 4096",
                hint: "Expected GloVe's text form: a word and its numbers, with spaces between them.")
        }
        var vectors: [Int: [Float]] = [:]
        var notes: [String] = []
        for (index, line) in lines.enumerated() {
            let fields = line.split(separator: UInt8(ascii: " "))
            if fields.count != width + 1, index == lines.count - 1, index > 0 {
                notes.append("\(path): the last line is cut off and was left out")
                break
            }
            guard fields.count == width + 1 else {
                throw RationaleError(
                    .badData,
                    "\(path): line \(index + 1) has \(fields.count - 1) numbers, expected \(width) as in line 1")
            }
            guard let word = String(validating: fields[0], as: UTF8.self), let token = vocabulary[word] else {
                continue
            }
            let numbers = fields.dropFirst().compactMap { Float(String(decoding: $0, as: UTF8.self)) }
                .filter(\.isFinite)
            guard numbers.count == width else {
                throw RationaleError(
                    .badData,
                    "\(path): line \(index + 1), the vector of '\(vocabulary.words[token])', has something that is no finite number"
                )
            }
            vectors[token] = numbers
        }
        guard !vectors.isEmpty else {
            throw RationaleError(
                .badData, "\(path): none of the vocabulary's \(vocabulary.count) words is in it",
                hint: "Words are compared in lower case.")
        }
        self.width = width
        self.vectors = vectors
        self.notes = notes
    }
}
