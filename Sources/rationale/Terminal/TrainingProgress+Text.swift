import Foundation
import RationaleTraining

extension TrainingProgress {
    /// What stands beside the bar: `loss 0.512 · accuracy 0.981 · 214 samples/s · 2 % waiting`, the accuracy of the last
    /// evaluation.
    func text(objective: String) -> String {
        var parts: [String] = []
        if let loss = training?.training?["loss"] { parts.append("loss " + String(format: "%.4g", loss)) }
        if let value = evaluation?.evaluation?[objective] {
            parts.append("\(objective) " + String(format: "%.4g", value))
        }
        if let timing = training?.timing {
            if let rate = timing.samplesPerSecond { parts.append(String(format: "%.0f samples/s", rate)) }
            if let share = timing.waiting { parts.append(String(format: "%.0f %% waiting", share * 100)) }
        }
        return parts.joined(separator: " · ")
    }
}
