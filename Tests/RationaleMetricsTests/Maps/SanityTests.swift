import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

/// Drawing layers anew, and what that does to maps.
struct SanityTests {
    private let classifier = ThreeLayers.classifier()

    private func weight(_ name: String, in network: Network) -> Tensor {
        let id = network.graph.parameters.first { $0.name == name }!.id
        return network.weights[id]!
    }

    private func isSame(_ name: String, _ other: Network) -> Bool {
        weight(name, in: classifier.network).floats == weight(name, in: other).floats
    }

    @Test func `A layer and all later ones are drawn anew, earlier ones stay`() throws {
        let randomization = LayerRandomization(seed: 3)
        #expect(randomization.layers(of: classifier.network) == ["first", "second", "scores"])
        #expect(randomization.cascade(of: classifier.network) == ["scores", "second", "first"])
        #expect(randomization.cascade(of: classifier.network, count: 2) == ["scores", "first"])
        let found = try randomization.randomized(classifier.network, from: "second")
        #expect(isSame("first.weight", found))
        for name in ["second.weight", "second.bias", "scores.weight", "scores.bias"] { #expect(!isSame(name, found)) }
        #expect(weight("second.bias", in: found).floats.allSatisfy { $0 == 0 })
        #expect(weight("scores.bias", in: found).floats.allSatisfy { $0 == 0 })
        // Evenly within √(6 / ((4 + 5) · 9)); normal with deviation 0.05.
        let bound = Float((6.0 / 81).squareRoot())
        let second = weight("second.weight", in: found).floats
        #expect(second.allSatisfy { abs($0) <= bound } && second.contains { abs($0) > 0.9 * bound })
        let scores = weight("scores.weight", in: found).floats
        let deviation = (scores.reduce(0) { $0 + $1 * $1 } / Float(scores.count)).squareRoot()
        #expect(abs(deviation - 0.05) < 0.01)
        // A layer is the same wherever the cascade begins.
        let later = try randomization.randomized(classifier.network, from: "scores")
        #expect(weight("scores.weight", in: later).floats == scores)
        #expect(
            try weight("scores.weight", in: LayerRandomization(seed: 4).randomized(classifier.network, from: "scores"))
                .floats
                != scores)
    }

    @Test func `The published form fails at a convolution without a bias`() throws {
        let published = LayerRandomization(.published)
        _ = try published.randomized(classifier.network, from: "second")
        let error = #expect(throws: RationaleError.self) { try published.randomized(classifier.network, from: "first") }
        #expect(error?.message.contains("'first' has no bias") == true)
        _ = try LayerRandomization().randomized(classifier.network, from: "first")
    }

    @Test func `A block means its first layer; unknown layers and those without weights are refused`() throws {
        let resnet = Classifier(try Zoo.architecture(named: "cifar_resnet20", classes: 10), seed: 0)
        let randomization = LayerRandomization()
        let found = try randomization.randomized(resnet.network, from: "layer3")
        let changed = resnet.network.graph.parameters.filter {
            found.weights[$0.id]!.floats != resnet.network.weights[$0.id]!.floats
        }
        #expect(
            changed.contains { $0.name.hasPrefix("layer3.0.") } && !changed.contains { $0.name.hasPrefix("layer2") })
        #expect(randomization.cascade(of: resnet.network).count == 8)
        let unknown = #expect(throws: RationaleError.self) {
            try randomization.randomized(classifier.network, from: "secnd")
        }
        #expect(unknown?.hint?.contains("'second'") == true)
        let bare = #expect(throws: RationaleError.self) {
            try randomization.randomized(classifier.network, from: "pool")
        }
        #expect(bare?.message.contains("has no weights") == true)
        #expect(throws: RationaleError.self) {
            try randomization.randomized(classifier.prepared().network, from: "scores")
        }
    }

    @Test(arguments: MetricForm.allCases)
    func `Controls stay the same, gradients do not`(form: MetricForm) throws {
        let check = SanityCheck(
            form, layers: ["scores", "second"], filter: SampleFilter(leastProbability: 0),
            bootstrap: .init(resamples: 50))
        let methods: [any AttributionMethod] = [RandomMap(), ImageCentre(), Gradient(), FixedMaps(seed: 1)]
        let report = try check.run(methods.map { ComparedMethod($0) }, of: classifier, on: NoiseSamples(count: 10)) {
            try $0.prepared()
        }
        #expect(report.measures.map(\.name) == ["ssim", "ssim-scores", "ssim-second"])
        for control in ["random", "centre", "fixed"] {
            for measure in report.measures {
                let score = try #require(report.score(measure, of: control))
                #expect(abs(score.value - 1) < 1e-9 && score.count == 10)
            }
        }
        let gradient = report.measures.compactMap { report.score($0, of: "gradient")?.value }
        #expect(gradient.count == 3 && gradient.allSatisfy { $0 < 0.7 })
        #expect(abs(gradient[0] - (gradient[1] + gradient[2]) / 2) < 1e-9)
    }

    @Test func `The similarity is that of the maps themselves`() throws {
        let check = SanityCheck(layers: ["second"], filter: SampleFilter(leastProbability: 0), seed: 5)
        let report = try check.run([ComparedMethod(InputTimesGradient())], of: classifier, on: NoiseSamples(count: 2)) {
            $0
        }
        let changed = try LayerRandomization(seed: 5).randomized(classifier.network, from: "second")
        for (index, sample) in report.samples.enumerated() {
            let input = try NoiseSamples(count: 2).sample(index, for: classifier).input
            let maps = try [classifier, classifier.with(changed)].map { classifier in
                let map = try InputTimesGradient().attribute(input, targets: [.index(sample.target)], in: classifier)[0]
                    .map
                let largest = map.values.map(abs).max()!
                return map.values.map { Double($0) / Double(largest) }
            }
            let expected = StructuralSimilarity(dataRange: 2)(maps[0], maps[1], height: 12, width: 12)
            #expect(abs((sample.values["input-x-gradient"]?["ssim-second"] ?? 9) - expected) < 1e-5)
        }
    }
}
