/// What was found out about one input: its prediction, and what each method says.
///
/// The result store, JSON and the report all read this one value. Encoded, a key that has no value is `null`.
public struct Explanation: Equatable, Sendable {
    /// The version of the encoded form. Version 1 had no number.
    public static let version = 2

    /// The input's file, as it was given, or the text itself.
    public var input: String
    /// Most probable first; of a regression, in the order of its values.
    public var predictions: [Prediction]
    /// In the order in which the methods were asked.
    public var findings: [Finding]
    /// The words of a text, as the network reads them; `nil` for other inputs.
    public var words: [String]?
    /// Where each word stands in the text, from its first character to the one behind its last, counted in Unicode scalars;
    /// an empty range for what was not written. `nil` where nobody knows.
    public var offsets: [Range<Int>]?
    /// The places of words that were not written but mark the text for the network, such as `[CLS]`.
    public var special: [Int]?
    /// The words that the network does not know.
    public var unknownWords: [String]?
    /// Why there is nothing else.
    public var error: Failure?

    public init(
        input: String, predictions: [Prediction] = [], findings: [Finding] = [], words: [String]? = nil,
        offsets: [Range<Int>]? = nil, special: [Int]? = nil, unknownWords: [String]? = nil, error: Failure? = nil
    ) {
        self.input = input
        self.predictions = predictions
        self.findings = findings
        self.words = words
        self.offsets = offsets
        self.special = special
        self.unknownWords = unknownWords
        self.error = error
    }

    /// The words that were written: all but those that mark the text for the network.
    public var written: [String]? {
        guard let words, let special else { return words }
        return words.indices.filter { !special.contains($0) }.map { words[$0] }
    }

    /// What a method says; `nil` where it was not asked.
    public func finding(of method: String) -> Finding? { findings.first { $0.method == method } }

    /// Adds a finding, in place of an earlier one of the same method.
    public mutating func add(_ finding: Finding) {
        if let index = findings.firstIndex(where: { $0.method == finding.method }) {
            findings[index] = finding
        } else {
            findings.append(finding)
        }
    }

    /// The same with the paths of its files in a folder.
    public func located(in folder: String) -> Explanation {
        var located = self
        for index in located.findings.indices {
            located.findings[index].map = findings[index].map.map { "\(folder)/\($0)" }
            located.findings[index].overlay = findings[index].overlay.map { "\(folder)/\($0)" }
        }
        return located
    }
}

extension Explanation: Codable {
    private enum CodingKeys: String, CodingKey {
        case version, input, predictions, explanations, narration, words, offsets, special, unknownWords, error
    }

    /// - Throws: `RationaleError.Code.badData` for the form of another version.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decodeIfPresent(Int.self, forKey: .version) ?? 1
        guard version == Self.version else { throw FormatVersion.refusal(of: "the explanation", version, Self.version) }
        input = try container.decode(String.self, forKey: .input)
        predictions = try container.decode([Prediction].self, forKey: .predictions)
        findings = try container.decode([Finding].self, forKey: .explanations)
        words = try container.decodeIfPresent([String].self, forKey: .words)
        offsets = try container.decodeIfPresent([[Int]].self, forKey: .offsets)?.map { ends in
            guard ends.count == 2, 0 <= ends[0], ends[0] <= ends[1] else {
                throw RationaleError(.badData, "the explanation: \(ends) are not the ends of a word")
            }
            return ends[0]..<ends[1]
        }
        special = try container.decodeIfPresent([Int].self, forKey: .special)
        unknownWords = try container.decodeIfPresent([String].self, forKey: .unknownWords)
        error = try container.decodeIfPresent(Failure.self, forKey: .error)
    }

    /// `narration` repeats the first sentence among the findings.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(input, forKey: .input)
        try container.encode(predictions, forKey: .predictions)
        try container.encode(findings, forKey: .explanations)
        try container.encode(findings.lazy.compactMap(\.sentence).first, forKey: .narration)
        // Of texts alone.
        try container.encodeIfPresent(words, forKey: .words)
        try container.encodeIfPresent(offsets?.map { [$0.lowerBound, $0.upperBound] }, forKey: .offsets)
        try container.encodeIfPresent(special, forKey: .special)
        try container.encodeIfPresent(unknownWords, forKey: .unknownWords)
        try container.encode(error, forKey: .error)
    }
}

/// Files of other versions of this program.
package enum FormatVersion {
    /// Why a file of another version is not read, and what to do.
    ///
    /// - Parameter thing: what it is: `run/results.sqlite`.
    package static func refusal(of thing: String, _ found: Int, _ known: Int) -> RationaleError {
        found < known
            ? RationaleError(
                .badData,
                "\(thing): an earlier version of this program wrote it, in form \(found); this one reads \(known)",
                hint: "Explain again: name another folder with --output, or replace the run with --overwrite.")
            : RationaleError(
                .badData,
                "\(thing): a later version of this program wrote it, in form \(found); this one reads \(known)",
                hint: "Use that version, or name another folder.")
    }
}
