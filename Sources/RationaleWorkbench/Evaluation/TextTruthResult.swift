import Foundation
import RationaleCore
public import RationaleMetrics

/// What `evaluate text` found: the document that `--json` prints.
public struct TextTruthResult: Sendable {
    public let options: TextTruthRun.Options
    public let network: String
    /// What a reader should know of the network and of the texts that statistics were estimated from.
    public let notes: [String]
    public let report: TextTruthReport
}

extension TextTruthResult: Encodable {
    private enum CodingKeys: String, CodingKey { case texts, seed, network, notes, metrics, methods, failures }

    private struct MetricRow: Encodable {
        let method: String?
        let name: String
        let value: Double
        let low: Double
        let high: Double
        let count: Int
        let direction: Score.Direction

        init(_ score: Score, of method: String?) {
            self.method = method
            (name, value, low, high) = (score.name, score.value, score.low, score.high)
            (count, direction) = (score.count, score.direction)
        }
    }

    private struct MethodRow: Encodable {
        let method: String
        let maps: Int
        let degenerateMaps: Int
        let seconds: Double
    }

    private struct FailureRow: Encodable {
        let method: String
        let error: Failure
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(options.count, forKey: .texts)
        try container.encode(options.seed, forKey: .seed)
        try container.encode(network, forKey: .network)
        try container.encode(notes, forKey: .notes)
        let rows =
            report.network.map { MetricRow($0, of: nil) }
            + report.methods.flatMap { method in method.scores.map { MetricRow($0, of: method.method) } }
        try container.encode(rows, forKey: .metrics)
        let methods = report.methods.map {
            MethodRow(method: $0.method, maps: $0.maps, degenerateMaps: $0.degenerateMaps, seconds: $0.seconds)
        }
        try container.encode(methods, forKey: .methods)
        let failures = report.failures.map { FailureRow(method: $0.method, error: Failure($0.error)) }
        try container.encode(failures, forKey: .failures)
    }
}
