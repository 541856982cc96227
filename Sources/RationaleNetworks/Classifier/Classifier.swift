public import RationaleCore
public import RationaleText
public import RationaleTorch

/// A network and how to talk to it: which input is explained, what the others are given, which output holds the scores,
/// what scores mean, and how photos, texts and classes get in and out.
///
/// Every method, metric and loss asks the classifier, so "already a softmax", "several labels", "a value" and "an
/// attention mask" are decided once.
///
/// ```swift
/// let classifier = try Classifier(contentsOf: archive).prepared()
/// let scores = try classifier.scores(of: batch)             // [batch, class], before the final nonlinearity
/// let probabilities = classifier.readout(of: scores)        // the network's own
/// ```
public struct Classifier: Sendable {
    /// From the explained input to the scores: other inputs are supplied, a final nonlinearity is left out.
    public var network: Network
    /// What its scores mean.
    public var scoring: Scoring
    /// How a photo becomes its input.
    public var preprocessing: Preprocessing
    /// The name of each class, where known.
    public var labels: [String]?
    /// How a text becomes its input: a vocabulary or a tokenizer. `nil` where it takes none, or that is not known.
    public var reader: (any TextReader)?
    /// What of a text is explained: its words, or the tokens that they are cut into.
    public var units = TextUnits.words
    /// What was chosen of the network's inputs and outputs, and why.
    public internal(set) var interface: Interface

    /// What of a network a classifier uses.
    public struct Interface: Sendable, Hashable {
        /// The name of the input that is explained.
        public var input: String
        /// What each other input is given, in words, by its name.
        public var given: [String: String]
        /// The name of the output that holds the scores, or what becomes of them.
        public var output: String
        /// The names of the outputs that are not used.
        public var otherOutputs: [String]
        /// How ``Classifier/scoring`` was found, in words.
        public var scoringReason: String
        /// Whether the network takes pictures as whole numbers, 0 to 255.
        public var takesBytes = false
    }

    /// A network of one input whose output is taken as it is.
    ///
    /// - Parameters:
    ///   - network: its first output is `[batch, class]`.
    ///   - scoring: what the output means.
    ///   - preprocessing: of photos; `nil` for none.
    ///   - labels: of the classes, in the order of the scores.
    ///   - vocabulary: of a network that reads texts.
    public init(
        _ network: Network, scoring: Scoring, preprocessing: Preprocessing? = nil, labels: [String]? = nil,
        vocabulary: Vocabulary? = nil
    ) {
        self.init(
            network, scoring: scoring, preprocessing: preprocessing, labels: labels, vocabulary: vocabulary,
            interface: Interface(
                input: network.input.name, given: [:], output: network.outputs.first ?? "scores", otherOutputs: [],
                scoringReason: "chosen by the caller"))
    }

    init(
        _ network: Network, scoring: Scoring, preprocessing: Preprocessing? = nil, labels: [String]? = nil,
        vocabulary: Vocabulary? = nil, interface: Interface
    ) {
        self.network = network
        self.scoring = scoring
        self.preprocessing = preprocessing ?? .fitting(network.input.shape)
        self.labels = labels
        reader = vocabulary
        self.interface = interface
    }
}

extension Classifier {
    /// What it is called: `resnet18`, or the name of its file.
    public var name: String {
        get { network.name }
        set { network.name = newValue }
    }

    /// What it expects as the input that is explained.
    public var input: Network.InputDescription {
        get { network.input }
        set { network.input = newValue }
    }

    /// The words that it knows, where it reads texts by whole words or by BERT's vocabulary file.
    public var vocabulary: Vocabulary? {
        get { reader as? Vocabulary }
        set { reader = newValue }
    }

    /// Where its weights are.
    public var device: Device { network.device }

    /// What was noticed while it was loaded.
    public var notes: [String] {
        get { network.notes }
        set { network.notes = newValue }
    }

    /// The scores of a batch: what goes into the final nonlinearity.
    ///
    /// - Parameter input: `[batch, …input.shape]`, preprocessed, on the network's device.
    /// - Returns: `[batch, class]`.
    /// - Throws: `RationaleError` where a layer fails, or the output is not one vector of scores for each input.
    /// - Complexity: one forward pass; gradients are recorded where the input requires them.
    public func scores(of input: Tensor) throws(RationaleError) -> Tensor { try network.logits(input) }

    /// The network's own probabilities; for a regression, the values.
    ///
    /// - Parameter scores: `[batch, class]`, as ``scores(of:)`` returns them.
    public func readout(of scores: Tensor) -> Tensor {
        switch scoring {
        case .softmax: scores.softmax(1)
        case .sigmoid, .logit: scores.sigmoid
        case .value: scores
        }
    }

    /// The same classifier, whose scores mean something else: labels that are independent of each other, or values.
    ///
    /// - Throws: `RationaleError.Code.usage` where the scores cannot mean that.
    public func scored(as scoring: Scoring) throws(RationaleError) -> Classifier {
        guard scoring != self.scoring else { return self }
        guard scoring != .logit, self.scoring != .logit else {
            throw RationaleError(
                .usage, "\(name) is scored as '\(self.scoring.rawValue)', and cannot be as '\(scoring.rawValue)'",
                hint: "One logit of two classes is one output of the network.")
        }
        var classifier = self
        classifier.scoring = scoring
        classifier.interface.scoringReason = "chosen by the caller"
        return classifier
    }

    /// The name of a class, where known.
    public func label(_ index: Int) -> String? {
        labels.flatMap { $0.indices.contains(index) ? $0[index] : nil }
    }

    /// The same classifier with another form of its network.
    public func with(_ network: Network) -> Classifier {
        var classifier = self
        classifier.network = network
        return classifier
    }

    /// The form used for explaining (``Network/prepared(_:)``).
    public func prepared(_ preparation: Preparation = Preparation()) throws(RationaleError) -> Classifier {
        with(try network.prepared(preparation))
    }

    /// The same classifier with every weight on a device.
    public func moved(to device: Device) -> Classifier { with(network.moved(to: device)) }

    /// The same classifier, known to be asked about inputs of these sizes (``Network/taking(_:)``).
    public func taking(_ batch: [Int]) -> Classifier { with(network.taking(batch)) }
}
