internal import Foundation
internal import RationaleCore

/// Numbers as the report writes them, the same everywhere whatever the reader's locale.
enum NumberText {
    /// `97.3 %`; tiny ones as `< 0.1 %`, so that nothing possible is written as zero.
    static func percent(_ probability: Double) -> String {
        guard probability.isFinite else { return "not a number" }
        let percent = probability * 100
        if percent > 0, percent < 0.05 { return "< 0.1 %" }
        if percent < 100, percent > 99.95 { return "> 99.9 %" }
        return String(format: "%.1f %%", percent)
    }

    /// `41 ms`, `1.36 s`, `2 min 5 s`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown" }
        if seconds < 0.0995 { return String(format: seconds < 0.00995 ? "%.1f ms" : "%.0f ms", seconds * 1000) }
        if seconds < 59.95 { return String(format: seconds < 9.995 ? "%.2f s" : "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        return "\(whole / 60) min \(whole % 60) s"
    }

    /// A probability as a percentage, or a regression's value.
    static func readout(of prediction: Prediction) -> String {
        prediction.probability.map { percent(Double($0)) } ?? prediction.score.map { value(Double($0)) } ?? "unknown"
    }

    /// Three significant digits.
    static func value(_ value: Double) -> String { String(format: "%.3g", value) }

    /// `1 photo`, `2 photos`.
    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
