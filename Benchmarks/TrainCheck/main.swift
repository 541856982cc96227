// A short training for the test that kills it: rationale-train-check FOLDER STEPS
//
// Goes on from what is in the folder. Prints a line when it begins to learn, and one when it is done.

import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining

let arguments = CommandLine.arguments
guard arguments.count == 3, let steps = Int(arguments[2]) else {
    FileHandle.standardError.write(Data("usage: rationale-train-check FOLDER STEPS\n".utf8))
    exit(64)
}
LibTorch.setThreads(1)

var settings = TrainingSettings(.steps(steps))
settings.rule = .adamW()
settings.learningRate = 0.01
settings.schedule = LearningRateSchedule(.halvingOnPlateau(patience: 4), warmup: 5)
settings.weightDecay = 0.001
settings.accumulation = 2
settings.gradientLimit = 1
settings.averageDecay = 0.9
settings.evaluationInterval = 7
settings.logInterval = 3
settings.checkpointInterval = 2

var hasBegun = false
do {
    let trainer = Trainer(Spirals(), settings, folder: URL(fileURLWithPath: arguments[1]))
    _ = try trainer.run(.resume) { _ in
        guard !hasBegun else { return }
        hasBegun = true
        FileHandle.standardOutput.write(Data("begun\n".utf8))
    }
    FileHandle.standardOutput.write(Data("done\n".utf8))
} catch let error as RationaleError {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(error.code.rawValue)
}
