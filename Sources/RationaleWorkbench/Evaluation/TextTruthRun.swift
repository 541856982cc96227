import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// A run of `evaluate text`: methods judged on descriptions of birds whose decisive words are known.
public struct TextTruthRun: Sendable {
    /// What is asked.
    public struct Options: Sendable, Hashable {
        /// A model that `train text --data aviary` wrote, or an exported network.
        public var model: String
        /// The words of an exported network, the methods (none for all that are made for texts) and their options. Its
        /// seed is that of descriptions and intervals, too.
        public var explain = ExplainOptions()
        /// Descriptions to judge by.
        public var count = 200
        /// A folder for `text-truth.json`; `nil` writes nothing.
        public var output: String?

        public init(model: String) { self.model = model }

        var seed: UInt64 { explain.seed ?? 0 }
    }

    public let options: Options
    let methods: [any AttributionMethod]
    private let estimation: Estimation?
    let device: Device

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ options: Options) throws {
        guard (1...1_000_000).contains(options.count) else {
            throw RationaleError(.usage, "cannot judge by \(options.count) texts", hint: "Give --count 1 or more.")
        }
        var request = options.explain
        if request.method.isEmpty { request.method = ["all"] }
        request.seed = options.seed
        methods = try MethodSelection.methods(for: &request, explaining: .text)
        estimation = try Estimation(request)
        device = try DeviceChoice.device(request.device ?? "auto")
        self.options = options
    }

    /// Judges, and writes the file where a folder is given.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network.
    ///   - progress: called with the work done, all work, and what it is.
    /// - Throws: `RationaleError`: what is wrong with the model, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> TextTruthResult {
        // Before anything is computed, so that nobody waits for a result that cannot be stored.
        if let output = options.output { try OutputFolder.make(output) }
        let classifier = try ModelSource(options.model, text: TextChoices(vocabulary: options.explain.vocabulary))
            .classifier()
        _ = try classifier.network.embeddingLayer()
        try classifier.requireFiniteWeights()
        let prepared = try classifier.prepared().moved(to: device)
        let report = try Cancellation.whenever(isCancelled) {
            let methods = try estimation.equipped(methods, for: prepared) { progress($0, $1, "estimation") }
            return try TextTruthEvaluation(count: options.count, seed: options.seed)
                .run(methods, of: prepared, progress: progress)
        }
        // Where nothing could be judged, the reason is the answer.
        if report.methods.isEmpty, let failure = report.failures.first { throw failure.error }
        let result = TextTruthResult(
            options: options, network: classifier.name,
            notes: classifier.notes + (estimation?.notes(for: prepared) ?? []), report: report)
        if let output = options.output {
            let url = URL(fileURLWithPath: output).appending(path: "text-truth.json")
            try AtomicFile.replaceContents(of: url, with: Array((try JSONDocument.text(of: result) + "\n").utf8))
        }
        return result
    }
}
