public import RationaleCore

/// Sentences and their references in files, in the forms that people have them.
///
/// | hypotheses | references |
/// |---|---|
/// | a text file, one sentence a line | one text file with as many lines, or with ``referencesPerHypothesis`` consecutive lines for each sentence; or several text files, each with one reference a line |
/// | COCO results in JSON: `[{"image_id": …, "caption": "…"}]` | COCO annotations `{"annotations": [{"image_id": …, "caption": "…"}]}` or such a list, in one or more files |
///
/// A file is JSON where its name ends in `.json`. Text is UTF-8; a carriage return at the end of a line is no part of it.
public struct CaptionFiles: Sendable, Hashable {
    /// The path of what a model said.
    public var hypotheses: String
    /// The paths of what people said.
    public var references: [String]
    /// How many consecutive lines of the one file of references belong to each hypothesis. Default: `nil`, one line of each
    /// file.
    public var referencesPerHypothesis: Int?

    public init(hypotheses: String, references: [String], referencesPerHypothesis: Int? = nil) {
        self.hypotheses = hypotheses
        self.references = references
        self.referencesPerHypothesis = referencesPerHypothesis
    }

    /// What the files hold.
    public struct Contents: Sendable, Hashable {
        public let segments: [CaptionSegment]
        /// What each segment is called: the number of its line, from 1, or the image's identifier.
        public let names: [String]
        /// How many images have references and no hypothesis. They are left out.
        public let unmatched: Int
    }

    /// Reads the files.
    ///
    /// - Throws: `RationaleError`: `missingInput` where a file cannot be opened; `usage` where files do not go together;
    ///   `badData`, naming the file and the line or entry, where text is not UTF-8, a line is empty, counts differ, an
    ///   identifier is missing or occurs twice, or JSON is damaged.
    public func contents() throws(RationaleError) -> Contents {
        guard !references.isEmpty else {
            throw RationaleError(.usage, "there is no file of references", hint: "Name one behind the hypotheses.")
        }
        if let count = referencesPerHypothesis {
            guard count > 0 else {
                throw RationaleError(.usage, "\(count) references for each hypothesis", hint: "Give 1 or more.")
            }
            guard references.count == 1 else {
                throw RationaleError(
                    .usage, "\(references.count) files of references, each with \(count) lines for each hypothesis",
                    hint: "Several files hold one reference a line each: leave out the number of references.")
            }
        }
        let isJSON = CaptionFile.isJSON(hypotheses)
        if let other = references.first(where: { CaptionFile.isJSON($0) != isJSON }) {
            throw RationaleError(
                .usage, "\(hypotheses) is \(isJSON ? "JSON" : "text"), and \(other) is \(isJSON ? "text" : "JSON")",
                hint: "Give both as lines of text, or both as JSON with image_id and caption.")
        }
        return isJSON ? try identified() : try lines()
    }

    // MARK: - Lines

    private func lines() throws(RationaleError) -> Contents {
        let sentences = try CaptionFile.lines(of: hypotheses)
        var texts: [[String]] = []
        for path in references { texts.append(try CaptionFile.lines(of: path)) }
        let perHypothesis = referencesPerHypothesis ?? 1
        for (path, text) in zip(references, texts) where text.count != sentences.count * perHypothesis {
            throw RationaleError(
                .badData,
                "\(path): expected \(sentences.count * perHypothesis) lines "
                    + "for the \(sentences.count) of \(hypotheses), found \(text.count)",
                hint: hint(sentences.count, text.count))
        }
        let segments = sentences.indices.map { index in
            let own =
                texts.count == 1
                ? Array(texts[0][index * perHypothesis..<(index + 1) * perHypothesis]) : texts.map { $0[index] }
            return CaptionSegment(hypothesis: sentences[index], references: own)
        }
        return Contents(segments: segments, names: sentences.indices.map { "\($0 + 1)" }, unmatched: 0)
    }

    private func hint(_ hypotheses: Int, _ references: Int) -> String {
        guard self.references.count == 1, references > hypotheses, references % hypotheses == 0 else {
            return "Each hypothesis needs as many references as the others, in the same order."
        }
        let count = references / hypotheses
        return "If \(count) consecutive lines belong to each hypothesis, say so with --references-per \(count)."
    }

    // MARK: - JSON

    private func identified() throws(RationaleError) -> Contents {
        guard referencesPerHypothesis == nil else {
            throw RationaleError(
                .usage, "a number of references for JSON, which matches by image_id",
                hint: "Leave out the number of references.")
        }
        var sentences: [String: [String]] = [:]
        for path in references {
            for entry in try CaptionFile.entries(of: path) { sentences[entry.image, default: []].append(entry.caption) }
        }
        var segments: [CaptionSegment] = []
        var names: [String] = []
        var places: [String: Int] = [:]
        for (index, entry) in try CaptionFile.entries(of: hypotheses).enumerated() {
            if let first = places[entry.image] {
                throw RationaleError(
                    .badData,
                    "\(hypotheses): image_id \(entry.image) occurs twice, in entries \(first) and \(index + 1)",
                    hint: "Give one caption for each image.")
            }
            places[entry.image] = index + 1
            guard let own = sentences[entry.image] else {
                throw RationaleError(
                    .badData,
                    "\(hypotheses): entry \(index + 1) is of image_id \(entry.image), which has no reference in "
                        + references.joined(separator: ", "),
                    hint: "Check that both are of the same data set and split.")
            }
            segments.append(CaptionSegment(hypothesis: entry.caption, references: own))
            names.append(entry.image)
        }
        return Contents(segments: segments, names: names, unmatched: sentences.count - segments.count)
    }
}
