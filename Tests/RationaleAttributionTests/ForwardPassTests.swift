import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// The pass that predicts, and methods that begin with it.
@Suite struct ForwardPassTests {
    @Test(arguments: ["cnn", "vit"]) func `Methods find the same with it and without it, to the last bit`(name: String)
        throws
    {
        for classifier in [try Golden.classifier(name), try Golden.classifier(name).prepared()] {
            let pictures = try Golden.pictures()
            let layer = try classifier.network.classActivationLayer()
            let forward = try ForwardPass(classifier, pictures, observing: layer)
            #expect(try difference(forward.scores, withoutGradient { try classifier.scores(of: pictures) }) == 0)
            let methods: [any AttributionMethod] = [
                GradCAM(), LayerCAM(), Occlusion(window: 8, stride: 8), RISE(masks: 10), SmoothGrad(samples: 2),
            ]
            for method in methods {
                let plain = try method.attribute(pictures, in: classifier)
                let shared = try method.attribute(pictures, in: classifier, forward: forward)
                #expect(plain.map(\.map) == shared.map(\.map), "\(type(of: method).identifier)")
                #expect(plain.map(\.layerReason) == shared.map(\.layerReason))
                // One picture alone rounds otherwise than two at once.
                let alone = try method.attribute(
                    pictures, in: classifier, budget: MemoryBudget(bytes: 1), forward: forward)
                for (one, other) in zip(plain, alone) {
                    let differences = zip(one.map.values, other.map.values).map { abs($0 - $1) }
                    #expect(differences.max()! <= 1e-5 * one.map.values.map(abs).max()!)
                }
            }
        }
    }

    /// Zeros in place of what was computed show who takes it from there.
    @Test func `A class activation map takes the activation, and only that of its own layer`() throws {
        let classifier = try Golden.classifier("cnn")
        let pictures = try Golden.pictures()
        let chosen = try classifier.network.classActivationLayer()
        let other = pictures * 0
        func maps(_ layer: LayerChoice, _ method: GradCAM) throws -> [Attribution] {
            let forward = try ForwardPass(classifier, other, observing: layer)
            return try method.attribute(pictures, targets: [.index(1)], in: classifier, forward: forward)
        }
        func plain(_ input: Tensor, _ method: GradCAM) throws -> [Heatmap] {
            try method.attribute(input, targets: [.index(1)], in: classifier).map(\.map)
        }
        #expect(try maps(chosen, GradCAM()).map(\.map) == plain(other, GradCAM()))
        #expect(try maps(LayerChoice(asked: "layer1"), GradCAM()).map(\.map) == plain(pictures, GradCAM()))
        let named = GradCAM(layer: "layer1")
        #expect(try maps(LayerChoice(asked: "layer1"), named).map(\.map) == plain(other, named))
        #expect(try maps(chosen, named).map(\.map) == plain(pictures, named))
    }
}
