import RationaleCore

/// How sentences become words before they are compared.
public struct CaptionTokenization: Sendable, Hashable {
    /// As it stands in a signature.
    public let name: String
    private let kind: Kind

    private enum Kind: Sendable, Hashable { case coco, nltk, spaces }

    /// ``PTBTokenizer/coco``, as the COCO caption evaluation does: small letters, no punctuation.
    public static let coco = CaptionTokenization(name: "ptb-3.4.1-coco", kind: .coco)
    /// ``TreebankTokenizer``: cases and punctuation are kept.
    public static let nltk = CaptionTokenization(name: "nltk-words", kind: .nltk)
    /// Words that white space separates, for sentences that are tokenized already.
    public static let spaces = CaptionTokenization(name: "none", kind: .spaces)

    /// The words of each sentence.
    ///
    /// Sentences count as the lines of one text, as in the COCO evaluation; see ``PTBTokenizer/tokens(ofLines:)``.
    public func words(of sentences: [String]) -> [[String]] {
        switch kind {
        case .coco: PTBTokenizer.coco.tokens(ofLines: sentences)
        case .nltk: sentences.map { TreebankTokenizer().tokens(of: $0) }
        case .spaces: sentences.map { $0.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) } }
        }
    }
}

/// The words of segments.
struct CaptionWords {
    let hypotheses: [[String]]
    /// By segment and reference.
    let references: [[[String]]]

    /// - Parameter splitsTokens: whether spaces that do not break end a word, too. Python's `split()` cuts `1 1/2` there.
    /// - Throws: `RationaleError` of code `badData` for a segment without references.
    init(
        of segments: [CaptionSegment], _ tokenization: CaptionTokenization, splitsTokens: Bool = true
    ) throws(RationaleError) {
        for (index, segment) in segments.enumerated() where segment.references.isEmpty {
            throw RationaleError(
                .badData, "segment \(index + 1) has no reference", hint: "Give each sentence at least one reference.")
        }
        func cut(_ sentences: [[String]]) -> [[String]] {
            guard splitsTokens else { return sentences }
            return sentences.map { words in
                guard words.contains(where: { $0.utf8.contains { $0 >= 0x80 } }) else { return words }
                return words.flatMap { word in
                    word.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
                }
            }
        }
        hypotheses = cut(tokenization.words(of: segments.map(\.hypothesis)))
        let all = cut(tokenization.words(of: segments.flatMap(\.references)))
        var next = 0
        references = segments.map { segment in
            defer { next += segment.references.count }
            return Array(all[next..<next + segment.references.count])
        }
    }
}
