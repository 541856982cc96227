/// One class of a classifier's answer, or one value of a regression.
public struct Prediction: Equatable, Sendable, Codable {
    /// The position of the class among the scores.
    public let index: Int
    /// The name of the class, where known.
    public let label: String?
    /// What goes into the network's final nonlinearity; the value itself for a regression. `nil` where nobody kept it.
    public let score: Float?
    /// From 0 to 1; `nil` for a regression.
    public let probability: Float?

    public init(index: Int, label: String?, score: Float? = nil, probability: Float?) {
        self.index = index
        self.label = label
        self.score = score
        self.probability = probability
    }

    private enum CodingKeys: String, CodingKey { case index, label, score, probability }

    /// Every key is written, `null` where there is nothing; so is a score that is no finite number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(index, forKey: .index)
        try container.encode(label, forKey: .label)
        try container.encode(score?.ifFinite, forKey: .score)
        try container.encode(probability?.ifFinite, forKey: .probability)
    }

    /// The label, or `class 3` where there is none; a value without a label is `value 3`.
    public var name: String { label ?? (probability == nil && score != nil ? "value \(index)" : "class \(index)") }

    /// The most probable classes, most probable first; of values the first ones, in their own order.
    ///
    /// - Parameters:
    ///   - count: how many to return.
    ///   - scores: of one input, one number for each class.
    ///   - labels: the names of the classes, as many as there are known.
    ///   - scoring: how scores become probabilities.
    public static func top(
        _ count: Int, of scores: [Float], labels: [String]?, scoring: Scoring = .softmax
    ) -> [Prediction] {
        let readout = scoring.readout(of: scores)
        let order =
            scoring.hasProbabilities
            ? scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) } : Array(scores.indices)
        return order.prefix(count).map { index in
            let label = labels.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            return Prediction(
                index: index, label: label, score: scores[index],
                probability: scoring.hasProbabilities ? Float(readout[index]) : nil)
        }
    }
}
