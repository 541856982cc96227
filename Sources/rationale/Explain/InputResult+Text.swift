import Foundation
import RationaleCore
import RationaleWorkbench

extension InputResult {
    /// What was found for one input, as a person reads it:
    ///
    /// ```
    /// photo.jpg
    ///   goldfinch 98.2 %, house finch 0.4 %, …
    ///   grad-cam               layer4   0.02 s
    ///     warning: …
    /// ```
    var text: String {
        var lines = [input]
        lines.append("  " + predictions.map(\.text).joined(separator: ", "))
        let targets = Set(explanations.filter { $0.map != nil }.map { [$0.target.index, $0.target.insteadOf ?? -1] })
        let width = explanations.map(\.method.count).max() ?? 0
        let layerWidth = explanations.map { ($0.layer ?? "input").count }.max() ?? 0
        for explanation in explanations {
            guard explanation.map != nil else {
                lines.append("  \(explanation.method)")
                lines += explanation.warnings.map { "    \($0)" }
                continue
            }
            var line = "  " + explanation.method.padded(to: width) + "  "
            line += (explanation.layer ?? "input").padded(to: layerWidth) + "  "
            line += String(format: "%.2f s", explanation.seconds)
            if targets.count > 1 || predictions.first?.index != explanation.target.index
                || explanation.target.insteadOf != nil
            {
                line += "  " + explanation.target.text
            }
            lines.append(line)
            lines += explanation.warnings.map { "    warning: \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension InputResult {
    /// The file and its most probable class, in one line.
    var summary: String { "\(input): " + (predictions.first?.text ?? "failed") }
}

extension Prediction {
    fileprivate var text: String {
        let percent = String(format: probability >= 0.1 ? "%.1f %%" : "%.2g %%", 100 * Double(probability))
        return "\(label ?? "class \(index)") \(percent)"
    }
}

extension ExplainedTarget {
    fileprivate var text: String {
        "for \(label ?? "class \(index)")" + (insteadOf.map { " instead of class \($0)" } ?? "")
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
