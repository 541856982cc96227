import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Networks that take another global pool.
struct GlobalPoolTests {
    /// A convolution, a mean over the plane as `torch.export` may write it, and a linear layer.
    private struct Mean: Architecture {
        let name = "mean"
        let input = Network.InputDescription(shape: [3, 8, 8])
        let axes: [Int]

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            let x = builder.conv2d(x, "conv", from: 3, to: 4, kernel: 3)
            let pooled = builder.call(
                "aten::mean.dim", .value(x), .constant(.ints(axes)), .constant(.bool(false)), .constant(.none))
            return builder.linear(pooled, "fc", from: 4, to: 5)
        }
    }

    private static func check(_ network: Network, _ layer: String, _ expected: (Tensor) -> Tensor) throws {
        let input = Tensor.normal([2] + network.input.shape, using: Generator(seed: 3))
        let map = try network.activations(at: [layer], for: input)[0]
        let logits = try network.poolingGlobally(by: .maximum).logits(input)
        let weight = network.weights[network.graph.parameters.first { $0.name == "fc.weight" }!.id]!
        let bias = network.weights[network.graph.parameters.first { $0.name == "fc.bias" }!.id]!
        let found = expected(map).matmul(weight.permuted([1, 0])) + bias
        #expect(zip(logits.floats, found.floats).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(try logits.floats != network.logits(input).floats)
    }

    private static func maxima(_ map: Tensor) -> Tensor {
        let (batch, channels) = (map.shape[0], map.shape[1])
        let places = map.shape[2] * map.shape[3]
        let values = map.floats
        return Tensor(
            (0..<batch * channels).map { values[$0 * places..<($0 + 1) * places].max()! }, shape: [batch, channels])
    }

    @Test func `An adaptive pool and a mean over the plane become maxima`() throws {
        try Self.check(Network(SmallResNet(classes: 5), seed: 1), "layer3", Self.maxima)
        try Self.check(Network(Mean(axes: [2, 3]), seed: 1), "conv", Self.maxima)
        try Self.check(Network(Mean(axes: [-1, -2]), seed: 1), "conv", Self.maxima)
    }

    @Test func `The mean comes back`() throws {
        for network in [Network(SmallResNet(classes: 5), seed: 1), Network(Mean(axes: [2, 3]), seed: 1)] {
            let input = Tensor.normal([2] + network.input.shape, using: Generator(seed: 3))
            let again = try network.poolingGlobally(by: .maximum).poolingGlobally(by: .average)
            #expect(try again.logits(input).floats == network.logits(input).floats)
        }
    }

    @Test func `What the zoo writes is what the rewriting makes`() throws {
        let written = Network(ResNet(.resnet18, classes: 3, globalPool: .maximum), seed: 2)
        let rewritten = try Network(ResNet(.resnet18, classes: 3), seed: 2).poolingGlobally(by: .maximum)
        let input = Tensor.normal([1, 3, 64, 64], using: Generator(seed: 3))
        #expect(try written.logits(input).floats == rewritten.logits(input).floats)
        #expect(written.graph.nodes.count == rewritten.graph.nodes.count)
    }

    @Test func `A network without a global pool is refused`() throws {
        let error = #expect(throws: RationaleError.self) {
            try Network(AlexNet(classes: 3), seed: 0).poolingGlobally(by: .maximum)
        }
        #expect(error?.code == .usage && error?.message.contains("alexnet") == true)
    }
}
