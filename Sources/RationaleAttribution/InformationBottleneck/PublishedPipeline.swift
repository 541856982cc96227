import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// The authors' way to an input bottleneck: feature bottleneck → mask whose features look like what passes there → input
/// bottleneck relative to that mask.
///
/// The result is λ of the last stage before smoothing, averaged over channels: a share, not bits.
public struct PublishedPipeline: Sendable, Hashable {
    /// Where the feature bottleneck is; `nil` lets `Network.informationLayer()` choose.
    public var layer: String?
    /// The feature bottleneck, without smoothing. Published: β 20, 10 steps.
    public var feature: AdamSearch
    public var leastDeviation: Double
    public var activeThreshold: Double
    /// The adversary; `nil` takes the mask that it starts from: the sigmoid of the bits, which it moves by 0.02.
    public var adversary: AdversarialSearch?
    /// The input bottleneck. Published: β 20, 60 steps.
    public var input: AdamSearch

    public init(
        layer: String? = nil, feature: AdamSearch = AdamSearch(beta: 20, steps: 10), leastDeviation: Double = 0.01,
        activeThreshold: Double = 0.01, adversary: AdversarialSearch? = AdversarialSearch(),
        input: AdamSearch = AdamSearch(beta: 20, steps: 60)
    ) {
        self.layer = layer
        self.feature = feature
        self.leastDeviation = leastDeviation
        self.activeThreshold = activeThreshold
        self.adversary = adversary
        self.input = input
    }

    /// The mask G relative to which the input's information counts, of the input's shape.
    func prior(
        _ question: Question, _ targets: ResolvedTargets, _ statistics: LayerStatistics?, _ generator: Generator
    ) throws -> (prior: Tensor, layer: LayerChoice, warnings: [String], stages: [[AttributionStage]]) {
        let noise = FeatureNoise(
            layer: layer, statistics: statistics, smoothing: 0, leastDeviation: leastDeviation,
            activeThreshold: activeThreshold)
        let site = try LayerBottleneck(question, noise)
        let loss = try site.loss(question, targets, samples: feature.samples)
        let found = try site.bottleneck.optimized(by: feature, loss, using: generator) {
            question.progress("feature bottleneck", 0.1 * $0)
        }
        let bits = site.bits(found.information)  // [batch, height, width]
        let stages = AttributionStage.ofEachInput(
            "feature bottleneck", bits, unit: "bits", found, settings: feature.settings
        ).map { [$0] }
        let start = start(bits, question.input)
        guard let adversary else {
            return (start.sigmoid.expanded(question.input.shape), site.layer, site.warnings, stages)
        }
        let progress = question.progress.part(0.1...0.9)
        // Every input sees the noise that it would see alone.
        let state = generator.state
        let masks = try (0..<question.batch).map { index in
            try generator.restore(state)
            return try self.mask(
                of: index, question, site, capacity: found.information, start, adversary, generator,
                progress.part(of: index..<index + 1, in: question.batch))
        }
        return (.concatenated(masks.map(\.mask)), site.layer, site.warnings, zip(stages, masks).map { $0 + [$1.stage] })
    }

    /// p before the first step: the bits of the layer's places, spread over the pixels that they stand for.
    ///
    /// For texts, `Σ KL` of each word in nats.
    private func start(_ bits: Tensor, _ input: Tensor) -> Tensor {
        guard input.rank == 4 else { return (bits * log(2.0)).reshaped([bits.shape[0], -1, 1]) }
        let (height, width) = (input.shape[2], input.shape[3])
        let share = Double(bits.shape[1] * bits.shape[2]) / Double(height * width)
        return (bits * share).unsqueezed(1).resizedBilinearly(height: height, width: width)
    }

    /// The adversary's mask of one input, `[1, …]`.
    private func mask(
        of index: Int, _ question: Question, _ site: LayerBottleneck, capacity: Tensor, _ start: Tensor,
        _ adversary: AdversarialSearch, _ generator: Generator, _ progress: MethodProgress
    ) throws -> (mask: Tensor, stage: AttributionStage) {
        let row = index..<index + 1
        let rectifies = question.network.graph.isRectified(afterLayer: site.layer.path)
        func seen(_ features: Tensor) -> Tensor { rectifies ? features.relu : features }
        let search = AdversarialMask(
            input: question.input.slice(0, row), features: seen(site.bottleneck.signal.slice(0, row)),
            capacity: capacity.slice(0, row), start: start.slice(0, row),
            head: { seen(try site.split.head($0).tensor.converted(to: .float32)) })
        let (mask, losses) = try search.found(by: adversary, using: generator) { progress("adversary", $0) }
        let places = mask.rank == 4 ? mask.mean([1]) : mask.mean([2])
        var stage = AttributionStage.ofEachInput(
            "adversary", places, unit: "share of the pixel that passes", settings: adversary.settings)[0]
        stage.losses = losses
        return (mask, stage)
    }
}

extension AdversarialSearch {
    fileprivate var settings: [String: String] {
        [
            "epochs": "\(epochs)", "groups": "\(groups)", "group-size": "\(groupSize)", "batch": "\(batch)",
            "critic-steps": "\(criticSteps)", "limit": "\(limit)",
        ]
    }
}

extension Graph {
    /// Whether all that follows a layer sees its output rectified: the authors' hooks see such features so, since the
    /// rectifier of the networks that they use works in place.
    fileprivate func isRectified(afterLayer path: String) -> Bool {
        guard let output = try? output(ofLayer: path) else { return false }
        let users = nodes.filter { $0.arguments.flatMap(\.values).contains(output) }
        return !users.isEmpty && users.allSatisfy { $0.operatorName == "aten::relu" }
    }
}
