import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
public import RationaleMetrics

/// What `evaluate truth` found.
public struct TruthResult: Sendable {
    public let options: TruthOptions
    /// How many scenes thresholds were chosen on, where not on the judged ones.
    public let calibrationCount: Int
    /// One for each network.
    public let sections: [Section]

    public struct Section: Sendable {
        public let network: String
        public let report: TruthReport
        /// The methods that are exact for this network by construction.
        public let exactMethods: [String]

        init(_ network: String, _ report: TruthReport, exactMethods: [String]) {
            self.network = network
            self.report = report
            self.exactMethods = exactMethods
        }
    }

    /// Writes `truth.json` and `truth.md`.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    func write(to folder: String) throws {
        let url = URL(fileURLWithPath: folder)
        let json = try JSONDocument.text(of: self) + "\n"
        try AtomicFile.replaceContents(of: url.appending(path: "truth.json"), with: Array(json.utf8))
        try AtomicFile.replaceContents(of: url.appending(path: "truth.md"), with: Array(markdown.utf8))
    }
}

// Every key is always there, `null` where there is nothing.
extension TruthResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case form, scenes, calibrationScenes, seed, metrics, methods, failures
    }

    private struct MetricRow: Encodable {
        enum CodingKeys: String, CodingKey { case network, method, name, value, low, high, count, direction }
        let network: String
        let method: String?
        let name: String
        let score: Score?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(network, forKey: .network)
            try container.encode(method, forKey: .method)
            try container.encode(name, forKey: .name)
            try container.encode(score?.value, forKey: .value)
            try container.encode(score?.low, forKey: .low)
            try container.encode(score?.high, forKey: .high)
            try container.encode(score?.count ?? 0, forKey: .count)
            try container.encode(score?.direction ?? .higher, forKey: .direction)
        }
    }

    private struct MethodRow: Encodable {
        let network: String
        let method: String
        let share: Double
        let maps: Int
        let degenerateMaps: Int
        let seconds: Double
        let isExact: Bool
    }

    private struct FailureRow: Encodable {
        let network: String
        let method: String
        let error: Failure
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(options.isPublished ? MetricForm.published : .mended, forKey: .form)
        try container.encode(options.count, forKey: .scenes)
        try container.encode(options.isPublished ? 0 : calibrationCount, forKey: .calibrationScenes)
        try container.encode(options.seed, forKey: .seed)
        let metrics = sections.flatMap { section in
            section.report.network.map {
                MetricRow(network: section.network, method: nil, name: $0.name, score: $0)
            }
                + section.report.methods.flatMap { method in
                    TruthMetric.allCases.map {
                        MetricRow(
                            network: section.network, method: method.method, name: $0.rawValue, score: method.scores[$0]
                        )
                    }
                }
        }
        try container.encode(metrics, forKey: .metrics)
        let methods = sections.flatMap { section in
            section.report.methods.map {
                MethodRow(
                    network: section.network, method: $0.method, share: $0.share, maps: $0.maps,
                    degenerateMaps: $0.degenerateMaps, seconds: $0.seconds,
                    isExact: section.exactMethods.contains($0.method))
            }
        }
        try container.encode(methods, forKey: .methods)
        let failures = sections.flatMap { section in
            section.report.failures.map {
                FailureRow(network: section.network, method: $0.method, error: Failure($0.error))
            }
        }
        try container.encode(failures, forKey: .failures)
    }
}
