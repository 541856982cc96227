/// What a person asks of every training, whatever is learnt.
public struct TrainingOptions: Sendable, Hashable {
    /// The folder to write.
    public var output: String
    public var steps: Int?
    public var epochs: Int?
    public var batchSize: Int
    public var accumulation = 1
    public var learningRate: Double
    /// One of ``optimizers``.
    public var optimizer = "adamw"
    /// One of ``schedules``.
    public var schedule = "cosine"
    public var weightDecay = 0.01
    /// `float32` or `bfloat16`.
    public var precision = "float32"
    /// Of the first weights and of all samples.
    public var seed: UInt64 = 0
    /// Steps between two evaluations; `nil` is an epoch, or ``standardInterval`` where samples never end.
    public var evaluationInterval: Int?
    /// How many samples of an aviary an evaluation is about; of files, it is about all that are set aside.
    public var evaluationCount = 500
    /// Evaluations without a better one before the end; `nil` for never.
    public var patience: Int?
    public var checkpointInterval = 200
    /// `auto`, `cpu`, `cuda` or `mps`.
    public var device = "auto"
    /// Of the CPU; `nil` for what LibTorch chooses.
    public var threads: Int?

    public init(output: String, batchSize: Int, learningRate: Double) {
        self.output = output
        self.batchSize = batchSize
        self.learningRate = learningRate
    }

    public static let standardInterval = 200
    public static let optimizers = ["sgd", "adam", "adamw", "rmsprop"]
    public static let schedules = ["constant", "step", "cosine", "plateau"]
}
