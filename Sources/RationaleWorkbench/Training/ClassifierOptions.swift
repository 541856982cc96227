/// What a person asks of `train classifier` and `train consistent`.
@dynamicMemberLookup
public struct ClassifierOptions: Sendable, Hashable {
    /// `aviary`, or a folder with `train/CLASS` and `val/CLASS`.
    public var data = "aviary"
    /// A name of the zoo.
    public var architecture = "small_resnet"
    /// A file of weights to begin with; `nil` for random ones.
    public var weights: String?
    /// `average` or `maximum`; `nil` for the architecture's own global pool.
    public var pooling: String?
    /// Whether batch norms keep their running mean and variance, and nothing is dropped.
    public var freezesBatchNorms = false
    /// Whether half of the pictures of a folder are mirrored; not where left and right tell classes apart.
    public var mirrors = true
    /// The side of the network's input in pixels; `nil` for the architecture's own.
    public var side: Int?
    /// Of an aviary of its own in place of the standard one.
    public var speciesCount: Int?
    /// What is asked of its explanations; `nil` for nothing.
    public var consistency: ConsistencyOptions?
    /// How it is learnt.
    public var training: TrainingOptions

    public init(output: String) {
        training = TrainingOptions(output: output, batchSize: Self.standardBatchSize, learningRate: 4e-3)
    }

    /// The options of ``training``.
    public subscript<Option>(dynamicMember option: WritableKeyPath<TrainingOptions, Option>) -> Option {
        get { training[keyPath: option] }
        set { training[keyPath: option] = newValue }
    }

    public static let standardBatchSize = 32
    /// Where neither steps nor epochs are given.
    public static let standardSteps = 4000
    public static let standardEpochs = 30
    /// Sides that networks are trained at.
    static let sides = 32...1024
}
