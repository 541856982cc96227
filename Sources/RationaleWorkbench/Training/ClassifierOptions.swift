/// What a person asks of `train classifier`.
public struct ClassifierOptions: Sendable, Hashable {
    /// `aviary`, or a folder with `train/CLASS` and `val/CLASS`.
    public var data = "aviary"
    /// The folder to write.
    public var output: String
    /// A name of the zoo.
    public var architecture = "small_resnet"
    /// The side of the network's input in pixels; `nil` for the architecture's own.
    public var side: Int?
    /// Of an aviary of its own in place of the standard one.
    public var speciesCount: Int?
    public var steps: Int?
    public var epochs: Int?
    public var batchSize = 32
    public var accumulation = 1
    public var learningRate = 4e-3
    /// One of ``optimizers``.
    public var optimizer = "adamw"
    /// One of ``schedules``.
    public var schedule = "cosine"
    public var weightDecay = 0.01
    /// `float32` or `bfloat16`.
    public var precision = "float32"
    /// Of the first weights and of all samples.
    public var seed: UInt64 = 0
    public var evaluationInterval = 200
    /// How many scenes of the aviary an evaluation is about; a folder's are all of its `val`.
    public var evaluationCount = 500
    /// Evaluations without a better one before the end; `nil` for never.
    public var patience: Int?
    public var checkpointInterval = 200
    /// `auto`, `cpu`, `cuda` or `mps`.
    public var device = "auto"

    public init(output: String) { self.output = output }

    public static let optimizers = ["sgd", "adam", "adamw", "rmsprop"]
    public static let schedules = ["constant", "step", "cosine", "plateau"]
    /// Where neither steps nor epochs are given.
    public static let standardSteps = 4000
    public static let standardEpochs = 30
    /// Sides that networks are trained at.
    static let sides = 32...1024
}
