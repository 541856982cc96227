public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// What explains a classifier's answers in sentences: a language network, its words, and what it reads of which classifier.
///
/// Saved as one safetensors file. It belongs to one classifier, by whose scores of a fixed pattern it is recognised.
public struct Narrator: Sendable {
    /// The classifier whose activations it reads, by its name.
    public var classifier: String
    /// The classifier's scores of a fixed pattern, by which another network is told from it.
    public var fingerprint: [Float]
    /// The labels of the classifier's classes, where they are known.
    public var labels: [String]?
    public var mode: NarratorFeatures.Mode
    public var layers: [String]
    /// See ``NarratorFeatures/head``.
    public var head: FeatureHead?
    public var vocabulary: NarratorVocabulary
    public var network: NarratorNetwork
    /// The mean of r(x) over the training inputs, and its standard deviation: `[width]`.
    public var mean: Tensor
    public var deviation: Tensor
    /// Whether the network reads `(r(x) − mean) / deviation`; r(x) itself as published.
    public var isStandardized: Bool
    /// What the network reads on average of inputs of each class, `[class, width]`; `nil` where classes were not known.
    public var prototypes: Tensor?
    /// How it came to be, by names: the command, the seed, versions. Empty for one that was not read from a file.
    public var origin: [String: String] = [:]

    /// A narrator of a classifier.
    ///
    /// - Parameters:
    ///   - features: what it reads of which classifier.
    ///   - vocabulary: the words that it writes.
    ///   - network: trained, or before training.
    ///   - mean: of r(x) over the training inputs, `[width]`.
    ///   - deviation: the same.
    ///   - isStandardized: whether the network reads activations brought to one scale.
    /// - Throws: `RationaleError.Code.usage` where widths or numbers of words differ.
    public init(
        of features: NarratorFeatures, vocabulary: NarratorVocabulary, network: NarratorNetwork, mean: Tensor,
        deviation: Tensor, isStandardized: Bool
    ) throws {
        let configuration = network.configuration
        guard configuration.features == features.width, mean.shape == [features.width],
            deviation.shape == [features.width]
        else {
            throw RationaleError(
                .usage,
                "narrator: \(features.width) activations of \(features.classifier.name), means \(mean.shape), deviations "
                    + "\(deviation.shape), and a network that reads \(configuration.features)")
        }
        guard configuration.vocabulary == vocabulary.count else {
            throw RationaleError(
                .usage,
                "narrator: a vocabulary of \(vocabulary.count) words, and a network that writes "
                    + "\(configuration.vocabulary)")
        }
        classifier = features.classifier.name
        fingerprint = try features.classifier.fingerprint()
        labels = features.head?.classifier.labels ?? features.classifier.labels
        mode = features.mode
        layers = features.layers
        head = features.head
        self.vocabulary = vocabulary
        self.network = network
        self.mean = mean
        self.deviation = deviation
        self.isStandardized = isStandardized
    }

    /// What the network reads, from r(x): `[input, width]`.
    public func read(_ features: Tensor) -> Tensor {
        guard isStandardized else { return features }
        return (features - mean) / scale
    }

    /// What standardised activations are divided by: `[width]`.
    var scale: Tensor { deviation + Self.leastDeviation }

    /// Keeps activations that never change from being divided by zero.
    private static let leastDeviation = 1e-4

    /// What the network reads of an input about which nothing is known: the mean.
    public var neutral: Tensor { read(mean.unsqueezed(0)) }

    /// r(x) of the classifier that this narrator belongs to.
    ///
    /// - Throws: `RationaleError.Code.usage` for another classifier, or one whose layers have other widths.
    public func features(of classifier: Classifier) throws -> NarratorFeatures {
        guard try classifier.fingerprint().isClose(to: fingerprint) else {
            throw RationaleError(
                .usage, "this narrator speaks about \(self.classifier), and \(classifier.name) has other weights",
                hint: "Train one with `rationale train narrator`, or name the classifier with --model.")
        }
        let features = try NarratorFeatures(classifier, mode: mode, layers: layers, head: head)
        guard features.width == network.configuration.features else {
            throw RationaleError(
                .usage,
                "the narrator reads \(network.configuration.features) activations, \(classifier.name) gives \(features.width)"
            )
        }
        return features
    }

    /// A listener who considers some classes; all where none is named.
    ///
    /// - Throws: `RationaleError.Code.usage` for a narrator that knows no classes, or not this one.
    public func listener(classes: [Int]? = nil) throws(RationaleError) -> Listener {
        guard let prototypes else {
            throw RationaleError(
                .usage,
                "this narrator was trained without classes, so it cannot choose words by which one is recognised",
                hint: "Train it on pictures with classes.")
        }
        let count = prototypes.shape[0]
        if let unknown = classes?.first(where: { !(0..<count).contains($0) }) {
            throw RationaleError(.usage, "the narrator knows the classes 0 to \(count - 1), not \(unknown)")
        }
        return Listener(prototypes: classes.map { prototypes.indices(0, $0) } ?? prototypes)
    }

    /// The sentences that have a word, best first; all of them where none has.
    ///
    /// A search may find it best to say nothing.
    public func worded(_ sentences: [WrittenSentence]) -> [WrittenSentence] {
        let worded = sentences.filter { !vocabulary.words(of: $0.words).isEmpty }
        return worded.isEmpty ? sentences : worded
    }

    /// A written sentence as text.
    public func text(of sentence: WrittenSentence) -> String {
        SentenceWords.sentence(of: vocabulary.words(of: sentence.words))
    }
}
