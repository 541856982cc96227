import RationaleTorch

/// How much Gaussian noise is added to an input.
public enum NoiseLevel: Sendable, Hashable, CustomStringConvertible {
    /// The standard deviation, as a part of the range of the input's values: `σ / (max x − min x)`, as published.
    case relative(Double)
    /// The standard deviation, in the input's own unit after preprocessing.
    case absolute(Double)

    public var description: String {
        switch self {
        case .relative(let part): "\(part) of the range"
        case .absolute(let deviation): "\(deviation)"
        }
    }

    /// The number, whatever it means.
    var value: Double {
        switch self {
        case .relative(let value), .absolute(let value): value
        }
    }

    /// The standard deviation for each input of a batch: `[batch, 1, …]`.
    func deviation(for input: Tensor) -> Tensor {
        let dimensions = Array(1..<input.rank)
        let largest = input.maximum(dimensions, keepingDimensions: true)
        switch self {
        case .relative(let part): return (largest - input.minimum(dimensions, keepingDimensions: true)) * part
        case .absolute(let deviation): return largest.zerosLike + deviation
        }
    }
}
