import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleTraining
import RationaleWorkbench

/// Runs a training and prints what comes of it.
struct TrainingRunning {
    private let printing: PrintingOptions
    private let isFirst: Bool

    /// - Parameter isFirst: whether this process is the one that prints, of those that a launcher started.
    init(_ printing: PrintingOptions, isFirst: Bool) {
        self.printing = printing
        self.isFirst = isFirst
    }

    /// - Parameters:
    ///   - samples: what is learnt from, in the plural.
    ///   - run: the training, given when to stop and whom to tell.
    /// - Throws: the training's errors; an exit code where it was interrupted.
    func start(
        _ samples: String,
        _ run: (@escaping @Sendable () -> Bool, (TrainingProgress) throws -> Void) throws -> ClassifierResult
    ) throws {
        var progress = TrainingDisplay(isQuiet: printing.quiet || !isFirst)
        let result: ClassifierResult
        do {
            result = try run({ Interruption.happened }, { progress.show($0) })
        } catch let error as RationaleError where error.code == .interrupted {
            progress.clear()
            if isFirst, !printing.quiet {
                Terminal.note("interrupted: what was learnt is kept; the same command with --resume goes on")
            }
            throw ExitCode(Interruption.status)
        }
        progress.clear()
        guard isFirst else { return }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["training": result]))
        } else {
            let figures = "\(result.figures(of: samples)) after step \(result.step)"
            Terminal.result("\(figures)\nmodel: \(result.model)")
        }
    }
}

extension ClassifierResult {
    /// How good the model is, in words.
    fileprivate func figures(of samples: String) -> String {
        func percent(_ name: String) -> String {
            String(format: "%.1f %%", (evaluation[name] ?? .nan) * 100)
        }
        if evaluation["agreement"] != nil {
            return "decides as the classifier on \(percent("agreement")) of \(evaluationCount) \(samples)"
                + String(format: ", scores correlate at %.3f", evaluation["correlation"] ?? .nan)
        }
        if evaluation["accuracy"] == nil, let loss = evaluation["loss"] {
            return String(format: "loss %.3f on %d %@", loss, evaluationCount, samples)
        }
        return evaluation["mAP"] == nil
            ? "\(percent("accuracy")) of \(evaluationCount) \(samples) right"
            : "mAP \(percent("mAP")), F1 \(percent("F1")) of \(evaluationCount) \(samples)"
    }
}
