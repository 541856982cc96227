/// What a person asks of `train text`.
public struct TextOptions: Sendable, Hashable {
    /// ``descriptions``, or a file or folder that `LabeledTexts` reads.
    public var data = Self.descriptions
    /// How many words the network knows, the commonest of the texts.
    public var vocabulary = 25_000
    /// A file of word vectors to begin with, in GloVe's form.
    public var vectors: String?
    /// Numbers of a word's vector; `nil` for as many as ``vectors`` has, or the published 100.
    public var embedding: Int?
    /// Numbers of a recurrent state.
    public var hidden = 256
    /// Recurrent layers.
    public var layers = 4
    public var dropout = 0.5
    /// Longer texts are cut.
    public var longest = 512
    /// How it is learnt.
    public var training: TrainingOptions

    public init(output: String) {
        training = TrainingOptions(output: output, batchSize: Self.standardBatchSize, learningRate: 2e-3)
    }

    /// In place of a file: descriptions of birds, each written once.
    public static let descriptions = "aviary"
    public static let standardBatchSize = 64
    /// Where neither steps nor epochs are given.
    public static let standardSteps = 2000
    public static let standardEpochs = 8
}
