import Foundation
import RationaleCore
import RationaleNarration
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct FeaturesTests {
    private let images = (0..<5).map { Meadow.picture(UInt64($0)) }

    @Test func `activations of layers with positions are their means, and probabilities come last`() throws {
        let features = try NarratorFeatures(Meadow.classifier(), layers: ["late", "early"])
        #expect(features.parts.map(\.name) == ["late", "early", "probabilities"])
        #expect(features.parts.map(\.range) == [0..<5, 5..<9, 9..<12] && features.width == 12)
        for (row, image) in zip(rows(try features.features(of: Meadow.input(images))), images) {
            let (early, late, probabilities) = Meadow.activations(image)
            #expect(difference(row, late.map(Meadow.mean) + early.map(Meadow.mean) + probabilities) < 1e-5)
        }
    }

    @Test func `the output alone is the probabilities, a captioner reads everything else`() throws {
        let input = try Meadow.input(images)
        let output = try NarratorFeatures(Meadow.classifier(), mode: .output, layers: ["late"])
        #expect(output.layers.isEmpty && output.parts.map(\.name) == [NarratorFeatures.probabilities])
        let captioning = try NarratorFeatures(Meadow.classifier(), mode: .captioning, layers: ["late"])
        #expect(captioning.parts.map(\.name) == ["late"] && captioning.width == 5)
        for (index, image) in images.enumerated() {
            let (_, late, probabilities) = Meadow.activations(image)
            #expect(difference(rows(try output.features(of: input))[index], probabilities) < 1e-5)
            #expect(difference(rows(try captioning.features(of: input))[index], late.map(Meadow.mean)) < 1e-5)
        }
    }

    @Test func `a batch is its inputs one by one`() throws {
        let features = try NarratorFeatures(Meadow.classifier())
        let alone = try images.map { try features.features(of: Meadow.input([$0])) }
        #expect(difference(try features.features(of: Meadow.input(images)), .concatenated(alone)) < 1e-6)
    }

    @Test func `where nobody names layers, each resolution's last one is read`() throws {
        let features = try NarratorFeatures(Meadow.classifier())
        #expect(features.layers == ["early", "late"])
    }

    @Test func `layers that do not exist are refused`() throws {
        let classifier = try Meadow.classifier()
        #expect(refusal { _ = try NarratorFeatures(classifier, layers: ["later"]) } != nil)
        // Of no account where none is read.
        #expect(refusal { _ = try NarratorFeatures(classifier, mode: .output, layers: ["later"]) } == nil)
    }

    @Test func `of a classifier of vectors the vector, its rectified layers and probabilities are read`() throws {
        let architecture = FeatureClassifier(width: 6, hidden: [4, 3], classes: 2)
        let generator = Generator(seed: 3)
        let shapes = [("hidden1", [4, 6]), ("hidden2", [3, 4]), ("fc", [2, 3])]
        let weights = Dictionary(
            uniqueKeysWithValues: shapes.flatMap { name, shape in
                [
                    ("\(name).weight", Tensor.normal(shape, using: generator)),
                    ("\(name).bias", Tensor.normal([shape[0]], using: generator)),
                ]
            })
        let features = try NarratorFeatures(Classifier(architecture, weights: weights))
        #expect(features.parts.map(\.name) == ["input", "relu1", "relu2", "probabilities"])
        #expect(features.parts.map(\.range) == [0..<6, 6..<10, 10..<13, 13..<15])
        let x = Tensor.normal([3, 6], using: generator)
        for (found, x) in zip(rows(try features.features(of: x)), rows(x)) {
            func layer(_ name: String, _ x: [Double]) -> [Double] {
                zip(rows(weights["\(name).weight"]!), weights["\(name).bias"]!.elements(as: Double.self)).map {
                    row, bias in
                    zip(row, x).reduce(bias) { $0 + $1.0 * $1.1 }
                }
            }
            let first = layer("hidden1", x).map { max(0, $0) }
            let second = layer("hidden2", first).map { max(0, $0) }
            let probabilities = SlowNarrator.logSoftmax(layer("fc", second)).map(exp)
            #expect(difference(found, x + first + second + probabilities) < 1e-5)
        }
    }

    @Test(arguments: [(0, []), (1, [500]), (2, [500, 300]), (3, [500, 300, 300])])
    func `widths are as published`(layers: Int, widths: [Int]) throws {
        #expect(try FeatureClassifier.publishedWidths(hiddenLayers: layers) == widths)
        let features = try NarratorFeatures(
            Classifier(FeatureClassifier(width: 8192, hidden: widths, classes: 200), seed: 1))
        // 8892 and 9192 numbers for one and two hidden layers.
        #expect(features.width == 8192 + widths.reduce(0, +) + 200)
        #expect(try NarratorFeatures(features.classifier, mode: .output).width == 200)
        #expect(try NarratorFeatures(features.classifier, mode: .captioning, layers: ["input"]).width == 8192)
    }

    @Test(arguments: [-1, 4]) func `other numbers of hidden layers are refused`(layers: Int) {
        #expect(refusal { _ = try FeatureClassifier.publishedWidths(hiddenLayers: layers) }?.code == .usage)
    }

    @Test func `hidden biases begin at a tenth, the last ones at zero`() throws {
        let classifier = Classifier(FeatureClassifier(width: 3, hidden: [4], classes: 2), seed: 1)
        let parameters = classifier.network.graph.parameters
        func values(_ name: String) throws -> [Float] {
            let id = try #require(parameters.first { $0.name == name }).id
            return try #require(classifier.network.weights[id]).floats
        }
        #expect(try values("hidden1.bias") == [0.1, 0.1, 0.1, 0.1] && values("fc.bias") == [0, 0])
    }
}
