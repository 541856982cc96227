import Foundation
public import RationaleCaptionMetrics
import RationaleCore
import RationaleFiles
import RationaleStatistics

/// A run of `evaluate captions`: sentences compared with references.
public struct CaptionRun: Sendable {
    /// What is asked.
    public struct Options: Sendable, Hashable {
        public var files: CaptionFiles
        /// Names of metrics; none for all.
        public var metrics: [String] = []
        /// Files that metrics need.
        public var resources = CaptionMetrics.Resources()
        /// The seed of the intervals.
        public var seed: UInt64 = 0
        /// A folder for `captions.json`; `nil` writes nothing.
        public var output: String?

        public init(files: CaptionFiles) { self.files = files }
    }

    public let options: Options
    private let metrics: [(entry: CaptionMetrics, metrics: [any CaptionMetric])]

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for a metric that does not exist, and what is wrong with the metrics' files.
    public init(_ options: Options) throws {
        self.options = options
        let entries =
            try options.metrics.isEmpty ? CaptionMetrics.all : options.metrics.map { try CaptionMetrics.named($0) }
        if !entries.contains(where: { $0.name == "meteor" }), options.resources != CaptionMetrics.Resources() {
            throw RationaleError(
                .usage, "METEOR's resources are given, and METEOR is not asked for",
                hint: "Add meteor to --metric, or leave out --meteor-resources and --paraphrases.")
        }
        metrics = try entries.map { ($0, try $0.metrics(options.resources)) }
    }

    /// Compares, and writes the file where a folder is given.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each metric.
    ///   - progress: called with the metrics that are done, all metrics, and the next one's name.
    /// - Throws: `RationaleError`: what is wrong with the files, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> CaptionResult {
        // Before anything is computed, so that nobody waits for a result that cannot be stored.
        if let output = options.output { try OutputFolder.make(output) }
        let contents = try options.files.contents()
        let bootstrap = Bootstrap(seed: options.seed)
        let total = metrics.reduce(0) { $0 + $1.metrics.count }
        let found = try Cancellation.whenever(isCancelled) {
            var found: [CaptionResult.Metric] = []
            for (entry, group) in metrics {
                for metric in group {
                    try Cancellation.check()
                    progress(found.count, total, metric.name)
                    let scores = try metric.scores(of: contents.segments)
                    let summaries: [CaptionResult.Summary] = entry.summaries.compactMap { summary in
                        scores.score(metric.name, summary, bootstrap: bootstrap).map { .init(kind: summary, score: $0) }
                    }
                    found.append(
                        CaptionResult.Metric(
                            name: metric.name, signature: metric.signature, deviation: scores.deviation,
                            summaries: summaries, segments: scores.segments))
                }
            }
            return found
        }
        let result = CaptionResult(options: options, contents: contents, metrics: found)
        if let output = options.output {
            let url = URL(fileURLWithPath: output).appending(path: "captions.json")
            let text = try JSONDocument.text(of: result.withSegments) + "\n"
            try AtomicFile.replaceContents(of: url, with: Array(text.utf8))
        }
        return result
    }
}
