import RationaleCore
import RationaleNetworks
import RationaleTorch

/// Networks whose explanations are known, in double precision unless said otherwise.
enum AnalyticNetwork {
    static let shape = [2, 3, 4]
    static let classes = 3

    /// Reproducible numbers of a standard normal distribution.
    static func numbers(_ shape: [Int], seed: UInt64, dtype: DType = .float64) -> Tensor {
        Tensor.normal(shape, using: Generator(seed: seed), dtype: dtype)
    }

    /// Three inputs.
    static let inputs = numbers([3] + shape, seed: 1)

    /// `[class, …shape]`.
    static let weights = numbers([classes] + shape, seed: 2)

    /// `sᶜ = Σ wᶜ ⊙ x`.
    static let linear = classifier { builder, x in
        builder.scores(of: x)
    }

    /// `sᶜ = Σ wᶜ ⊙ x²`.
    static let quadratic = classifier { builder, x in
        builder.scores(of: builder.call("aten::mul.Tensor", .value(x), .value(x)))
    }

    /// A network of one weight, `scores.weight`, whose graph the body writes.
    static func classifier(
        shape: [Int] = shape, weights: Tensor = weights, scoring: Scoring = .softmax,
        _ body: (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID
    ) -> Classifier {
        var builder = GraphBuilder()
        let x = builder.input()
        let output = body(&builder, x)
        let graph = builder.graph(returning: output)
        let flat = weights.reshaped([weights.shape[0], -1])
        let network = Network(
            name: "analytic", graph: graph,
            weights: Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.id, flat) }),
            inputs: [.init(shape: shape, dtype: weights.dtype)])
        return Classifier(
            network, scoring: scoring,
            preprocessing: Preprocessing(resize: nil, mean: [0.5, 0.25], standardDeviation: [0.5, 0.125]))
    }
}

extension GraphBuilder {
    /// Everything in a row, times the weights.
    mutating func scores(of x: Graph.ValueID, features: Int = 24, classes: Int = 3) -> Graph.ValueID {
        let weight = parameter("weight", [classes, features], .constant(0))
        let flat = call("aten::flatten.using_ints", .value(x), .constant(.int(1)))
        return call("aten::linear", .value(flat), weight)
    }
}
