public import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// One input whose places can be replaced, and how to ask the network about what comes of it.
///
/// A *place* is what a map has one value for: a pixel of a picture with all its channels, or a position of a text with
/// all features of its token. Both are the same to every metric.
public struct PerturbableInput: Sendable {
    /// `[1, channel, height, width]`, or `[1, position, feature]`.
    public let input: Tensor
    /// The class that was explained.
    public let target: Int
    /// Of the places: 1 for a text.
    public let height: Int
    /// Of the places: the number of positions for a text.
    public let width: Int
    private let question: Question?
    private let logits: @Sendable (Tensor) throws -> Tensor
    /// How many states are asked about at once.
    private let chunk: Int

    /// How many places there are.
    public var places: Int { height * width }
    /// Whether it is a text.
    public var isRow: Bool { input.rank == 3 }

    /// An input of a network.
    ///
    /// - Parameters:
    ///   - network: best prepared.
    ///   - input: `[1, channel, height, width]`, or `[1, position, feature]`, preprocessed.
    ///   - target: the class that was explained.
    ///   - budget: states are computed in chunks that fit into it.
    /// - Throws: `RationaleError.Code.usage` for an input without places that can be replaced.
    public init(
        _ network: Network, _ input: Tensor, target: Int, budget: MemoryBudget = .standard
    ) throws(RationaleError) {
        let moved = input.moved(to: network.device)
        try self.init(
            moved, target: target, chunk: try budget.chunk(of: network, limit: budget.largestChunk),
            question: Question(network: network, input: moved, targets: [.index(target)], budget: budget)
        ) { try network.logits(ofAny: $0) }
    }

    /// A text whose tokens are replaced at the layer that embeds them.
    ///
    /// - Parameters:
    ///   - network: takes whole numbers.
    ///   - tokens: `[1, position]`.
    ///   - layer: the path of the embedding, whose output is `[1, position, feature]`.
    ///   - target: the class that was explained; for a network of one score, 1 for its being high, 0 for low.
    ///   - chunk: how many changed copies go through the network at once.
    /// - Throws: `RationaleError.Code.usage` where the layer is no embedding.
    public init(
        _ network: Network, tokens: Tensor, embeddedBy layer: String, target: Int, chunk: Int = 16
    ) throws(RationaleError) {
        let split = try network.split(at: layer)
        let embedded = try withoutGradient { () throws(RationaleError) in
            try split.head(tokens.moved(to: network.device))
        }
        guard embedded.tensor.rank == 3, embedded.tensor.shape[0] == 1 else {
            throw RationaleError(
                .usage,
                "layer '\(layer)' of \(network.name) is not where one text is embedded: it returns "
                    + "\(embedded.tensor.shape)",
                hint: "Name the embedding, whose output is [1, position, feature].")
        }
        try self.init(embedded.tensor, target: target, chunk: chunk) { states in
            // What goes around the embedding, such as the number of texts, is that of as many copies of this one.
            var activation = try split.head(tokens.moved(to: network.device).repeatedEach(states.shape[0]))
            activation.tensor = states
            return try split.tail(activation)
        }
    }

    /// An input of anything that returns scores.
    ///
    /// - Parameters:
    ///   - input: as above.
    ///   - target: the class that was explained.
    ///   - chunk: how many states may be asked about at once.
    ///   - logits: the scores `[state, class]` of states `[state, …]`.
    public init(
        _ input: Tensor, target: Int, chunk: Int = 16, logits: @escaping @Sendable (Tensor) throws -> Tensor
    ) throws(RationaleError) {
        try self.init(input, target: target, chunk: chunk, question: nil, logits: logits)
    }

    private init(
        _ input: Tensor, target: Int, chunk: Int, question: Question?,
        logits: @escaping @Sendable (Tensor) throws -> Tensor
    ) throws(RationaleError) {
        guard input.rank == 4 || input.rank == 3, input.shape[0] == 1, input.count > 0, input.dtype.isFloatingPoint
        else {
            throw RationaleError(
                .usage, "places of an input of shape \(input.shape) and type \(input.dtype) cannot be replaced",
                hint: "Give one picture [1, channel, height, width], or one embedded text [1, position, feature].")
        }
        self.input = input
        self.target = target
        height = input.rank == 4 ? input.shape[2] : 1
        width = input.rank == 4 ? input.shape[3] : input.shape[1]
        self.question = question
        self.chunk = max(1, chunk)
        self.logits = logits
    }

    /// What stands for no information in this input, of its shape.
    ///
    /// - Throws: `RationaleError.Code.usage` for a baseline that is defined for pictures only.
    public func values(of baseline: Baseline) throws -> Tensor {
        switch baseline {
        case .zeros: return input.zerosLike
        case .blurred(let deviation) where !isRow: return try Baseline.blurred(input, deviation)
        default: break
        }
        guard let question else {
            throw RationaleError(
                .usage, "the baseline '\(baseline.name)' is defined for pictures, not for embedded texts",
                hint: "Choose the baseline 'zeros'.")
        }
        return try baseline.values(for: question)
    }

    /// Masks over the places, `[state, places]`, in a shape that broadcasts over the input.
    func spread(_ masks: Tensor) -> Tensor {
        masks.reshaped(isRow ? [-1, width, 1] : [-1, 1, height, width])
    }

    /// The scores of many states, without gradients, in chunks.
    ///
    /// - Parameters:
    ///   - count: how many states there are.
    ///   - make: makes a range of them.
    ///   - score: what is wanted of their scores `[state, class]`: one number for each.
    func scores(of count: Int, make: (Range<Int>) -> Tensor, score: (Tensor) -> Tensor) throws -> [Double] {
        try withoutGradient {
            try stride(from: 0, to: count, by: chunk).flatMap { start in
                let range = start..<min(start + chunk, count)
                try Cancellation.check()
                return score(try logits(make(range))).elements(as: Double.self)
            }
        }
    }

    /// The score of the target: its logit; for a network of one score that score, or its opposite for target 0.
    func targetLogit(_ logits: Tensor) -> Tensor {
        guard logits.shape[1] == 1 else { return logits.selected(1, target) }
        return target == 0 ? -logits.selected(1, 0) : logits.selected(1, 0)
    }

    /// The probability of the target: its softmax; for a network of one score the logistic function of it.
    func targetProbability(_ logits: Tensor) -> Tensor {
        guard logits.shape[1] == 1 else { return logits.converted(to: .float64).softmax(1).selected(1, target) }
        let score = targetLogit(logits).converted(to: .float64)
        return Tensor.stacked([score, score.zerosLike], dimension: 1).softmax(1).selected(1, 0)
    }
}
