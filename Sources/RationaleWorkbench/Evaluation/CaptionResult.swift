import Foundation
public import RationaleCaptionMetrics
public import RationaleCore

/// What `evaluate captions` found: the document that `--json` prints.
public struct CaptionResult: Sendable {
    /// What one metric found.
    public struct Metric: Sendable {
        public let name: String
        public let signature: CaptionSignature
        /// The standard deviation of the segments' scores, of the population.
        public let deviation: Double
        public let summaries: [Summary]
        /// In the segments' order.
        public let segments: [Double]
    }

    /// One number for all segments.
    public struct Summary: Sendable {
        public let kind: CaptionMetrics.Summary
        public let score: Score
    }

    public let options: CaptionRun.Options
    public let contents: CaptionFiles.Contents
    public let metrics: [Metric]

    /// What a reader should know of the files.
    public var notes: [String] {
        guard contents.unmatched > 0 else { return [] }
        return [
            "\(contents.unmatched) \(contents.unmatched == 1 ? "image has" : "images have") references and no hypothesis; "
                + "\(contents.unmatched == 1 ? "it is" : "they are") left out"
        ]
    }

    /// The document with each segment's scores.
    public var withSegments: some Encodable { Document(result: self, listsSegments: true) }
}

extension CaptionResult: Encodable {
    public func encode(to encoder: any Encoder) throws {
        try Document(result: self, listsSegments: false).encode(to: encoder)
    }

    private struct Document: Encodable {
        let result: CaptionResult
        let listsSegments: Bool

        private enum CodingKeys: String, CodingKey {
            case hypotheses, references, segments, seed, notes, metrics, segmentScores
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(result.options.files.hypotheses, forKey: .hypotheses)
            try container.encode(result.options.files.references, forKey: .references)
            try container.encode(result.contents.segments.count, forKey: .segments)
            try container.encode(result.options.seed, forKey: .seed)
            try container.encode(result.notes, forKey: .notes)
            let rows = result.metrics.flatMap { metric in metric.summaries.map { Row(metric, $0) } }
            try container.encode(rows, forKey: .metrics)
            guard listsSegments else { return }
            let segments = result.contents.names.enumerated().map { index, name in
                Segment(
                    name: name,
                    scores: Dictionary(
                        result.metrics.map { ($0.name, $0.segments[index]) }, uniquingKeysWith: { first, _ in first }))
            }
            try container.encode(segments, forKey: .segmentScores)
        }
    }

    private struct Row: Encodable {
        let name: String
        let summary: CaptionMetrics.Summary
        let value: Double
        let low: Double
        let high: Double
        let count: Int
        let direction: Score.Direction
        let segmentDeviation: Double
        let signature: String

        init(_ metric: Metric, _ summary: Summary) {
            let score = summary.score
            (name, self.summary) = (metric.name, summary.kind)
            (value, low, high, count) = (score.value, score.low, score.high, score.count)
            (direction, segmentDeviation, signature) = (score.direction, metric.deviation, metric.signature.description)
        }
    }

    private struct Segment: Encodable {
        let name: String
        let scores: [String: Double]
    }
}
