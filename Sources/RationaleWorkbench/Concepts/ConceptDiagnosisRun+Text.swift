import Foundation
import RationaleConcepts
import RationaleCore

extension ConceptDiagnosisRun.Result {
    /// The diagnosis as a person reads it.
    public var text: String {
        var lines = [
            String(
                format: "%.1f %% of %d pictures right (%.1f to %.1f), %d errors", 100 * accuracy.value, pictures,
                100 * accuracy.low, 100 * accuracy.high, errors)
        ]
        if unexplained > 0 { lines.append("\(unexplained) errors are not explained by concepts") }
        lines += [
            "", suspects.isEmpty ? "No bias is suspected." : "Suspected biases, the most errors explained first:",
        ]
        for (place, suspect) in suspects.prefix(8).enumerated() {
            let explained = suspect.explained
            lines.append(
                "\(place + 1). " + suspect.sentence
                    + String(
                        format: " Explains %.0f errors (%.0f to %.0f). ", explained.value, explained.low, explained.high
                    )
                    + suspect.advice)
        }
        if suspects.count > 8 { lines.append("\(suspects.count - 8) more explain fewer errors; --json lists them.") }
        if !groups.isEmpty { lines += ["", "Groups of errors, the largest first:"] }
        for (place, group) in groups.prefix(8).enumerated() { lines.append("\(place + 1). \(group.sentence)") }
        if groups.count > 8 { lines.append("\(groups.count - 8) smaller groups; --json lists them.") }
        if let report { lines += ["", "report: \(report)"] }
        return lines.joined(separator: "\n") + "\n"
    }
}
