import Foundation
package import RationaleCore
import RationaleMetrics

/// A table of a network's methods, best first, as cells.
package struct TruthTable: Sendable {
    package let header: [String]
    package let rows: [[String]]

    /// Short for the metrics' names, as in FunnyBirds' tables.
    private static let columns: [(title: String, metric: TruthMetric)] = [
        ("CSDC", .controlledCheck), ("PC", .preservation), ("DC", .deletion), ("D", .distractibility),
        ("Com.", .completeness), ("Cor.", .correctness), ("Con.", .contrastivity),
    ]

    package init(_ section: TruthResult.Section) {
        header = ["method", "overall", "interval"] + Self.columns.map(\.title) + ["share", "s/map"]
        rows = section.report.methods.map { method in
            let overall = method.scores[.overall]
            let name = method.method + (section.exactMethods.contains(method.method) ? " (exact)" : "")
            let scores = Self.columns.map { method.scores[$0.metric]?.value.text ?? "–" }
            return [name, overall?.value.text ?? "–", overall?.interval ?? "–"] + scores
                + [
                    String(format: "%.2f", method.share),
                    String(format: "%.3f", method.seconds / Double(max(1, method.maps))),
                ]
        }
    }

    /// What was measured of the network itself, in words.
    package static func words(_ scores: [Score]) -> [String] {
        scores.map { "\($0.name.replacing("-", with: " ")) \($0.value.text) (\($0.interval))" }
    }
}

extension TruthResult {
    /// The tables as Markdown.
    package var markdown: String {
        var lines: [String] = []
        let form =
            options.isPublished ? "as published" : "mended, thresholds chosen on \(calibrationCount) other scenes"
        for section in sections {
            let table = TruthTable(section)
            lines.append("### \(section.network)")
            lines.append("")
            lines.append(
                "\(options.count) scenes, seed \(options.seed), \(form); 95 % intervals by bootstrap over scenes.")
            lines.append("\(TruthTable.words(section.report.network).joined(separator: ", ")).")
            lines.append("")
            lines.append("| " + table.header.joined(separator: " | ") + " |")
            lines.append("|---" + String(repeating: "|--:", count: table.header.count - 1) + "|")
            lines += table.rows.map { "| " + $0.joined(separator: " | ") + " |" }
            lines += section.report.failures.map { "\n\($0.method): \($0.error.message)" }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }
}

extension Double {
    fileprivate var text: String { String(format: "%.3f", self) }
}

extension Score {
    fileprivate var interval: String { String(format: "%.3f–%.3f", low, high) }
}
