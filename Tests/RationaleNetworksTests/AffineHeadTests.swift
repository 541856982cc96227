import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Where a network first bends.
@Suite struct AffineHeadTests {
    /// The layer at which the head ends: the convolution with what is folded into it, or what follows it.
    @Test(arguments: [
        ("resnet18", true, "conv1"), ("resnet18", false, "bn1"), ("vgg16", true, "features.0"),
        ("googlenet", true, "conv1.conv"), ("squeezenet1_1", true, "features.0"),
        ("mobilenet_v2", true, "features.0.0"),
    ])
    func headsOfTheZoo(_ name: String, isPrepared: Bool, _ layer: String) throws {
        let entry = try #require(Zoo.entries.first { $0.name == name })
        var network = made(entry.architecture(), seed: 1)
        if isPrepared { network = try network.prepared() }
        let split = try #require(network.splitAfterAffineHead())
        #expect(split.layer == layer)
    }

    private func made(_ architecture: some Architecture, seed: UInt64) -> Network { Network(architecture, seed: seed) }

    @Test(arguments: ["cnn", "vit"])
    func theHeadTakesLinesToLinesAndTheTailGoesOn(_ name: String) throws {
        let network = try Network(contentsOf: Golden.folder.appendingPathComponent("\(name).pt2"))
        guard let split = network.splitAfterAffineHead() else {
            // A transformer asks for the input's batch size, which is not affine.
            #expect(name == "vit")
            return
        }
        let x = Tensor.normal([2, 3, 32, 32], using: Generator(seed: 1))
        let y = Tensor.normal([2, 3, 32, 32], using: Generator(seed: 2))
        let between = try split.head(x * 0.25 + y * 0.75).tensor
        let ends = try (split.head(x).tensor, split.head(y).tensor)
        #expect(difference(ends.0 * 0.25 + ends.1 * 0.75, between) < 1e-5)
        #expect(difference(try split.tail(split.head(x)), try network.logits(x)) < 1e-5)
        let moved = try split.tail(split.head(x.slice(0, 0..<1)).moved(to: .concatenated([ends.1, ends.0])))
        #expect(difference(moved, try network.logits(.concatenated([y, x]))) < 1e-5)
    }

    @Test(arguments: ["aten::relu", "aten::mul.Tensor", "aten::neg"])
    func aNetworkThatBendsAtOnceHasNone(_ name: String) throws {
        var builder = GraphBuilder()
        let x = builder.input()
        let operation = try Operator(named: name)
        let y =
            operation.parameters.count > 1
            ? builder.call(operation, .value(x), .value(x)) : builder.call(operation, .value(x))
        #expect(network(builder.graph(returning: y)).splitAfterAffineHead() == nil)
    }

    /// `relu(2 x) · 2 x` goes on behind the bend with the head's value alone; `relu(2 x) · x` also needs the input.
    @Test(arguments: [true, false])
    func aHeadIsNeededInOnePlace(goesOnAlone: Bool) {
        var builder = GraphBuilder()
        let x = builder.input()
        let twice = builder.call("aten::add.Tensor", .value(x), .value(x))
        let bent = builder.call("aten::relu", .value(twice))
        let product = builder.call("aten::mul.Tensor", .value(bent), .value(goesOnAlone ? twice : x))
        let split = network(builder.graph(returning: product)).splitAfterAffineHead()
        #expect((split != nil) == goesOnAlone)
    }

    private func network(_ graph: Graph) -> Network {
        Network(name: "small", graph: graph, weights: [:], inputs: [.init(shape: [4])])
    }
}
