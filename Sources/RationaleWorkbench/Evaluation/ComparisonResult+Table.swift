import Foundation
import RationaleCore
import RationaleMetrics

/// A table of methods, as cells.
package struct ComparisonTable: Sendable {
    package let header: [String]
    package let rows: [[String]]
}

extension ComparisonResult {
    /// What was judged, in words.
    package var words: String {
        let selection = report.selection
        var parts = ["\(report.samples.count) samples"]
        if selection.improbable > 0 {
            parts.append("\(selection.improbable) less probable than \(header.minProbability)")
        }
        if !selection.passedOver.isEmpty { parts.append("\(selection.passedOver.count) passed over") }
        let part = shard.map { "part \($0) of the samples; " } ?? ""
        return "\(network): \(parts.joined(separator: ", ")); \(part)seed \(header.seed), "
            + "\(header.form == .published ? "as published" : "mended"), 95 % intervals by bootstrap over samples"
    }

    /// How fast the samples were judged, and on what the time was spent; `nil` where nothing was computed.
    package var speed: String? {
        guard let timing = report.timing, let rate = timing.perSecond else { return nil }
        let parts = [("network", timing.network), ("metrics", timing.metrics), ("waiting for samples", timing.waiting)]
        let shares = parts.map { String(format: "%@ %.0f %%", $0, 100 * $1 / timing.seconds) }
        return String(format: "%d samples in %.1f s, %.1f a second: ", timing.samples, timing.seconds, rate)
            + shares.joined(separator: ", ")
            + String(format: "; %.1f s on other threads for reading and decoding", timing.loading)
    }

    /// The scores of each method.
    package var scores: ComparisonTable {
        ComparisonTable(
            header: ["method"] + columns.map(\.title) + (tellsTimes ? ["s/map"] : []),
            rows: report.methods.map { method in
                [method] + columns.map { report.score($0, of: method)?.text ?? "–" }
                    + (tellsTimes ? [String(format: "%.3f", report.secondsPerMap[method] ?? 0)] : [])
            })
    }

    /// The differences of each other method from the reference; `nil` where there is none.
    package var differences: ComparisonTable? {
        guard let reference else { return nil }
        return ComparisonTable(
            header: ["less \(reference)"] + columns.map(\.title),
            rows: report.methods.filter { $0 != reference }.map { method in
                [method] + columns.map { report.difference($0, of: method, from: reference)?.signedText ?? "–" }
            })
    }

    /// What a reader should know beside the numbers.
    package var remarks: [String] {
        let degenerate = report.methods.compactMap { method in
            let count = report.degenerateMaps(of: method)
            return count > 0 ? "\(method): \(count) of \(report.samples.count) maps say nothing" : nil
        }
        let passedOver = report.selection.passedOver.prefix(5).map { "passed over: \($0.error.message)" }
        let rest = report.selection.passedOver.count - passedOver.count
        let classes = Set(report.samples.map(\.target)).count
        let pooled = columns.filter { $0.pooling == .occurringClasses }.map {
            "\($0.name): mean over the \(classes) classes that occur, interval by drawing classes"
        }
        return pooled + degenerate + report.failures.map { "\($0.method): \($0.error.message)" } + passedOver
            + (rest > 0 ? ["passed over: \(rest) more"] : [])
    }

    /// The tables as Markdown.
    package var markdown: String {
        var lines = ["### \(header.kind.rawValue)", "", "\(words).", ""]
        for table in [scores, differences].compactMap(\.self) {
            lines.append("| " + table.header.joined(separator: " | ") + " |")
            lines.append("|---" + String(repeating: "|--:", count: table.header.count - 1) + "|")
            lines += table.rows.map { "| " + $0.joined(separator: " | ") + " |" }
            lines.append("")
        }
        lines += remarks.map { "- \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private var columns: [Measure] { report.measures.filter { !$0.isDetail } }
}

extension Measure {
    var title: String { "\(name) \(direction == .higher ? "↑" : "↓")" }
}

extension Score {
    var text: String { String(format: "%.3f (%.3f–%.3f)", value, low, high) }
    var signedText: String { String(format: "%+.3f (%+.3f to %+.3f)", value, low, high) }
}
