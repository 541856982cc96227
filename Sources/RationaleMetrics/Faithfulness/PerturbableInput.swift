public import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
public import RationaleText
public import RationaleTorch

/// One input whose places can be replaced, and how to ask the classifier about what comes of it.
///
/// A *place* is what a map has one value for: a pixel of a picture with all its channels, a word of a text with all features
/// of its tokens, an element of a table. All are the same to every metric.
public struct PerturbableInput: Sendable {
    /// `[1, channel, height, width]`, `[1, position, feature]` of a text, or any other tensor with a batch of one.
    public let input: Tensor
    /// The class that was explained.
    public let target: Int
    /// What the scores mean.
    public let scoring: Scoring
    private let positions: InputPositions
    /// The positions of each word of a text that may be replaced; `nil` where each position is a place. What fills a text
    /// up and what marks its ends is never replaced.
    private let words: [Range<Int>]?
    /// Which of a map's values are those of ``words``; `nil` for all.
    private let mapped: [Int]?
    private let question: Question?
    private let logits: @Sendable (Tensor) throws -> Tensor
    /// How many states are asked about at once.
    private let chunk: Int

    /// Of the places: 1 for a text.
    public var height: Int { positions.height }
    /// Of the places: the number of words for a text.
    public var width: Int { words?.count ?? positions.width }
    /// How many places there are.
    public var places: Int { height * width }
    /// Whether it is a text.
    public var isRow: Bool { positions.kind == .text }
    /// Whether it is a picture, which can be blurred.
    public var isPicture: Bool { positions.kind == .picture }

    /// An input of a classifier.
    ///
    /// - Parameters:
    ///   - classifier: best prepared.
    ///   - input: `[1, …classifier.input.shape]`, preprocessed.
    ///   - target: the class that was explained.
    ///   - budget: states are computed in chunks that fit into it.
    /// - Throws: `RationaleError.Code.usage` for an input without places that can be replaced.
    public init(
        _ classifier: Classifier, _ input: Tensor, target: Int, budget: MemoryBudget = .standard
    ) throws(RationaleError) {
        let moved = input.moved(to: classifier.device)
        try self.init(
            moved, target: target, scoring: classifier.scoring, isText: classifier.input.holdsVectors,
            chunk: try budget.chunk(of: classifier.network, limit: budget.largestChunk),
            question: Question(classifier: classifier, input: moved, targets: [.index(target)], budget: budget)
        ) { try classifier.scores(of: $0) }
    }

    /// A text whose tokens are replaced at the layer that embeds them.
    ///
    /// - Parameters:
    ///   - classifier: takes whole numbers.
    ///   - tokens: `[1, position]`.
    ///   - layer: the path of the embedding, whose output is `[1, position, feature]`.
    ///   - target: the class that was explained.
    ///   - text: which tokens are words, marks and padding; `nil` where each token is a place.
    ///   - chunk: how many changed copies go through the network at once.
    /// - Throws: `RationaleError.Code.usage` where the layer is no embedding.
    public init(
        _ classifier: Classifier, tokens: Tensor, embeddedBy layer: String, target: Int,
        text: TokenizedText? = nil, chunk: Int = 16
    ) throws(RationaleError) {
        let split = try classifier.network.split(at: layer)
        let embedded = try withoutGradient { () throws(RationaleError) in
            try split.head(tokens.moved(to: classifier.device))
        }
        guard embedded.tensor.rank == 3, embedded.tensor.shape[0] == 1 else {
            throw RationaleError(
                .usage,
                "layer '\(layer)' of \(classifier.name) is not where one text is embedded: it returns "
                    + "\(embedded.tensor.shape)",
                hint: "Name the embedding, whose output is [1, position, feature].")
        }
        try self.init(
            embedded.tensor, target: target, scoring: classifier.scoring, isText: true, text: text, chunk: chunk
        ) { states in
            // What goes around the embedding, such as the number of texts, is that of as many copies of this one.
            var activation = try split.head(tokens.moved(to: classifier.device).repeatedEach(states.shape[0]))
            activation.tensor = states
            return try split.tail(activation)
        }
    }

    /// An input of anything that returns scores.
    ///
    /// - Parameters:
    ///   - input: a picture, or the vectors of a text.
    ///   - target: the class that was explained.
    ///   - scoring: what the scores mean.
    ///   - chunk: how many states may be asked about at once.
    ///   - logits: the scores `[state, class]` of states `[state, …]`.
    public init(
        _ input: Tensor, target: Int, scoring: Scoring = .softmax, chunk: Int = 16,
        logits: @escaping @Sendable (Tensor) throws -> Tensor
    ) throws(RationaleError) {
        try self.init(
            input, target: target, scoring: scoring, isText: input.rank == 3, chunk: chunk, question: nil,
            logits: logits)
    }

    private init(
        _ input: Tensor, target: Int, scoring: Scoring, isText: Bool, text: TokenizedText? = nil, chunk: Int,
        question: Question? = nil, logits: @escaping @Sendable (Tensor) throws -> Tensor
    ) throws(RationaleError) {
        guard input.rank > 1, input.shape[0] == 1, input.count > 0, input.dtype.isFloatingPoint else {
            throw RationaleError(
                .usage, "places of an input of shape \(input.shape) and type \(input.dtype) cannot be replaced",
                hint: "Give one input with a batch of one, in floating-point numbers.")
        }
        self.input = input
        self.target = target
        self.scoring = scoring
        let places = text?.places
        let open = text.map { text in text.words.indices.filter { !text.special.contains($0) } }
        words = places.flatMap { places in open.map { $0.map { places[$0] } } }
        mapped = open
        self.question = question
        self.chunk = max(1, chunk)
        self.logits = logits
        positions = InputPositions(Array(input.shape.dropFirst()), isText: isText)
    }

    /// What stands for no information in this input, of its shape.
    ///
    /// - Throws: `RationaleError.Code.usage` for a baseline that is defined for pictures only.
    public func values(of baseline: Baseline) throws -> Tensor {
        switch baseline {
        case .zeros: return input.zerosLike
        case .blurred(let deviation) where isPicture: return try Baseline.blurred(input, deviation)
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
        guard let words else { return masks.reshaped([-1] + positions.maskShape) }
        // A column of zeros behind those of the words is that of all other positions.
        let wide = Tensor.concatenated([masks, masks.slice(1, 0..<1).zerosLike], dimension: 1)
        var columns = Array(repeating: words.count, count: positions.width)
        for (word, place) in words.enumerated() { for position in place { columns[position] = word } }
        return wide.indices(1, columns).reshaped([-1] + positions.maskShape)
    }

    /// A map of the whole input, where there are places that it has no value to be asked for: the marks of a text.
    func ofPlaces(_ map: Heatmap) -> Heatmap {
        guard let mapped, map.height == 1, map.values.count > mapped.count, let last = mapped.last,
            last < map.values.count
        else { return map }
        return Heatmap(height: 1, width: mapped.count, values: mapped.map { map.values[$0] })
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

    /// The score of the target. Of a function that returns one logit, class 1 has it and class 0 its opposite.
    func targetScore(_ scores: Tensor) -> Tensor {
        guard isOneLogit(scores) else { return scores.selected(1, target) }
        return target == 0 ? -scores.selected(1, 0) : scores.selected(1, 0)
    }

    /// The probability of the target, as the classifier counts it; of a regression the value.
    func targetReadout(_ scores: Tensor) -> Tensor {
        let precise = scores.converted(to: .float64)
        switch scoring {
        case .softmax where !isOneLogit(scores): return precise.softmax(1).selected(1, target)
        case .value: return precise.selected(1, target)
        default: return targetScore(precise).sigmoid
        }
    }

    private func isOneLogit(_ scores: Tensor) -> Bool { scores.shape[1] == 1 && scoring != .value }

    /// The range of a curve's area: of probabilities 0 to 1; values may go beyond both ends.
    var curveRange: ClosedRange<Double> { scoring.hasProbabilities ? 0...1 : -Double.infinity...Double.infinity }

    /// Makes the readouts of changed inputs comparable: probabilities are; values become the part of the way from the
    /// value of another input, 0, to the value of this one, 1.
    ///
    /// - Parameter other: what this input becomes when all is replaced.
    /// - Returns: `nil` where both have the same value, so that there is no way.
    func comparable(_ curves: [[Double]], replacingBy other: Tensor) throws -> [[Double]]? {
        guard !scoring.hasProbabilities else { return curves }
        let ends = try scores(of: 2) { range in
            Tensor.concatenated(range.map { $0 == 0 ? input : other.expanded(input.shape) })
        } score: {
            targetReadout($0)
        }
        let way = ends[0] - ends[1]
        guard abs(way) > 1e-9 * max(abs(ends[0]), abs(ends[1])) else { return nil }
        return curves.map { $0.map { ($0 - ends[1]) / way } }
    }
}
