import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

import RationaleAttribution

/// Every stage against PyTorch's numbers for the same noise (scripts/reference/bottlenecks.py).
@Suite struct GoldenBottleneckTests {
    struct Document: Decodable {
        let target: Int
        let seed, estimationSeed: UInt64
        let mean, deviation, activity: Golden.Array
        let capacity, featureLosses, start, prior, criticLosses, share, information, inputLosses: Golden.Array
    }

    static let pipeline = PublishedPipeline(
        layer: "layer1", feature: AdamSearch(beta: 1, steps: 10),
        adversary: AdversarialSearch(epochs: 2, groups: 3, groupSize: 8, batch: 6),
        input: AdamSearch(beta: 1, steps: 12, samples: 4))

    let golden: Document
    let classifier: Classifier
    let statistics: LayerStatistics

    init() throws {
        golden = try Golden.document("bottleneck-cnn")
        classifier = try Golden.classifier("cnn")
        var estimator = try LayerStatistics.Estimator(of: classifier.network, layer: "layer1")
        let inputs = Tensor.normal([20, 3, 32, 32], using: Generator(seed: golden.estimationSeed))
        for range in [0..<1, 1..<8, 8..<20] { try estimator.add(inputs.slice(0, range)) }
        statistics = try estimator.statistics()
    }

    @Test func estimation() throws {
        #expect(difference(statistics.mean, golden.mean.tensor) < 1e-5)
        #expect(difference(statistics.deviation, golden.deviation.tensor) < 1e-5)
        let active = statistics.activity.isGreater(than: .full([1], 0.01)).converted(to: .float32)
        #expect(difference(active, golden.activity.tensor) == 0)
        #expect(statistics.count == 20)
    }

    @Test func stages() throws {
        let method = InputInformationBottleneck(
            objective: .published(Self.pipeline), statistics: statistics, seed: golden.seed)
        let picture = try Golden.pictures().slice(0, 0..<1)
        let found = try method.attribute(picture, targets: [.index(golden.target)], in: classifier)[0]
        #expect(found.stages.map(\.name) == ["feature bottleneck", "adversary", "input bottleneck"])
        let (feature, adversary, input) = (found.stages[0], found.stages[1], found.stages[2])

        #expect(distance(feature.map!, golden.capacity.tensor.sum([0]) / log(2.0)) < 1e-4)
        #expect(distance(column(feature), golden.featureLosses.tensor) < 1e-4)
        #expect(distance(adversary.map!, golden.prior.tensor.mean([0])) < 1e-4)
        #expect(distance(adversary.losses, golden.criticLosses.tensor) < 1e-4)
        #expect(distance(found.map, golden.share.tensor.mean([0])) < 1e-4)
        #expect(distance(column(input), golden.inputLosses.tensor) < 1e-4)
        let bits = golden.information.tensor.sum().item / log(2.0)
        #expect(abs(input.bits! / bits - 1) < 1e-4)
        #expect(found.map == input.map)
    }

    /// Losses and what passed, as the golden file has them: `[step, 2]`.
    private func column(_ stage: AttributionStage) -> [Float] {
        zip(stage.losses, stage.passed).flatMap { [$0, $1] }
    }

    private func distance(_ map: Heatmap, _ expected: Tensor) -> Double { distance(map.values, expected) }

    private func distance(_ values: [Float], _ expected: Tensor) -> Double {
        difference(Tensor(values, shape: [values.count]), expected.reshaped([-1]))
    }
}
