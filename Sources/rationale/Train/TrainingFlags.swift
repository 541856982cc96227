import ArgumentParser
import RationaleTorch
import RationaleWorkbench

/// How something is learnt, whatever it is.
struct TrainingFlags: ParsableArguments {
    @Option(
        help:
            "How many steps to train (default for an aviary: \(ClassifierOptions.standardSteps) for pictures, \(TextOptions.standardSteps) for texts)."
    )
    var steps: Int?

    @Option(
        help:
            "How often to see each sample of files (default: \(ClassifierOptions.standardEpochs) for pictures, \(TextOptions.standardEpochs) for texts)."
    )
    var epochs: Int?

    @Option(
        help:
            "Samples in one pass (default: \(ClassifierOptions.standardBatchSize) pictures, \(TextOptions.standardBatchSize) texts)."
    )
    var batchSize: Int?

    @Option(help: "Passes in one step: a larger batch in the same memory.")
    var accumulation = 1

    @Option(help: "The size of a step, before the schedule (default: 0.004 for pictures, 0.002 for texts).")
    var learningRate: Double?

    @Option(help: "\(TrainingOptions.optimizers.joined(separator: ", ")).")
    var optimizer = "adamw"

    @Option(help: "\(TrainingOptions.schedules.joined(separator: ", ")).")
    var schedule = "cosine"

    @Option(help: "How much weights are pulled to 0.")
    var weightDecay = 0.01

    @Option(help: "float32, or bfloat16: about twice as fast on processors made for it (AMX, Zen 5), slower on others.")
    var precision = "float32"

    @Option(help: "The seed of the first weights and of all samples.")
    var seed: UInt64 = 0

    @Option(help: "Steps between two evaluations.")
    var evaluationInterval = 200

    @Option(help: "Samples of an aviary in an evaluation; of files, all that are set aside.")
    var evaluationCount = 500

    @Option(help: "Evaluations without a better one before the end. Never by default.")
    var patience: Int?

    @Option(help: "Steps between two checkpoints.")
    var checkpointInterval = 200

    @Option(help: "auto, cpu, cuda or mps.")
    var device = "auto"

    @Option(help: "Threads of the CPU; another number may change the last digits.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be 1 to 1024.") }
    }

    func setThreads() {
        if let threads { LibTorch.setThreads(threads) }
    }

    /// Puts what the flags say into options, whose own defaults hold for the rest.
    func fill(_ options: inout TrainingOptions) {
        options.steps = steps
        options.epochs = epochs
        options.batchSize = batchSize ?? options.batchSize
        options.accumulation = accumulation
        options.learningRate = learningRate ?? options.learningRate
        options.optimizer = optimizer
        options.schedule = schedule
        options.weightDecay = weightDecay
        options.precision = precision
        options.seed = seed
        options.evaluationInterval = evaluationInterval
        options.evaluationCount = evaluationCount
        options.patience = patience
        options.checkpointInterval = checkpointInterval
        options.device = device
    }
}
