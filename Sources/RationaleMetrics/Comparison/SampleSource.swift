import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
public import RationaleText
public import RationaleTorch

/// Where samples come from: pictures or texts of a data set, or drawn ones.
public protocol SampleSource: Sendable {
    /// How many samples there are.
    var count: Int { get }
    /// Whether their order is random already, so that the first ones are a fair draw.
    var isShuffled: Bool { get }
    /// What reports call a sample.
    func name(of index: Int) -> String
    /// Makes a sample; called more than once for one that is judged.
    ///
    /// - Throws: `RationaleError` where it cannot be read, and is passed over.
    func sample(_ index: Int, for classifier: Classifier) throws -> Sample
}

extension SampleSource {
    public var isShuffled: Bool { false }
}

/// An input, and what is known of it.
public struct Sample: Sendable {
    /// `[1, …network.input.shape]`, preprocessed; the tokens of a text.
    public var input: Tensor
    /// Its class; `nil` where nobody knows, and what the network finds most probable is explained.
    public var label: Int?
    /// Where the thing of that class is, at the size of the input.
    public var region: Mask?
    /// Whether everything in ``region`` is marked as difficult to recognise, as PASCAL VOC does.
    public var isDifficult = false
    /// The size of a pixel of the input in pixels of the original picture.
    public var pixelSize = PixelSize()
    /// The text, whose words are replaced where they are embedded; `nil` for pictures.
    public let text: TokenizedText?

    /// A picture.
    ///
    /// - Parameters:
    ///   - input: `[1, …network.input.shape]`, preprocessed.
    ///   - label: its class; `nil` where nobody knows.
    ///   - region: where the thing of that class is, at the size of the input.
    ///   - isDifficult: whether everything in the region is marked as difficult to recognise.
    ///   - pixelSize: of the input's pixels, in pixels of the original picture.
    public init(
        _ input: Tensor, label: Int? = nil, region: Mask? = nil, isDifficult: Bool = false,
        pixelSize: PixelSize = PixelSize()
    ) {
        self.input = input
        self.label = label
        self.region = region
        self.isDifficult = isDifficult
        self.pixelSize = pixelSize
        text = nil
    }

    /// A text.
    ///
    /// - Throws: `RationaleError`: `badData` for a text without words, `usage` where the network takes no such texts.
    public init(_ text: TokenizedText, for classifier: Classifier, label: Int? = nil) throws(RationaleError) {
        input = try classifier.tokens(of: text)
        self.label = label
        self.text = text
    }

    /// The sample as metrics ask the network about it.
    func perturbable(
        _ classifier: Classifier, target: Int, budget: MemoryBudget = .standard
    ) throws(RationaleError) -> PerturbableInput {
        guard let text else { return try PerturbableInput(classifier, input, target: target, budget: budget) }
        return try PerturbableInput(
            classifier, tokens: input, embeddedBy: classifier.network.embeddingLayer(), target: target,
            text: text, chunk: budget.chunk(of: classifier.network, limit: budget.largestChunk))
    }
}
