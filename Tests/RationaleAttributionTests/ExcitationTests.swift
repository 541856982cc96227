import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Excitation backprop and its contrastive form: by hand, against PyTorch layer by layer, and as a walk that goes somewhere.
@Suite struct ExcitationTests {
    private struct Document: Decodable {
        let input: Golden.Array
        let weights: [String: Golden.Array]
        let targets: [Int]
        let maps: [String: [String: Golden.Array]]
    }

    private static func classifier(_ architecture: some Architecture, _ weights: [String: Tensor]) -> Classifier {
        var classifier = Classifier(architecture, seed: 1)
        for parameter in classifier.network.graph.parameters {
            guard let value = weights[parameter.name] else { continue }
            classifier.network.weights[parameter.id] = value
        }
        return classifier
    }

    private static let names = ["excitation-backprop", "contrastive-excitation-backprop"]

    private static func method(_ name: String, _ layer: String?) -> any AttributionMethod {
        name == names[0] ? ExcitationBackpropagation(layer: layer) : ContrastiveExcitation(layer: layer)
    }

    @Test(arguments: names, [false, true])
    func `Maps are those of the formulas, whether batch norms are folded or not`(name: String, isPrepared: Bool) throws
    {
        let golden = try Golden.document("excitation", as: Document.self)
        let loaded = Self.classifier(SmallResidual(), golden.weights.mapValues(\.tensor))
        let classifier = isPrepared ? try loaded.prepared() : loaded
        let expected = try #require(golden.maps[name])
        #expect(Set(expected.keys) == ["top", "block", "stem", "relu1"])
        for (layer, map) in expected {
            let question = Question(
                classifier: classifier, input: golden.input.tensor, targets: golden.targets.map(Target.index))
            let found = try Self.method(name, layer).answer(question)
            #expect(difference(found.values, map.tensor) < 1e-5, "\(layer)")
            #expect(found.layer == LayerChoice(asked: layer) && found.warnings == [[], []])
        }
        let chosen = try Self.method(name, nil).attribute(
            golden.input.tensor, targets: golden.targets.map(Target.index), in: classifier)
        #expect(chosen.map(\.layer) == ["block", "block"])
        #expect(chosen[0].layerReason == "the last layer with more places than top")
        #expect(
            difference(Tensor(chosen[1].map.values, shape: [1, 6, 6]), expected["block"]!.tensor.slice(0, 1..<2)) < 1e-5
        )
    }

    /// The hidden channels are x and max(0, 2x − 3), so [1, 2, 3, 4] and [0, 1, 3, 5], and their means 2.5 and 2.25.
    @Test func `Two layers by hand`() throws {
        let classifier = Self.classifier(
            TwoLayers(),
            [
                "hidden.weight": Tensor([1, 2] as [Float], shape: [2, 1, 1, 1]),
                "hidden.bias": Tensor([0, -3] as [Float], shape: [2]),
                "fc.weight": Tensor([2, -1, 1, 2] as [Float], shape: [2, 2]),
                "fc.bias": Tensor([7, -7] as [Float], shape: [2]),
            ])
        let input = Tensor([1, 2, 3, 4] as [Float], shape: [1, 1, 2, 2])
        func map(_ method: some AttributionMethod, _ target: Int) throws -> [Float] {
            try method.attribute(input, targets: [.index(target)], in: classifier)[0].map.values
        }
        func expect(_ found: [Float], _ expected: [Float]) {
            for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-6) }
        }
        // Class 0 is excited by the first channel alone, class 1 by 2.5 parts of the first and 4.5 of the second.
        expect(try map(ExcitationBackpropagation(layer: "hidden"), 0), [0.1, 0.2, 0.3, 0.4])
        expect(try map(ExcitationBackpropagation(layer: "hidden"), 1), [0.5 / 14, 2.0 / 14, 4.5 / 14, 7.0 / 14])
        // Against class 0 speaks the second channel; against class 1 nothing.
        expect(try map(ContrastiveExcitation(layer: "hidden"), 0), [0.1, 0.2 - 1.0 / 9, 0, 0])
        expect(try map(ContrastiveExcitation(layer: "hidden"), 1), [0.5 / 14, 2.0 / 14, 4.5 / 14, 7.0 / 14])
    }

    @Test(arguments: ["relu1", "stem", "block", "top"])
    func `A walk through a network without negative weights ends somewhere: the map adds up to 1`(layer: String) throws
    {
        let golden = try Golden.document("excitation", as: Document.self)
        var positive = golden.weights.mapValues { $0.tensor.absolute }
        for name in ["bn1", "bn2", "bn3", "bn4"] {
            // So that nothing is rectified away.
            positive["\(name).running_mean"] = positive["\(name).running_mean"]!.zerosLike
        }
        let classifier = Self.classifier(SmallResidual(), positive)
        let maps = try ExcitationBackpropagation(layer: layer).attribute(
            golden.input.tensor.absolute, targets: [.index(2)], in: classifier)
        for map in maps.map(\.map) { #expect(abs(map.values.reduce(0, +) - 1) < 1e-4) }
    }

    @Test func `It keeps the promises of all methods`() throws {
        try checkAttributionMethod(ExcitationBackpropagation(), [.linearInTarget, .dependsOnScores])
        try checkAttributionMethod(ContrastiveExcitation(), .dependsOnScores)
    }

    @Test func `A layer behind the pooled features, and one without places, are refused`() throws {
        let classifier = Self.classifier(SmallResidual(), [:])
        let input = Tensor.ones([1, 3, 12, 12])
        for method in Self.names.map({ Self.method($0, "fc") }) {
            let error = #expect(throws: RationaleError.self) { try method.attribute(input, in: classifier) }
            #expect(error?.code == .usage && error?.message.contains("no places") == true)
        }
    }

    @Test func `What has no rule is named`() throws {
        let answer = try ExcitationBackpropagation(layer: "blocks.0").answer(
            .golden(try Golden.classifier("vit"), count: 1))
        #expect(answer.warnings[0].first?.hasPrefix("excitation has no rule for ") == true)
    }
}

/// The network of `scripts/reference/excitation.py`.
private struct SmallResidual: Architecture {
    var name: String { "small-residual" }
    var input: Network.InputDescription { .init(shape: [3, 12, 12]) }
    var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1]) }

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        func convolution(_ x: Graph.ValueID, _ number: Int, _ inputs: Int, _ outputs: Int) -> Graph.ValueID {
            let y = builder.conv2d(x, "conv\(number)", from: inputs, to: outputs, kernel: 3, padding: 1, bias: nil)
            return builder.batchNorm2d(y, "bn\(number)", channels: outputs)
        }
        let first = convolution(x, 1, 3, 4)
        let stem = builder.maxPool2d(builder.relu(first, "relu1"), "stem", kernel: 2)
        let inner = builder.relu(convolution(stem, 2, 4, 4), "relu2")
        let block = builder.relu(builder.add(convolution(inner, 3, 4, 4), stem), "block")
        let small = builder.averagePool2d(block, "small", kernel: 2)
        let top = builder.relu(convolution(small, 4, 4, 6), "top")
        let pooled = builder.flatten(builder.adaptiveAveragePool2d(top, "pool"))
        return builder.linear(pooled, "fc", from: 6, to: 5)
    }
}

/// A convolution of one place, a mean over places, and two scores.
private struct TwoLayers: Architecture {
    var name: String { "two-layers" }
    var input: Network.InputDescription { .init(shape: [1, 2, 2]) }
    var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0], standardDeviation: [1]) }

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        let hidden = builder.layer("hidden", "Block") { builder in
            let weight = builder.parameter("weight", [2, 1, 1, 1], .zeros)
            let bias = builder.parameter("bias", [2], .zeros)
            let y = builder.call(
                "aten::conv2d", .value(x), weight, bias, .constant(.ints([1, 1])), .constant(.ints([0, 0])),
                .constant(.ints([1, 1])), .constant(.int(1)))
            return builder.call("aten::relu", .value(y))
        }
        let pooled = builder.flatten(builder.adaptiveAveragePool2d(hidden, "pool"))
        return builder.linear(pooled, "fc", from: 2, to: 2)
    }
}
