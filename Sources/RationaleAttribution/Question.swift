import RationaleCore
public import RationaleNetworks
public import RationaleText
public import RationaleTorch

/// What a method is asked: inputs, what of their output is to be explained, and the classifier.
public struct Question: Sendable {
    public let classifier: Classifier
    /// `[batch, …classifier.input.shape]`, preprocessed, on the network's device.
    public let input: Tensor
    /// What is explained: one for all inputs, or one for each.
    public let targets: [Target]
    /// How much memory the method may use for itself.
    public let budget: MemoryBudget
    /// The position of the first input in the whole batch, so that seeds do not depend on chunks.
    public let offset: Int
    /// Told how far a long explanation is.
    public let progress: MethodProgress
    /// What is known of these inputs already.
    public let forward: ForwardPass?
    /// The text whose tokens or vectors ``input`` holds, alone in its batch; `nil` for everything else.
    public let text: TokenizedText?

    public var batch: Int { input.shape[0] }
    /// The function behind the classifier, to cut, observe or differentiate.
    public var network: Network { classifier.network }

    /// A question to a method alone; ``AttributionMethod/attribute(_:targets:in:budget:progress:forward:)`` asks for a whole batch.
    public init(
        classifier: Classifier, input: Tensor, targets: [Target] = [.top], budget: MemoryBudget = .standard,
        offset: Int = 0,
        progress: MethodProgress = .silent, forward: ForwardPass? = nil, text: TokenizedText? = nil
    ) {
        self.classifier = classifier
        self.input = input
        self.targets = targets
        self.budget = budget
        self.offset = offset
        self.progress = progress
        self.forward = forward
        self.text = text
    }
}

/// A layer and why it was taken.
public struct LayerChoice: Sendable, Hashable {
    public let path: String
    public let reason: String
    /// Whether the caller named it.
    public let isAsked: Bool

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
        isAsked = false
    }

    /// A layer that the caller named.
    public init(asked path: String) {
        self.path = path
        reason = "chosen by the caller"
        isAsked = true
    }
}
