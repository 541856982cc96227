import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct DeepLSTMTests {
    private let small = DeepLSTM(vocabulary: 23, embedding: 5, hidden: 7, layers: 2)

    private func network(logits: Int = 1) throws -> Network {
        var architecture = small
        architecture.logits = logits
        let weights = architecture.declarations.map { ($0.name, Formula.numbers($0.name, $0.shape) * 0.8) }
        return try Network(architecture, weights: Dictionary(uniqueKeysWithValues: weights)).inDoublePrecision
    }

    private func batch(_ texts: [[Int]]) -> Tensor {
        let length = texts.map(\.count).max() ?? 0
        let padded = texts.map { $0 + Array(repeating: DeepLSTM.padding, count: length - $0.count) }
        return Tensor(padded.flatMap(\.self).map(Int64.init), shape: [texts.count, length])
    }

    @Test func `The logit and its gradient at the word vectors are PyTorch's, for every length`() throws {
        let classifier = Classifier(try network(), scoring: .logit)
        for text in try TextGolden("deep_lstm").texts {
            let scores = try withoutGradient { try classifier.scores(of: text.batch) }
            let logit = try #require(text.logit)
            #expect(scores.shape == [1, 2])
            #expect(difference(scores, Tensor([-logit, logit], shape: [1, 2])) < 1e-12)

            let embedded = try classifier.embedding(text.batch)
            #expect(embedded.layer == "embedding")
            #expect(embedded.classifier.input.shape == [text.tokens.count, 5])
            let leaf = embedded.input.requiringGradient
            let second = try embedded.classifier.scores(of: leaf).selected(1, 1).sum()
            let expected = try #require(text.gradient)
            let golden = Tensor(expected.values, shape: expected.shape)
            #expect(try difference(gradient(of: second, with: leaf), golden) < 1e-12)
        }
    }

    @Test func `Padding changes nothing`() throws {
        let network = try network(logits: 3)
        let texts = [[4, 0, 9, 2, 17], [22], [3, 3], [8, 21, 5, 6]]
        let together = try withoutGradient { try network.logits(batch(texts)) }
        #expect(together.shape == [4, 3])
        for (index, text) in texts.enumerated() {
            let alone = try withoutGradient { try network.logits(batch([text])) }
            #expect(difference(together.slice(0, index..<index + 1), alone) < 1e-14)
        }
        // Nothing but padding: the linear layer's bias.
        let nothing = try withoutGradient { try network.logits(batch([[1, 1]])) }
        let bias = Formula.numbers("fc.bias", [1, 3]).converted(to: .float64) * 0.8
        #expect(difference(nothing, bias) < 1e-7)
    }

    @Test func `Names and shapes of layers and weights are those of the published program`() throws {
        let published = DeepLSTM()
        let shapes = Dictionary(uniqueKeysWithValues: published.declarations.map { ($0.name, $0.shape) })
        #expect(shapes["embedding.weight"] == [25_002, 100])
        #expect(shapes["rnn_1.weight_ih_l0"] == [1024, 100] && shapes["rnn_4.weight_ih_l0"] == [1024, 256])
        #expect(shapes["rnn_4.weight_hh_l0"] == [1024, 256] && shapes["rnn_2.bias_hh_l0"] == [1024])
        #expect(shapes["fc.weight"] == [1, 256] && shapes["fc.bias"] == [1])
        #expect(shapes.count == 1 + 4 * 4 + 2)
        let network = Network(DeepLSTM(vocabulary: 9, embedding: 3, hidden: 4), seed: 0)
        let paths = Set(network.graph.layers.map(\.path))
        #expect(paths == ["embedding", "dropout", "rnn_1", "rnn_2", "rnn_3", "rnn_4", "fc"])
        let padding = try #require(network.graph.parameters.first { $0.name == "embedding.weight" })
        #expect(network.weights[padding.id]?.selected(0, 1).absolute.maximum().item == 0)
    }

    @Test func `Every layer can be cut, traced and prepared`() throws {
        let network = try network()
        let x = batch([[4, 0, 9, 2, 17], [22, 3, 1, 1, 1]])
        let whole = try withoutGradient { try network.logits(x) }
        for layer in network.graph.layers {
            let split = try network.split(at: layer.path)
            #expect(try withoutGradient { difference(try split.tail(split.head(x)), whole) } == 0, "\(layer.path)")
        }
        #expect(try withoutGradient { difference(try network.prepared().logits(x), whole) } < 1e-12)
        let states = try network.graph.output(ofLayer: "rnn_2")
        #expect(try network.traced()[states]?.tensor?.shape == [1, network.input.exampleShape[0], 7])
        let fitted = network.taking([2, 5])
        #expect(try fitted.traced(batch: 2)[states]?.tensor?.shape == [2, 5, 7])
        #expect(try fitted.activationBytes() < network.activationBytes())
        // A layer of 7 numbers keeps four gates for each position, and what they are made of.
        #expect(try fitted.activationBytes() >= 5 * (2 * 4 * 7) * 4)
    }

    @Test func `It learns, and padding's vector stays zero`() throws {
        let network = Network(small, seed: 1)
        let trainable = try TrainableNetwork(network)
        let weights = trainable.parameters.mapTensors(\.requiringGradient)
        let pass = try trainable(batch([[4, 2, 2], [5]]), weights, using: Generator(seed: 0))
        #expect(pass.logits.shape == [2, 2])
        let gradients = try gradient(of: [pass.logits.selected(1, 1).sum()], with: weights.tensors)
        for (name, gradient) in zip(weights.names, gradients) {
            #expect(gradient.absolute.maximum().item > 0, "\(name)")
            if name == "embedding.weight" { #expect(gradient.selected(0, 1).absolute.maximum().item == 0) }
        }
    }
}
