import Foundation
import RationaleTraining

/// How far a training is: a bar with the latest figures, and a line for each evaluation.
struct TrainingDisplay {
    private var progress: Progress
    private let isQuiet: Bool

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        progress = Progress(isQuiet: isQuiet)
    }

    mutating func show(_ now: TrainingProgress) {
        guard !isQuiet else { return }
        for record in now.records where record.evaluation != nil {
            progress.clear()
            Terminal.note("step \(record.step): \(Self.figures(record.evaluation ?? [:]))")
        }
        guard now.step < now.steps else { return }
        var words = "steps"
        if let record = now.training, let training = record.training {
            words += " · " + Self.figures(training)
            if let rate = record.timing?.samplesPerSecond { words += String(format: " · %.0f samples/s", rate) }
            if let waiting = record.timing?.waiting, waiting >= 0.01 {
                words += String(format: ", %.0f %% waiting for data", waiting * 100)
            }
        }
        progress.show(done: now.step, total: now.steps, doing: words)
    }

    func clear() { progress.clear() }

    private static func figures(_ figures: [String: Double]) -> String {
        figures.sorted { $0.key < $1.key }
            .map { name, value in
                name == "accuracy"
                    ? String(format: "%.1f %% right", value * 100) : "\(name) " + String(format: "%.4g", value)
            }
            .joined(separator: ", ")
    }
}
