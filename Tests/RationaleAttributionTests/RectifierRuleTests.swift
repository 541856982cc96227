import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// The rules for rectifiers where graphs are not a chain.
@Suite struct RectifierRuleTests {
    /// The rule that is the derivative itself: `g · [z > 0]`.
    private static let derivative = DerivativeRule.atRectifiers { gradient, result in
        gradient * result.isGreater(than: result.zerosLike).converted(to: gradient.dtype)
    }

    private func replaced(
        _ classifier: Classifier, _ input: Tensor, _ rule: DerivativeRule
    ) throws -> (gradient: Tensor, count: Int) {
        try classifier.network.gradient(at: input, replacing: rule) { $0.onesLike }
    }

    @Test(arguments: ["cnn", "vit"], [false, true])
    func theDerivativeAsARuleIsTheGradient(_ name: String, isPrepared: Bool) throws {
        var classifier = try Golden.classifier(name)
        if isPrepared { classifier = try classifier.prepared() }
        let x = try Golden.pictures().requiringGradient
        let expected = try gradient(of: try classifier.scores(of: x), with: x)
        let found = try replaced(classifier, x, Self.derivative)
        #expect(difference(found.gradient, expected) < 1e-5)
        #expect(found.count == (name == "cnn" ? 5 : 0))
    }

    /// Layers that see all features before them, twice rectified: by hand, from the last to the first.
    @Test(arguments: [true, false])
    func sharedFeaturesAndRectifiersUsedTwice(isGuided: Bool) throws {
        let classifier = AnalyticNetwork.classifier(shape: [4], weights: AnalyticNetwork.numbers([4, 4], seed: 3)) {
            builder, x in
            let weight = builder.parameter("weight", [4, 4], .constant(0))
            let y = builder.call("aten::relu", .value(builder.call("aten::linear", .value(x), weight)))
            let z = builder.call("aten::linear", .value(y), weight)
            let r = builder.call("aten::relu", .value(z))
            let sum = builder.call("aten::add.Tensor", .value(r), .value(y))
            return builder.call("aten::sub.Tensor", .value(builder.call("aten::relu", .value(sum))), .value(z))
        }
        let weight = AnalyticNetwork.numbers([4, 4], seed: 3)
        let x = AnalyticNetwork.numbers([5, 4], seed: 4)
        let seed = AnalyticNetwork.numbers([5, 4], seed: 5)
        let guided: @Sendable (Tensor, Tensor) -> Tensor = {
            $0.relu * $1.isGreater(than: $1.zerosLike).converted(to: .float64)
        }
        let deconvolved: @Sendable (Tensor, Tensor) -> Tensor = { gradient, _ in gradient.relu }
        let pass = isGuided ? guided : deconvolved

        func linear(_ x: Tensor) -> Tensor { x.matmul(weight.permuted([1, 0])) }
        let y = linear(x).relu
        let z = linear(y)
        let sum = z.relu + y
        let atSum = pass(seed, sum.relu)
        let atZ = pass(atSum, z.relu) - seed
        let atY = atZ.matmul(weight) + atSum
        let expected = pass(atY, y).matmul(weight)

        let found = try classifier.network.gradient(at: x, replacing: .atRectifiers(propagate: pass)) { _ in seed }
        #expect(found.count == 3)
        #expect(difference(found.gradient, expected) < 1e-14)
    }

    /// Each step uses the one before twice: 2⁶⁰ ways from the output to the input, each piece passed once.
    @Test func piecesArePassedOnce() throws {
        let classifier = AnalyticNetwork.classifier(shape: [3], weights: AnalyticNetwork.numbers([3, 3], seed: 3)) {
            builder, x in
            var y = x
            for _ in 0..<60 { y = builder.call("aten::add.Tensor", .value(y), .value(y)) }
            let weight = builder.parameter("weight", [3, 3], .constant(0))
            return builder.call("aten::relu", .value(builder.call("aten::linear", .value(y), weight)))
        }
        let x = AnalyticNetwork.numbers([2, 3], seed: 1)
        let leaf = x.requiringGradient
        let expected = try gradient(of: try classifier.scores(of: leaf), with: leaf)
        #expect(difference(try replaced(classifier, x, Self.derivative).gradient, expected) < 1e-14)
    }

    /// A list of tensors cannot be cut; its elements share the node that made it.
    @Test func listsOfTensorsArePassed() throws {
        func node(_ operation: Operation, _ arguments: Argument..., result: Int) -> Node {
            Node(operation, arguments, results: [result], path: "", name: "value_\(result)")
        }
        let nodes = [
            node(.aten("aten::mul.Tensor"), .value(0), .value(0), result: 2),
            node(.aten("aten::split.Tensor"), .value(2), .constant(.int(2)), .constant(.int(1)), result: 3),
            node(.element(0), .value(3), result: 4),
            node(.element(1), .value(3), result: 5),
            node(.aten("aten::relu"), .value(5), result: 6),
            node(.aten("aten::mul.Tensor"), .value(4), .value(6), result: 7),
            node(.aten("aten::linear"), .value(7), .value(1), result: 8),
        ]
        let network = Network(
            name: "lists",
            graph: Graph(
                inputs: [0], parameters: [.init(name: "weight", id: 1)], nodes: nodes, outputs: [8], layers: [],
                valueCount: 9),
            weights: [1: AnalyticNetwork.numbers([3, 2], seed: 3)], inputs: [.init(shape: [4], dtype: .float64)])
        let classifier = Classifier(network, scoring: .softmax, preprocessing: .imageNet())
        let x = AnalyticNetwork.numbers([2, 4], seed: 1)
        let leaf = x.requiringGradient
        let expected = try gradient(of: try classifier.scores(of: leaf), with: leaf)
        let found = try replaced(classifier, x, Self.derivative)
        #expect(found.count == 1)
        #expect(difference(found.gradient, expected) < 1e-14)
    }

    @Test(
        arguments: [
            ("vit", GuidedBackpropagation(channels: .sum)), ("vit", Deconvolution(channels: .sum)),
            ("cnn", GuidedBackpropagation(channels: .sum)),
        ] as [(String, any AttributionMethod)])
    func aNetworkWithoutRectifiersIsExplainedByItsGradient(_ name: String, _ method: any AttributionMethod) throws {
        let question = try Question.golden(try Golden.classifier(name), count: 2)
        let answer = try method.answer(question)
        let plain = try Gradient(channels: .sum).answer(question)
        let isPlain = name == "vit"
        let isEqual = difference(answer.values, plain.values) < 1e-5
        #expect(isEqual == isPlain)
        let expected = isPlain ? ["vit has no rectifier (relu), so this is the plain gradient"] : []
        #expect(answer.warnings == [expected, expected])
    }
}
