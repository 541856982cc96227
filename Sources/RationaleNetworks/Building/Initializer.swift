public import RationaleTorch

/// How a parameter is drawn before training. Draws follow PyTorch's definitions, from an explicit generator.
public enum Initializer: Sendable, Hashable {
    case constant(Double)
    /// Normal with mean 0.
    case normal(standardDeviation: Double)
    /// Normal with mean 0 and deviation 1, but for one row of zeros: PyTorch's default for an embedding with padding.
    case normalRows(zero: Int)
    /// Normal with mean 0, cut off at two standard deviations.
    case truncatedNormal(standardDeviation: Double)
    /// Even between ±bound.
    case uniform(bound: Double)
    /// He et al. (2015), arXiv 1502.01852: normal with variance 2 / (outputs × kernel area).
    case kaimingNormalFanOut
    /// The same with variance 2 / fan-in.
    case kaimingNormal
    /// The same variance, 2 / fan-in, drawn evenly from ±√(6 / fan-in).
    case kaimingUniform
    /// PyTorch's default for convolutions and linear layers: even within ±1/√fan-in.
    case fanInUniform
    /// Glorot and Bengio (2010): even within ±√(6 / (fan-in + fan-out)).
    case xavierUniform
    /// Normal, and then the weights of each output scaled to unit length: “normc” of InterpNET's program.
    case unitRows

    public static let zeros = Initializer.constant(0)
    public static let ones = Initializer.constant(1)

    /// A tensor of this shape, drawn.
    ///
    /// - Parameter generator: the source of the draws.
    /// - Parameter shape: `[output, input, …kernel]` for weights.
    public func draw(_ shape: [Int], using generator: Generator) -> Tensor {
        let kernel = shape.dropFirst(2).reduce(1, *)
        let fanIn = Double(max(1, (shape.count > 1 ? shape[1] : shape.first ?? 1) * kernel))
        let fanOut = Double(max(1, (shape.first ?? 1) * kernel))
        func even(_ bound: Double) -> Tensor { Tensor.uniform(shape, using: generator) * (2 * bound) - bound }
        switch self {
        case .constant(let value): return .full(shape, value)
        case .normal(let deviation): return Tensor.normal(shape, using: generator) * deviation
        case .normalRows(let zero):
            let keeps = (0..<shape[0]).map { $0 == zero ? Float(0) : 1 }
            return Tensor.normal(shape, using: generator) * Tensor(keeps, shape: [shape[0], 1])
        case .truncatedNormal(let deviation):
            // The central 95.45 % of a normal distribution, through its quantile function.
            let inside = Tensor.uniform(shape, using: generator) * 0.9544997361036416 + 0.0227501319481792
            return Operators.normalQuantile(.tensor(inside)) * deviation
        case .uniform(let bound): return even(bound)
        case .kaimingNormal: return Tensor.normal(shape, using: generator) * (2 / fanIn).squareRoot()
        case .kaimingUniform: return even((6 / fanIn).squareRoot())
        case .kaimingNormalFanOut: return Tensor.normal(shape, using: generator) * (2 / fanOut).squareRoot()
        case .fanInUniform: return even(1 / fanIn.squareRoot())
        case .xavierUniform: return even((6 / (fanIn + fanOut)).squareRoot())
        case .unitRows:
            let drawn = Tensor.normal(shape, using: generator)
            return drawn
                / (drawn * drawn).sum(Array(1..<shape.count), keepingDimensions: true).squareRoot
        }
    }
}

private enum Operators {
    static let normalQuantile: Operator = "aten::special_ndtri"
}
