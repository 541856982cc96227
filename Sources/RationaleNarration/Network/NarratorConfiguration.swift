import RationaleCore
import RationaleNetworks

/// The sizes of a ``NarratorNetwork``.
public struct NarratorConfiguration: Sendable, Hashable, Codable {
    /// How many words there are.
    public var vocabulary: Int
    /// How many numbers the features of an input are: the width of r(x).
    public var features: Int
    /// Numbers of a word's vector. Default: 256, as published.
    public var embedding: Int
    /// Numbers of a recurrent state. Default: 512, as published.
    public var hidden: Int
    /// How likely a number of a recurrent layer's output is dropped in training, from 0 up to but not including 1.
    /// Default: 0.2, as published.
    public var dropout: Double

    public init(vocabulary: Int, features: Int, embedding: Int = 256, hidden: Int = 512, dropout: Double = 0.2) {
        self.vocabulary = vocabulary
        self.features = features
        self.embedding = embedding
        self.hidden = hidden
        self.dropout = dropout
    }

    func check() throws(RationaleError) {
        let sizes = [
            ("words", vocabulary, 3), ("features", features, 1), ("numbers of a word's vector", embedding, 1),
            ("numbers of a state", hidden, 1),
        ]
        for (name, size, least) in sizes where !(least...1 << 24).contains(size) {
            throw RationaleError(.usage, "narrator: expected \(least) to \(1 << 24) \(name), found \(size)")
        }
        guard dropout >= 0, dropout < 1 else {
            throw RationaleError(.usage, "narrator: dropout: expected 0 up to but not including 1, found \(dropout)")
        }
    }

    /// A weight: its name, shape, and how it begins.
    struct Weight {
        enum Start {
            case drawn(Initializer)
            /// Zeros, but ones for the forget gate: TensorFlow's `forget_bias`.
            case forgetting
        }

        let name: String
        let shape: [Int]
        let start: Start
    }

    /// The weights in their order. Gates of recurrent layers stand in PyTorch's order: input, forget, cell, output.
    var weights: [Weight] {
        func recurrent(_ name: String, from inputs: Int) -> [Weight] {
            // Glorot's bound of TensorFlow's one kernel for inputs and state, `[inputs + hidden, 4 · hidden]`.
            let bound = (6 / Double(inputs + hidden + 4 * hidden)).squareRoot()
            return [
                Weight(name: "\(name).input", shape: [4 * hidden, inputs], start: .drawn(.uniform(bound: bound))),
                Weight(name: "\(name).state", shape: [4 * hidden, hidden], start: .drawn(.uniform(bound: bound))),
                Weight(name: "\(name).bias", shape: [4 * hidden], start: .forgetting),
            ]
        }
        return [Weight(name: "embedding", shape: [vocabulary, embedding], start: .drawn(.uniform(bound: 1)))]
            + recurrent("lstm1", from: embedding)
            + [
                Weight(name: "join.weight", shape: [hidden, hidden + features], start: .drawn(.unitRows)),
                Weight(name: "join.bias", shape: [hidden], start: .drawn(.zeros)),
            ]
            + recurrent("lstm2", from: hidden)
            + [
                Weight(name: "output.weight", shape: [vocabulary, hidden], start: .drawn(.unitRows)),
                Weight(name: "output.bias", shape: [vocabulary], start: .drawn(.zeros)),
            ]
    }
}
