import ArgumentParser
import RationaleTorch
import RationaleWorkbench

/// How something is learnt, whatever it is.
struct TrainingFlags: ParsableArguments {
    @Option(help: "The folder to write.")
    var output: String?

    @Option(help: "Options of the command by their names in a YAML file; flags win.")
    var config: String?

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

    @Option(help: "Passes in one step: a larger batch in the same memory (default: 1).")
    var accumulation: Int?

    @Option(help: "The size of a step, before the schedule (default: 0.004 for pictures, 0.002 for texts).")
    var learningRate: Double?

    @Option(help: "\(TrainingOptions.optimizers.joined(separator: ", ")) (default: adamw).")
    var optimizer: String?

    @Option(help: "\(TrainingOptions.schedules.joined(separator: ", ")) (default: cosine).")
    var schedule: String?

    @Option(help: "How much weights are pulled to 0 (default: 0.01).")
    var weightDecay: Double?

    @Option(
        help:
            "float32, or bfloat16: about twice as fast on processors made for it (AMX, Zen 5), slower on others (default: float32)."
    )
    var precision: String?

    @Option(help: "The seed of the first weights and of all samples (default: 0).")
    var seed: UInt64?

    @Option(help: "Steps between two evaluations (default: an epoch; 200 of an aviary without end).")
    var evaluationInterval: Int?

    @Option(help: "Samples of an aviary in an evaluation (default: 500); of files, all that are set aside.")
    var evaluationCount: Int?

    @Option(help: "Evaluations without a better one before the end. Never by default.")
    var patience: Int?

    @Option(help: "Steps between two checkpoints (default: 200).")
    var checkpointInterval: Int?

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @Option(help: "Threads of the CPU; another number may change the last digits.")
    var threads: Int?

    /// Puts what the flags say into options, which hold for the rest, and sets the threads that they ask for.
    func fill(_ options: inout TrainingOptions) throws {
        options.output = output ?? options.output
        guard !options.output.isEmpty else { throw ValidationError("Missing expected argument '--output <output>'") }
        // Either says how long to train, in place of what a file says.
        if steps != nil || epochs != nil { (options.steps, options.epochs) = (steps, epochs) }
        options.batchSize = batchSize ?? options.batchSize
        options.accumulation = accumulation ?? options.accumulation
        options.learningRate = learningRate ?? options.learningRate
        options.optimizer = optimizer ?? options.optimizer
        options.schedule = schedule ?? options.schedule
        options.weightDecay = weightDecay ?? options.weightDecay
        options.precision = precision ?? options.precision
        options.seed = seed ?? options.seed
        options.evaluationInterval = evaluationInterval ?? options.evaluationInterval
        options.evaluationCount = evaluationCount ?? options.evaluationCount
        options.patience = patience ?? options.patience
        options.checkpointInterval = checkpointInterval ?? options.checkpointInterval
        options.device = device ?? options.device
        options.threads = threads ?? options.threads
        if let threads = options.threads {
            guard (1...1024).contains(threads) else { throw ValidationError("--threads must be 1 to 1024.") }
            LibTorch.setThreads(threads)
        }
    }
}
