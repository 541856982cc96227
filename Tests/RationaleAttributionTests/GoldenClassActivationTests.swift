import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// pytorch-grad-cam's and captum's numbers, at layers named and chosen.
@Suite struct GoldenClassActivationTests {
    struct Document: Decodable {
        let layers: [String: [String: Golden.Array]]
    }

    static let places: [(classifier: String, layer: String)] = [
        ("cnn", "layer1"), ("cnn", "layer2"), ("vit", "blocks.0"), ("vit", "blocks.1.norm1"),
    ]

    static func methods(_ layer: String) -> [(name: String, method: any AttributionMethod)] {
        [
            ("grad-cam", GradCAM(layer: layer, rectifies: false)), ("grad-cam", GradCAM(layer: layer)),
            ("grad-cam-elementwise", ElementwiseGradCAM(layer: layer, rectifiesElements: true)),
            ("grad-cam-plus-plus", GradCAMPlusPlus(layer: layer)), ("layer-cam", LayerCAM(layer: layer)),
        ]
    }

    @Test(arguments: places, [false, true])
    func maps(_ place: (classifier: String, layer: String), isPrepared: Bool) throws {
        let golden = try Golden.document("cam-\(place.classifier)", as: Document.self)
        let loaded = try Golden.classifier(place.classifier)
        let classifier = isPrepared ? try loaded.prepared() : loaded
        for (name, method) in Self.methods(place.layer) {
            // The golden maps are those before the last ReLU.
            let raw = try #require(golden.layers[place.layer]?[name]).tensor
            let found = try method.answer(.golden(classifier, count: 2))
            #expect(difference(found.values, method.isSigned ? raw : raw.relu) < 1e-5, "\(name) at \(place)")
            #expect(found.layer == LayerChoice(asked: place.layer))
        }
    }

    @Test(arguments: [("cnn", "layer2"), ("vit", "blocks.1.norm1")])
    func chosenLayer(_ place: (classifier: String, layer: String)) throws {
        let classifier = try Golden.classifier(place.classifier)
        let found = try GradCAM().answer(.golden(classifier, count: 2))
        #expect(found.layer?.path == place.layer)
        let named = try GradCAM(layer: place.layer).answer(.golden(classifier, count: 2))
        #expect(difference(found.values, named.values) == 0)
    }

    /// Captum's `LayerGradCam`, cut at zero or not.
    @Test(arguments: ["layer1", "layer2"], [false, true])
    func captum(_ layer: String, rectifies: Bool) throws {
        let golden = try Golden.document("cam-cnn", as: Document.self)
        let expected = try #require(golden.layers[layer]?["captum-relu-\(rectifies)"]).tensor
        let method = GradCAM(layer: layer, rectifies: rectifies)
        #expect(difference(try method.answer(.golden(try Golden.classifier("cnn"), count: 2)).values, expected) < 1e-5)
    }

    /// The published element-wise map has no golden file: it is `ReLU(Σ A ⊙ g)`, and channels that speak against count.
    @Test func elementwise() throws {
        let classifier = try Golden.classifier("cnn")
        let split = try classifier.network.split(at: "layer1")
        let activation = try split.head(try Golden.pictures())
        var recorded = activation
        recorded.tensor = activation.tensor.requiringGradient
        let logits = try split.tail(recorded)
        let targets = try Target.resolve(Golden.targets, logits: logits, in: classifier)
        let gradient = try gradient(of: logits, with: recorded.tensor, seed: targets.weights(for: logits))
        let a = activation.tensor.elements(as: Double.self)
        let g = gradient.elements(as: Double.self)
        let shape = activation.tensor.shape
        let places = shape[2] * shape[3]
        var expected = [Float](repeating: 0, count: shape[0] * places)
        for batch in 0..<shape[0] {
            for place in 0..<places {
                let sum = (0..<shape[1]).reduce(0) { sum, channel in
                    let index = (batch * shape[1] + channel) * places + place
                    return sum + a[index] * g[index]
                }
                expected[batch * places + place] = Float(max(0, sum))
            }
        }
        let found = try ElementwiseGradCAM(layer: "layer1").answer(.golden(classifier, count: 2))
        #expect(difference(found.values, Tensor(expected, shape: [shape[0], shape[2], shape[3]])) < 1e-5)
    }
}
