import Foundation
import RationaleAviary
public import RationaleCaptionMetrics
public import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// What a person asks of `evaluate narrator`.
public struct NarratorEvaluationOptions: Sendable, Hashable {
    /// The classifier, by the options of `explain`; nothing else of them is used.
    public var explain = ExplainOptions()
    /// The narrators to compare; that of the built-in model if empty.
    public var narrators: [String] = []
    /// `aviary`, or a folder of pictures with captions.
    public var data = ConceptOptions.aviary
    /// How many scenes of the aviary; of files all of the test split, or so many of them.
    public var count = 500
    /// How sentences are chosen; the published `greedy` by default.
    public var writing = WritingOptions()
    /// Names of caption metrics; all if empty.
    public var metrics: [String] = []
    /// Files that they need.
    public var resources = CaptionMetrics.Resources()
    /// How many inputs are edited to test whether sentences are true of what the classifier used.
    public var tested = 100
    public var seed: UInt64 = 0
    /// A folder for `narrators.json` and the sentences; `nil` writes none.
    public var output: String?

    public init() {}
}

/// A run of `evaluate narrator`: narrators compared on inputs that none of them learned from.
public struct NarratorEvaluation: Sendable {
    public let options: NarratorEvaluationOptions
    private let style: WritingOptions.Style
    private let metrics: [(entry: CaptionMetrics, metrics: [any CaptionMetric])]

    /// What was found of all narrators.
    public struct Result: Sendable, Encodable {
        public let narrators: [Row]
        public let signatures: [String]
        public let notes: [String]
    }

    /// What was found of one.
    public struct Row: Sendable, Encodable {
        public let narrator: String
        public let mode: String
        /// Caption metrics, the classifier's accuracy, and truth where it is known.
        public let scores: [Score]
        /// The first sentences: of each the input, what was written, and which claims are wrong.
        public let examples: [Example]
    }

    public struct Example: Sendable, Encodable {
        public let input: String
        public let sentence: String
        /// `nil` where the truth is not known.
        public let wrong: [String]?
        public let identified: Bool?
    }

    /// Checks a request.
    ///
    /// - Throws: `RationaleError.Code.usage` for what makes no sense.
    public init(_ options: NarratorEvaluationOptions) throws {
        guard options.count > 0 else {
            throw RationaleError(.usage, "cannot judge by \(options.count) inputs", hint: "Give --count 1 or more.")
        }
        style = try options.writing.checkedStyle() ?? .greedy
        guard style != .sample else {
            throw RationaleError(.usage, "--style sample: judged are greedy, beam and telling sentences")
        }
        let entries =
            try options.metrics.isEmpty ? CaptionMetrics.all : options.metrics.map { try CaptionMetrics.named($0) }
        metrics = try entries.map { ($0, try $0.metrics(options.resources)) }
        self.options = options
    }

    /// Judges, and writes the folder where one is named.
    ///
    /// - Parameters:
    ///   - isCancelled: asked between inputs.
    ///   - progress: called with the work done, all work, and what it is.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> Result {
        if let output = options.output { try OutputFolder.make(output) }
        let paths = options.narrators.isEmpty ? [nil] : options.narrators.map(Optional.some)
        let named = try paths.map { path in
            (
                path ?? BuiltInModel.standard.rawValue,
                try NarratorSource(path: path, explain: options.explain).narrator()
            )
        }
        // A narrator with a classifier of its own on top names the data's classes.
        let haveOwnClasses = named.contains { $0.1.head != nil }
        let data = try NarratorData(
            options.data, seenBy: options.explain, trainingCount: 1, evaluationCount: options.count,
            hasOwnClasses: haveOwnClasses, seed: options.seed)
        let count = min(options.count, data.test.count)
        guard count > 0 else {
            throw RationaleError(
                .badData, "\(options.data): there are no pictures with captions in the test split to judge by")
        }
        let rows = try Cancellation.whenever(isCancelled) {
            try named.map { name, narrator in
                let explainer = try NarratorExplainer(narrator, for: data.classifier)
                let inputs = try judged(explainer, data.test, count) { progress($0, count, name) }
                return try row(name, explainer, inputs, data)
            }
        }
        let result = Result(
            narrators: rows, signatures: metrics.flatMap { $0.metrics.map(\.signature.description) },
            notes: data.classifier.notes + data.notes)
        if let output = options.output {
            let url = URL(fileURLWithPath: output).appending(path: "narrators.json")
            try AtomicFile.replaceContents(of: url, with: Array((try JSONDocument.text(of: result) + "\n").utf8))
        }
        return result
    }

    /// An input and the sentence about it.
    struct Judged {
        let sample: CaptionedInputs.Sample
        let view: NarratorExplainer.View
        let sentence: WrittenSentence
        let text: String
        let decision: Int
    }

    private static let chunk = 64

    private func judged(
        _ explainer: NarratorExplainer, _ inputs: CaptionedInputs, _ count: Int, progress: (Int) -> Void
    ) throws -> [Judged] {
        var judged: [Judged] = []
        for start in stride(from: 0, to: count, by: Self.chunk) {
            progress(start)
            let numbers = Array(start..<min(start + Self.chunk, count))
            let samples = try numbers.concurrentMap { number in Swift.Result { try inputs.sample(number) } }
                .map { try $0.get() }
            let views = try explainer.views(samples.map(\.input))
            let decisions = views.map { view in view.scores.indices.max { view.scores[$0] < view.scores[$1] } ?? 0 }
            let writing = options.writing
            let decoding = writing.decoding(style == .beam ? .beam(width: writing.beam) : .greedy, style)
            let sentences: [WrittenSentence]
            switch style {
            case .telling:
                sentences = try zip(views, decisions).map { view, decision in
                    try Cancellation.check()
                    return try explainer.sentences(
                        for: view, recognizedAs: decision, weight: writing.recognition,
                        plausibility: writing.plausibility, width: writing.beam, decoding)[0]
                }
            case .beam, .greedy, .sample: sentences = try explainer.sentences(for: views, decoding).map { $0[0] }
            }
            for (index, sample) in samples.enumerated() {
                judged.append(
                    Judged(
                        sample: sample, view: views[index], sentence: sentences[index],
                        text: explainer.narrator.text(of: sentences[index]), decision: decisions[index]))
            }
        }
        return judged
    }

    private func row(
        _ name: String, _ explainer: NarratorExplainer, _ inputs: [Judged], _ data: NarratorData
    ) throws -> Row {
        let bootstrap = Bootstrap(seed: options.seed)
        let segments = inputs.map { CaptionSegment(hypothesis: $0.text, references: $0.sample.sentences) }
        var scores: [Score] = []
        for (entry, group) in metrics {
            for metric in group {
                try Cancellation.check()
                let found = try metric.scores(of: segments)
                scores += entry.summaries.compactMap { summary in
                    let name = entry.summaries.count > 1 ? "\(metric.name) (\(summary.rawValue))" : metric.name
                    return found.score(name, summary, bootstrap: bootstrap)
                }
            }
        }
        let labelled = inputs.filter { $0.sample.label != nil }
        if !labelled.isEmpty {
            scores += [
                Score.proportion(
                    "accuracy", hits: labelled.count { $0.sample.label == $0.decision }, of: labelled.count)
            ].compactMap(\.self)
        }
        let truths = try data.testScene.map { scene in
            try inputs.indices.map { ClaimTruth(inputs[$0].text, of: scene($0), side: try inputs[$0].view.image.width) }
        }
        let masking = MaskingTruth(
            explainer: explainer, count: options.tested, seed: options.seed, bootstrap: bootstrap)
        if let truths {
            scores += ClaimTruth.scores(of: truths, bootstrap: bootstrap)
            scores += try masking.scoresOfParts(inputs, truths)
        }
        // Of ready features, and of a classifier on top, nobody knows where the evidence lies.
        if explainer.narrator.head == nil { scores += try masking.scoresOfEvidence(inputs) }
        if let output = options.output {
            let file = "\(URL(fileURLWithPath: name).deletingPathExtension().path.fileName).txt"
            let url = URL(fileURLWithPath: output).appending(path: file)
            try AtomicFile.replaceContents(
                of: url, with: Array((inputs.map(\.text).joined(separator: "\n") + "\n").utf8))
        }
        let examples = inputs.prefix(20).indices.map { index in
            Example(
                input: inputs[index].sample.name, sentence: inputs[index].text,
                wrong: truths.map { $0[index].wrong }, identified: truths.map { $0[index].identifies })
        }
        return Row(narrator: name, mode: explainer.narrator.mode.rawValue, scores: scores, examples: examples)
    }
}
