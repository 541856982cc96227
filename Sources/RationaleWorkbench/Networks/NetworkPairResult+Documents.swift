import Foundation
import RationaleCore
import RationaleMetrics

extension NetworkPairResult {
    /// What was compared, in words.
    package var words: String {
        var parts = ["\(photos.count) photos"]
        if !passedOver.isEmpty { parts.append("\(passedOver.count) passed over") }
        return "\(networks[0]) and \(networks[1]): \(parts.joined(separator: ", ")); seed \(options.first.seed ?? 0), "
            + "95 % intervals by bootstrap over photos, p by flipped signs"
    }

    /// Both networks' numbers, and the differences of pairs.
    package var table: ComparisonTable {
        ComparisonTable(
            header: [""] + networks + ["difference", "p"],
            rows: rows.map { row in
                [
                    (row.method.map { "\($0) " } ?? "") + "\(row.name) \(row.first.direction == .higher ? "↑" : "↓")",
                    row.first.text, row.other.text, row.difference.signedText,
                    row.chance.map { $0 < 0.001 ? "< 0.001" : String(format: "%.3f", $0) } ?? "–",
                ]
            })
    }

    /// What both networks answer, where the photos are few enough to be read in a terminal; otherwise `nil`.
    package var answers: ComparisonTable? {
        guard photos.count <= 20 else { return nil }
        return ComparisonTable(
            header: ["photo"] + networks,
            rows: photos.map { photo in
                [photo.path]
                    + photo.answers.map { answer in
                        guard let top = answer.predictions.first else { return "–" }
                        return top.name + (top.probability.map { String(format: " %.1f %%", $0 * 100) } ?? "")
                    }
            })
    }

    /// What a reader should know beside the numbers.
    package var remarks: [String] {
        let shown = passedOver.prefix(5).map { "passed over: \($0.error.message)" }
        return failures.map { "\($0.method): \($0.error.message)" } + shown
            + (passedOver.count > shown.count ? ["passed over: \(passedOver.count - shown.count) more"] : [])
    }

    /// How fast the photos were compared.
    package var speed: String {
        String(
            format: "%d photos by two networks in %.1f s, %.1f a second", photos.count, seconds,
            seconds > 0 ? Double(photos.count) / seconds : 0)
    }

    /// One line for each number of each photo.
    var csv: String {
        var lines = ["photo,class,method,measure,first,other,difference"]
        for photo in photos {
            for (method, measure, values) in Self.values(
                of: photo, measures: sides[0].report.measures, methods: methods,
                hasOwnTarget: options.first.target != nil)
            {
                let cells = [photo.path, photo.label ?? "", method ?? "", measure.name].map(\.csvCell)
                lines.append((cells + (values + [values[1] - values[0]]).map { "\($0)" }).joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension NetworkPairResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case networks, methods, seed, notes, photos, metrics, failures, values, seconds, perSecond
    }

    private struct Counts: Encodable {
        struct PassedOver: Encodable {
            let input: String
            let error: Failure
        }
        let compared: Int
        let passedOver: [PassedOver]
    }

    private struct Interval: Encodable {
        let value, low, high: Double?

        init(_ score: Score) { (value, low, high) = (score.value.number, score.low.number, score.high.number) }
    }

    private struct MetricRow: Encodable {
        enum CodingKeys: String, CodingKey { case method, name, direction, count, first, other, difference, p }
        let row: Row

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(row.method, forKey: .method)
            try container.encode(row.name, forKey: .name)
            try container.encode(row.first.direction, forKey: .direction)
            try container.encode(row.first.count, forKey: .count)
            try container.encode(Interval(row.first), forKey: .first)
            try container.encode(Interval(row.other), forKey: .other)
            try container.encode(Interval(row.difference), forKey: .difference)
            try container.encode(row.chance, forKey: .p)
        }
    }

    private struct PhotoRow: Encodable {
        struct Answer: Encodable {
            let target: Int
            let probability: Double?
            let predictions: [Prediction]
            let values: [String: [String: Double?]]
        }
        enum CodingKeys: String, CodingKey { case input, `class`, first, other }
        let photo: Photo

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(photo.path, forKey: .input)
            try container.encode(photo.label, forKey: .class)
            for (place, key) in [CodingKeys.first, .other].enumerated() {
                let judged = photo.judged[place]
                try container.encode(
                    Answer(
                        target: judged.target, probability: judged.probability.number,
                        predictions: photo.answers[place].predictions,
                        values: judged.values.mapValues { $0.mapValues(\.number) }), forKey: key)
            }
        }
    }

    private struct FailureRow: Encodable {
        let method: String
        let error: Failure
    }

    /// Times are in what is printed, not in files.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(networks, forKey: .networks)
        try container.encode(methods, forKey: .methods)
        try container.encode(options.first.seed ?? 0, forKey: .seed)
        try container.encode(notes, forKey: .notes)
        try container.encode(
            Counts(
                compared: photos.count, passedOver: passedOver.map { .init(input: $0.name, error: Failure($0.error)) }),
            forKey: .photos)
        try container.encode(rows.map(MetricRow.init), forKey: .metrics)
        try container.encode(
            failures.map { FailureRow(method: $0.method, error: Failure($0.error)) }, forKey: .failures)
        try container.encode(photos.map(PhotoRow.init), forKey: .values)
        if tellsTimes {
            try container.encode(seconds, forKey: .seconds)
            try container.encode(seconds > 0 ? Double(photos.count) / seconds : nil, forKey: .perSecond)
        }
    }
}

extension String {
    /// A cell of a CSV file, in quotation marks where it has to be (RFC 4180).
    fileprivate var csvCell: String {
        contains(where: { ",\"\r\n".contains($0) }) ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
    }
}
