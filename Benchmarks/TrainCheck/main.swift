// A short training for the tests that kill it:
//
//   rationale-train-check FOLDER STEPS [batch=N] [plain=true] [timeout=SECONDS] [pause=SECONDS]
//
// Goes on from what is in the folder, together with the other processes where a launcher started several. Prints a line
// when it begins to learn, and one when it is done. `pause` makes every step longer.

import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining

let arguments = Array(CommandLine.arguments.dropFirst())
let options = Dictionary(
    arguments.dropFirst(2).map { argument in
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.last!)
    }, uniquingKeysWith: { $1 })
guard arguments.count >= 2, let steps = Int(arguments[1]) else {
    FileHandle.standardError.write(Data("usage: rationale-train-check FOLDER STEPS [OPTION=VALUE ...]\n".utf8))
    exit(64)
}
LibTorch.setThreads(1)
LibTorch.silenceLog()

func number(_ name: String, _ usual: Double) -> Double { options[name].flatMap(Double.init) ?? usual }

let isPlain = options["plain"] == "true"
var settings = TrainingSettings(.steps(steps))
settings.rule = isPlain ? .sgd(momentum: 0.9) : .adamW()
settings.learningRate = 0.01
settings.schedule = LearningRateSchedule(.halvingOnPlateau(patience: 4), warmup: 5)
settings.weightDecay = 0.001
settings.batchSize = Int(number("batch", 32))
settings.accumulation = 2
settings.gradientLimit = 1
settings.averageDecay = 0.9
settings.evaluationInterval = 7
settings.logInterval = 3
settings.checkpointInterval = 2

var hasBegun = false
do {
    let workers = try ProcessWorkers.launched(timeout: .seconds(number("timeout", 60)))
    let folder = URL(fileURLWithPath: arguments[0])
    let trainer = Trainer(Spirals(isPlain: isPlain), settings, folder: folder, workers: workers)
    _ = try trainer.run(.resume) { _ in
        if let pause = options["pause"].flatMap(Double.init) { Thread.sleep(forTimeInterval: pause) }
        guard !hasBegun else { return }
        hasBegun = true
        FileHandle.standardOutput.write(Data("begun\n".utf8))
    }
    FileHandle.standardOutput.write(Data("done\n".utf8))
} catch let error as RationaleError {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(error.code.rawValue)
}
