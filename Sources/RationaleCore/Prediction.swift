import Foundation

/// One class and how probable the network finds it.
public struct Prediction: Equatable, Sendable, Codable {
    public let index: Int
    public let label: String?
    /// The softmax of the logits, 0 to 1.
    public let probability: Float

    public init(index: Int, label: String?, probability: Float) {
        self.index = index
        self.label = label
        self.probability = probability
    }

    /// The most probable classes of a vector of logits, most probable first; equal ones by index.
    public static func top(_ count: Int, of logits: [Float], labels: [String]?) -> [Prediction] {
        guard let largest = logits.max() else { return [] }
        let exponentials = logits.map { exp(Double($0 - largest)) }
        let sum = exponentials.reduce(0, +)
        return logits.indices
            .sorted { (logits[$1], $0) < (logits[$0], $1) }
            .prefix(count)
            .map { index in
                let label = labels.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                return Prediction(index: index, label: label, probability: Float(exponentials[index] / sum))
            }
    }
}
