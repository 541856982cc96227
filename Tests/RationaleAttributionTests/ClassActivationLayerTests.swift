import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// The layer that is chosen, for every architecture that the package knows.
@Suite struct ClassActivationLayerTests {
    @Test(arguments: [
        ("alexnet", "features.11"), ("vgg16", "features.29"), ("vgg16_bn", "features.42"), ("resnet18", "layer4"),
        ("resnet50", "layer4"), ("squeezenet1_1", "features"), ("mobilenet_v2", "features"),
        ("googlenet", "inception5b"), ("cifar_resnet20", "layer3"),
    ])
    func zoo(_ architecture: String, _ layer: String) throws {
        let classifier = try Classifier(Zoo.architecture(named: architecture), seed: 0)
        #expect(try classifier.network.classActivationLayer().path == layer)
        // Of VGG-16, folding half a gigabyte again says nothing new.
        if !architecture.hasPrefix("vgg") {
            #expect(try classifier.prepared().network.classActivationLayer().path == layer)
        }
    }

    @Test(arguments: [
        ("cnn", "layer2", "the last layer with places: 8×8 places, 8 channels"),
        (
            "vit", "blocks.1.norm1",
            "the last layer whose tokens the scores depend on: 4×4 places, 16 channels, after 1 other token"
        ),
    ])
    func exported(_ name: String, _ layer: String, _ reason: String) throws {
        let choice = try Golden.classifier(name).network.classActivationLayer()
        #expect(choice == LayerChoice(path: layer, reason: reason))
    }

    /// Class scores that are averaged over places are a map already, without channels to weigh.
    @Test func scoresAreNoChannels() throws {
        let classifier = classifier { builder, x in
            let y = builder.layer("features", "Conv2d") { $0.convolution($0.plain(x), 3, 5) }
            let scores = builder.layer("classifier", "Conv2d") { $0.convolution(y, 5, 4) }
            return builder.averaged(scores)
        }
        #expect(try classifier.network.classActivationLayer().path == "features")
    }

    @Test func channelsLast() throws {
        let classifier = classifier { builder, x in
            let y = builder.layer("features", "Block") { builder in
                builder.call("aten::permute", .value(builder.convolution(x, 3, 5)), .constant(.ints([0, 2, 3, 1])))
            }
            let z = builder.layer("norm", "ReLU") { $0.call("aten::relu", .value(y)) }
            let back = builder.layer("permute", "Permute") {
                $0.call("aten::permute", .value(z), .constant(.ints([0, 3, 1, 2])))
            }
            return builder.linear(builder.averaged(back), 5, 4)
        }
        let choice = try classifier.network.classActivationLayer()
        #expect(choice.path == "norm")
        #expect(choice.reason == "the last layer with places: 8×6 places, 5 channels, stored channels last")
        let map = try GradCAM(rectifies: false).attribute(.ones([1, 3, 8, 6]), in: classifier)[0].map
        #expect((map.height, map.width) == (8, 6))
    }

    /// An attention's `[batch, head, token, number]` has the form of a plane, but no convolution makes planes of its size.
    @Test func headsAreNoChannels() throws {
        let classifier = classifier { builder, x in
            let y = builder.layer("features", "Conv2d") { $0.convolution($0.plain(x), 3, 4) }
            let z = builder.layer("heads", "Heads") { builder in
                let heads = builder.call("aten::reshape", .value(y), .constant(.ints([-1, 4, 24, 2])))
                return builder.call("aten::sin", .value(heads))
            }
            return builder.linear(builder.averaged(z), 4, 3)
        }
        #expect(try classifier.network.classActivationLayer().path == "features")
    }

    /// Around a layer inside a residual block goes what a bottleneck there would not limit.
    @Test func informationPassesThroughTheBottleneck() throws {
        let classifier = classifier(of: [3, 32, 32]) { builder, x in
            let y = builder.layer("stem", "Conv2d") { $0.convolution($0.plain(x), 3, 4) }
            let z = builder.layer("block", "Block") { builder in
                let inner = builder.layer("conv1", "Conv2d") { $0.convolution(y, 4, 4) }
                let branch = builder.layer("conv2", "Conv2d") { $0.convolution($0.pooled(inner, 16), 4, 4) }
                return builder.call("aten::add.Tensor", .value(branch), .value(builder.pooled(y, 16)))
            }
            return builder.linear(builder.averaged(z), 4, 3)
        }
        #expect(try classifier.network.informationLayer().path == "stem")
        #expect(try classifier.prepared().network.informationLayer().path == "stem")
        #expect(try classifier.network.classActivationLayer().path == "block")
    }

    @Test func noPlaces() throws {
        let classifier = classifier { builder, x in builder.linear(builder.averaged(x), 3, 4) }
        let error = #expect(throws: RationaleError.self) { try classifier.network.classActivationLayer() }
        #expect(error?.code == .usage)
    }

    @Test func layerWithoutPlaces() throws {
        let error = #expect(throws: RationaleError.self) {
            try GradCAM(layer: "fc").attribute(try Golden.pictures(), in: try Golden.classifier("cnn"))
        }
        #expect(error?.code == .usage)
        #expect(error?.message == "the output of layer 'fc' of cnn has no places: its shape is [2, 10]")
    }

    @Test func misspeltLayer() throws {
        let error = #expect(throws: RationaleError.self) {
            try GradCAM(layer: "layr2").attribute(try Golden.pictures(), in: try Golden.classifier("cnn"))
        }
        #expect(error?.hint?.contains("'layer2'") == true)
    }

    private func classifier(
        of shape: [Int] = [3, 8, 6],
        _ body: @escaping @Sendable (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID
    ) -> Classifier { Classifier(Sketch(input: .init(shape: shape), body: body), seed: 1) }
}

/// An architecture in a closure.
struct Sketch: Architecture {
    var name = "sketch"
    var input = Network.InputDescription(shape: [3, 8, 6])
    let body: @Sendable (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID { body(&builder, x) }
}

extension GraphBuilder {
    func plain(_ x: Graph.ValueID) -> Graph.ValueID { x }

    /// Three by three, same size.
    mutating func convolution(_ x: Graph.ValueID, _ inputs: Int, _ outputs: Int) -> Graph.ValueID {
        let weight = parameter("weight", [outputs, inputs, 3, 3], .fanInUniform)
        return call("aten::conv2d", .value(x), weight, .constant(.none), .constant(.ints([1])), .constant(.ints([1])))
    }

    mutating func pooled(_ x: Graph.ValueID, _ side: Int) -> Graph.ValueID {
        call("aten::max_pool2d", .value(x), .constant(.ints([side])))
    }

    mutating func averaged(_ x: Graph.ValueID) -> Graph.ValueID {
        call("aten::mean.dim", .value(x), .constant(.ints([2, 3])))
    }

    mutating func linear(_ x: Graph.ValueID, _ inputs: Int, _ outputs: Int) -> Graph.ValueID {
        let weight = parameter("head", [outputs, inputs], .fanInUniform)
        return call("aten::linear", .value(x), weight)
    }
}
