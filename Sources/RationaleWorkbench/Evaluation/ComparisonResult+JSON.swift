import RationaleCore
import RationaleMetrics

// Every key is always there, `null` where there is nothing or no number; only times are left out of files.
extension ComparisonResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, form, model, seed, shard, notes, samples, metrics, differences, methods, failures, values
        case seconds, perSecond
    }

    private struct Samples: Encodable {
        struct PassedOver: Encodable {
            let input: String
            let error: Failure
        }
        let judged: Int
        let seen: Int
        let improbable: Int
        let minProbability: Double
        let passedOver: [PassedOver]
    }

    private struct MetricRow: Encodable {
        enum CodingKeys: String, CodingKey { case method, reference, name, value, low, high, count, direction }
        let method: String
        /// Of a difference.
        let reference: String?
        let measure: Measure
        let score: Score?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(method, forKey: .method)
            try container.encodeIfPresent(reference, forKey: .reference)
            try container.encode(measure.name, forKey: .name)
            try container.encode(score?.value.number, forKey: .value)
            try container.encode(score?.low.number, forKey: .low)
            try container.encode(score?.high.number, forKey: .high)
            try container.encode(score?.count ?? 0, forKey: .count)
            try container.encode(measure.direction, forKey: .direction)
        }
    }

    private struct MethodRow: Encodable {
        let method: String
        let secondsPerMap: Double?
        let degenerateMaps: Int
    }

    private struct FailureRow: Encodable {
        let method: String
        let error: Failure
    }

    private struct SampleRow: Encodable {
        enum CodingKeys: String, CodingKey { case input, target, label, probability, values }
        let sample: ComparisonReport.JudgedMaps
        let label: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(sample.name, forKey: .input)
            try container.encode(sample.target, forKey: .target)
            try container.encode(label, forKey: .label)
            try container.encode(sample.probability.number, forKey: .probability)
            try container.encode(sample.values.mapValues { $0.mapValues(\.number) }, forKey: .values)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(header.kind, forKey: .kind)
        try container.encode(header.form, forKey: .form)
        try container.encode(network, forKey: .model)
        try container.encode(header.seed, forKey: .seed)
        try container.encode(shard, forKey: .shard)
        if tellsTimes {
            try container.encode(report.timing?.seconds, forKey: .seconds)
            try container.encode(report.timing?.perSecond, forKey: .perSecond)
        }
        try container.encode(notes, forKey: .notes)
        let selection = report.selection
        try container.encode(
            Samples(
                judged: report.samples.count, seen: selection.seen, improbable: selection.improbable,
                minProbability: header.minProbability,
                passedOver: selection.passedOver.map { .init(input: $0.name, error: Failure($0.error)) }),
            forKey: .samples)
        let metrics = report.methods.flatMap { method in
            report.measures.map {
                MetricRow(method: method, reference: nil, measure: $0, score: report.score($0, of: method))
            }
        }
        try container.encode(metrics, forKey: .metrics)
        try container.encode(differenceRows, forKey: .differences)
        let methods = report.methods.map {
            MethodRow(
                method: $0, secondsPerMap: tellsTimes ? report.secondsPerMap[$0] ?? 0 : nil,
                degenerateMaps: report.degenerateMaps(of: $0))
        }
        try container.encode(methods, forKey: .methods)
        try container.encode(
            report.failures.map { FailureRow(method: $0.method, error: Failure($0.error)) }, forKey: .failures)
        let values = report.samples.map { sample in
            SampleRow(
                sample: sample,
                label: header.labels.flatMap { $0.indices.contains(sample.target) ? $0[sample.target] : nil })
        }
        try container.encode(values, forKey: .values)
    }

    private var differenceRows: [MetricRow] {
        guard let reference else { return [] }
        return report.methods.filter { $0 != reference }.flatMap { method in
            report.measures.map {
                MetricRow(
                    method: method, reference: reference, measure: $0,
                    score: report.difference($0, of: method, from: reference))
            }
        }
    }
}

extension Double {
    /// JSON has no word for what is no number.
    var number: Double? { isFinite ? self : nil }
}
