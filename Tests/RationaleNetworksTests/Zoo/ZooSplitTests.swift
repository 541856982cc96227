import RationaleNetworks
import RationaleTorch
import Testing

extension ZooNetworks {
    @Suite(.serialized) struct SplitTests {
        /// Ends of blocks, and places inside them that shortcuts or branches go around.
        static let cuts = [
            ("resnet18", ["conv1", "layer1", "layer4", "layer4.1.conv2", "layer3.0.downsample.0", "layer2.0.bn1"]),
            ("resnet50", ["layer4", "layer2.1.conv2", "layer4.0.relu#0"]),
            ("cifar_resnet20", ["layer3", "layer2.0.shortcut", "layer2.0.conv1"]),
            ("googlenet", ["inception4a", "inception4a.branch2.0", "inception5b.branch4", "maxpool1"]),
            ("mobilenet_v2", ["features.17", "features.3.conv", "features.18.0"]),
            ("squeezenet1_1", ["features.12", "features.9.expand3x3", "classifier.1"]),
            ("xception", ["block12", "block5.rep.4", "block2.skip", "conv4.conv1"]),
            ("alexnet", ["features.12", "classifier.4"]),
        ].flatMap { name, layers in layers.map { Cut(name: name, layer: $0) } }

        struct Cut: CustomTestStringConvertible, Sendable {
            let name: String
            let layer: String

            var testDescription: String { "\(name) at \(layer)" }
        }

        @Test(arguments: cuts)
        func `The tail of the head is the whole, also its derivative`(cut: Cut) throws {
            let network = try Formula.network(cut.name).inDoublePrecision
            let split = try network.split(at: cut.layer)
            let x = Formula.pictures(for: cut.name).converted(to: .float64)

            var activation = try split.head(x)
            activation.tensor = activation.tensor.requiringGradient
            let logits = try split.tail(activation)
            let seed = Formula.numbers("seed", logits.shape).converted(to: .float64)
            let found = try gradient(of: logits, with: activation.tensor, seed: seed)

            // The whole network once more, keeping the layer's output.
            let id = try network.graph.output(ofLayer: cut.layer)
            let graph = network.graph.slice(from: network.graph.inputs, to: [id] + network.graph.outputs)
            let values = try graph.run([.tensor(x.requiringGradient)], parameters: network.weights)
            let (inside, whole) = (try #require(values[0].tensor), try #require(values[1].tensor))
            #expect(difference(activation.tensor, inside) < 1e-12)
            #expect(difference(logits, whole) < 1e-12)
            let expected = try gradient(of: whole, with: inside, seed: seed)
            #expect(expected.absolute.maximum().item > 0)
            #expect(difference(found, expected) < 1e-9)
        }

        @Test(arguments: cuts)
        func `The prepared network can be cut at the same places`(cut: Cut) throws {
            let network = try Formula.network(cut.name).inDoublePrecision
            let prepared = try network.prepared(.init(keptLayers: [cut.layer])).split(at: cut.layer)
            let x = Formula.pictures(for: cut.name).slice(0, 0..<1).converted(to: .float64)
            let activation = try prepared.head(x)
            #expect(difference(activation.tensor, try network.split(at: cut.layer).head(x).tensor) < 1e-10)
            #expect(difference(try prepared.tail(activation), try network.logits(x)) < 1e-10)
        }
    }
}
