import RationaleNetworks
import RationaleTorch
import Testing

/// What is packed computes the same, whatever the kind of convolution, the size of the input and the cut.
@Suite struct PackedConvolutionsTests {
    private static let plain = Preparation(packsConvolutions: false)

    @Test(arguments: ["resnet18", "squeezenet1_1", "mobilenet_v2", "googlenet", "xception"])
    func sameScores(_ architecture: String) throws {
        var network = try Network(Zoo.architecture(named: architecture), seed: 0)
        network.input.shape = [3, 64, 64]
        let packed = try network.prepared()
        let plain = try network.prepared(Self.plain)
        // The last is not the size that weights were packed for.
        for shape in [[1, 3, 64, 64], [3, 3, 64, 64], [1, 3, 96, 80]] {
            let input = Tensor.normal(shape, using: Generator(seed: 1))
            let expected = try plain.logits(input)
            let found = try withoutGradient { try packed.logits(input) }
            #expect(difference(found, expected) < 1e-5)
        }
    }

    /// At a block, at one of several calls, and at what becomes a part of another operator.
    @Test(arguments: ["layer2", "layer2.0.relu#0", "layer2.0.conv2", "layer2.0.bn1"])
    func heads(_ layer: String) throws {
        var network = try Network(Zoo.architecture(named: "resnet18"), seed: 0)
        network.input.shape = [3, 64, 64]
        let input = Tensor.normal([2, 3, 64, 64], using: Generator(seed: 1))
        let kept = Preparation(keptLayers: ["layer2.0.conv2", "layer2.0.bn1"])
        let packed = try network.prepared(kept).split(at: layer)
        let plain = try network.split(at: layer)
        try withoutGradient {
            let activation = try packed.head(input)
            let expected = try plain.head(input)
            #expect(difference(activation.tensor, expected.tensor) < 1e-5)
            let scores = try packed.tail(activation)
            #expect(difference(scores, try plain.tail(expected)) < 1e-5)
        }
    }

    /// Planes large enough for minimal filtering: the same scores with and without gradients, and the same derivatives.
    @Test func minimalFilteringComputesTheSame() throws {
        var network = try Network(Zoo.architecture(named: "resnet18"), seed: 0)
        network.input.shape = [3, 96, 96]
        let input = Tensor.normal([6, 3, 96, 96], using: Generator(seed: 1))
        let plain = try network.prepared(Self.plain)
        let minimal = try network.prepared().filteringMinimally()
        func derivative(_ network: Network) throws -> [Tensor] {
            try withGradient {
                let x = input.requiringGradient
                let scores = try network.logits(x)
                return [scores.detached] + (try gradient(of: [scores.selected(1, 3).sum()], with: [x]))
            }
        }
        let expected = try derivative(plain)
        let found = try derivative(minimal) + [try withoutGradient { try minimal.logits(input) }]
        for (one, other) in zip(found, expected + [expected[0]]) {
            let largest = other.absolute.maximum().item
            let error = (one - other).absolute.maximum().item
            #expect(error < 1e-4 * largest, "\(error) of \(largest)")
            #expect(error > 0, "a direct convolution was compared with itself")
        }
        let nodes = minimal.whole.graph.nodes.filter { $0.operatorName == "rationale::frozen_conv2d" }
        #expect(nodes.count == 20)
        // The thirteen that have 3×3 taps and no steps, for themselves and for their derivatives.
        func spread(_ network: Network) -> Int {
            network.whole.graph.parameters.filter { $0.name.hasSuffix("(spread)") }.count
        }
        #expect(spread(minimal) == 26)
        #expect(spread(try network.prepared()) == 0)
    }
}
