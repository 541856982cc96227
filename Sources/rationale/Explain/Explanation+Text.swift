import Foundation
import RationaleCore
import RationaleWorkbench

extension Explanation {
    /// What was found for one input, as a person reads it:
    ///
    /// ```
    /// photo.jpg
    ///   goldfinch 98.2 %, house finch 0.4 %, …
    ///   grad-cam               layer4   0.02 s
    ///     warning: …
    ///   iba
    ///     error: …
    ///     hint: …
    /// ```
    ///
    /// Words of a text follow: in the colours of each map in a terminal, as a table elsewhere.
    var text: String {
        let highlighting = words.map {
            TextHighlighting(words: $0, special: Set(special ?? []), hasColors: TextHighlighting.hasColors)
        }
        var lines = [input]
        lines.append("  " + predictions.map(\.text).joined(separator: ", "))
        if let unknown = unknownWords, !unknown.isEmpty {
            lines.append("  unknown words: " + unknown.joined(separator: ", "))
        }
        let targets = Set(findings.filter { $0.error == nil }.map { [$0.target.index, $0.target.insteadOf ?? -1] })
        let width = findings.map(\.method.count).max() ?? 0
        let layerWidth = findings.map { ($0.layer ?? "input").count }.max() ?? 0
        for finding in findings {
            if let error = finding.error {
                lines += ["  \(finding.method)", "    error: \(error.message)"]
                lines += error.hint.map { ["    hint: \($0)"] } ?? []
                continue
            }
            var line = "  " + finding.method.padded(to: width) + "  "
            line += (finding.layer ?? "input").padded(to: layerWidth) + "  "
            line += String(format: "%.2f s", finding.seconds ?? 0)
            if targets.count > 1 || predictions.first?.index != finding.target.index
                || finding.target.insteadOf != nil || finding.target.change != nil
            {
                line += "  " + finding.target.text
            }
            lines.append(line)
            lines += finding.sentence.map { ["    \($0)"] } ?? []
            if let highlighting, let values = finding.values,
                let colored = highlighting.colored(values, unit: finding.unit, width: 76)
            {
                lines += colored.map { "    " + $0 }
            }
            lines += finding.warnings.map { "    warning: \($0)" }
        }
        let columns = findings.compactMap { finding in finding.values.map { (finding.method, $0) } }
        if let highlighting, !highlighting.hasColors, !columns.isEmpty {
            lines += highlighting.table(columns).map { "    " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Explanation {
    /// The file or text and its most probable class, in one line.
    var summary: String { "\(input): " + (predictions.first?.text ?? "failed") }
}

extension Prediction {
    fileprivate var text: String {
        guard let probability else { return "\(name) " + (score.map { String(format: "%.4g", $0) } ?? "unknown") }
        return name + String(format: probability >= 0.1 ? " %.1f %%" : " %.2g %%", 100 * Double(probability))
    }
}

extension ExplainedTarget {
    fileprivate var text: String {
        "for " + (change.map { "\($0.rawValue) of " } ?? "") + (label ?? "class \(index)")
            + (insteadOf.map { " instead of class \($0)" } ?? "")
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
