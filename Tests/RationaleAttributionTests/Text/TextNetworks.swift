import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch

/// Text networks whose explanations are known.
enum TextNetwork {
    /// What each token of the vocabulary adds to the score of the second class.
    static let effects: [Double] = [0, 0, 1, -2, 0.5, 3]
    static let vocabulary = try! Vocabulary(words: ["<unk>", "<pad>", "one", "minus", "half", "three"])

    /// Scores `[0, Σ_words effect · gain + bias]`: the words count, and nothing else.
    ///
    /// - Parameters:
    ///   - length: the only length that it takes; any by default.
    ///   - bias: of the second class.
    ///   - gain: of all words.
    ///   - unit: how large the word vectors are; what follows makes up for it.
    static func counting(
        length: Int = Network.InputDescription.any, bias: Double = 0, gain: Double = 1, unit: Double = 1
    ) -> Classifier {
        var builder = GraphBuilder()
        let tokens = builder.input()
        let vectors = builder.embedding(tokens, "embedding", count: effects.count, width: 2, padding: 1)
        let sums = builder.call("aten::sum.dim_IntList", .value(vectors), .constant(.ints([1])))  // [batch, 2]
        let scores = builder.scale(sums, by: gain / unit, adding: 0)
        let biases = builder.parameter("bias", [2], .zeros)
        let output = builder.call("aten::add.Tensor", .value(scores), biases)
        let graph = builder.graph(returning: output)
        let table = Tensor(effects.flatMap { [0, Float($0 * unit)] }, shape: [effects.count, 2])
        let ids = graph.parameters.map(\.id)
        let network = Network(
            name: "counting", graph: graph,
            weights: [ids[0]: table, ids[1]: Tensor([Float(0), Float(bias)], shape: [2])],
            inputs: [.init(shape: [length], dtype: .int64)])
        return Classifier(network, scoring: .softmax, vocabulary: vocabulary)
    }
}
