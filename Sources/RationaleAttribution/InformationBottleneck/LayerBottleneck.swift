import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// A bottleneck at the output of a layer, for the inputs of a question.
struct LayerBottleneck {
    let layer: LayerChoice
    let bottleneck: Bottleneck
    let split: Split
    let activation: Split.Activation
    /// How the features lie over the input.
    let grid: LayerGrid
    /// What a reader should know of the statistics.
    let warnings: [String]

    /// - Throws: `RationaleError.Code.usage` for a layer that does not exist, has no places, or has other features than the
    ///   statistics.
    init(_ question: Question, _ settings: FeatureNoise) throws {
        let network = question.network
        let layer =
            try settings.layer.map { LayerChoice(asked: $0) }
            ?? network.informationLayer()
        let split = try network.filteringMinimally().split(at: layer.path)
        let activation = try withoutGradient { try split.head(question.input) }
        guard let grid = network.grid(of: activation.tensor.shape, input: question.input.shape),
            grid.count > 1 || question.input.rank == 3
        else {
            throw RationaleError(
                .usage,
                "the output of layer '\(layer.path)' of \(network.name) has no places to tell apart: "
                    + "its shape is \(activation.tensor.shape)",
                hint: "Leave the layer out, or take one before the pooling; `rationale model inspect` lists all shapes."
            )
        }
        let precise: DType = activation.tensor.dtype == .float64 ? .float64 : .float32
        let features = activation.tensor.converted(to: precise)
        let (statistics, warnings) = try settings.moments(of: features, at: layer.path)
        let deviation = statistics.deviation.clamped(min: settings.leastDeviation)
        let threshold = Tensor.full([1], settings.activeThreshold, like: statistics.activity)
        self.layer = layer
        self.split = split
        self.activation = activation
        self.grid = grid
        self.warnings = warnings
        bottleneck = Bottleneck(
            signal: features, mean: statistics.mean, deviation: deviation,
            active: statistics.activity.isGreater(than: threshold).converted(to: precise),
            smoothing: GaussianSmoothing(
                deviation: settings.smoothing, grid: grid.order == .channelsFirst ? nil : grid))
    }

    /// The loss of noisy features.
    func loss(_ question: Question, _ targets: ResolvedTargets, samples: Int) throws -> NoisyLoss {
        try NoisyLoss(
            question, targets, samples: samples, split: split, at: activation, mean: bottleneck.mean)
    }

    /// `Σ over channels / ln 2`: the bits that pass at each place, `[batch, height, width]`.
    func bits(_ information: Tensor) -> Tensor { grid.folded(information).sum([1]) / log(2.0) }
}

/// What features are replaced by: noise with the moments that are usual at their layer.
struct FeatureNoise: Sendable {
    let layer: String?
    let statistics: LayerStatistics?
    /// The Gaussian over the mask, in places.
    let smoothing: Double
    /// Below which a deviation counts as this: features that hardly change would carry any amount of information.
    let leastDeviation: Double
    /// Features that are not zero for at most this share of inputs pass nothing.
    let activeThreshold: Double

    /// Mean, deviation and activity of the layer's rank, the first length 1, or that of the batch.
    fileprivate func moments(
        of features: Tensor, at layer: String
    ) throws(RationaleError) -> (LayerStatistics, warnings: [String]) {
        guard let statistics else {
            return (
                .ofEachInput(features, layer: layer),
                ["the noise at '\(layer)' has the moments of this input alone; --estimation gives what is usual there"]
            )
        }
        guard statistics.layer == layer else {
            throw RationaleError(
                .usage, "the statistics are those of layer '\(statistics.layer)', not of '\(layer)'",
                hint: "Estimate them at the layer that is explained.")
        }
        let expected = Array(features.shape.dropFirst())
        let fits =
            statistics.mean.rank == expected.count
            && zip(statistics.mean.shape, expected).allSatisfy { $0 == $1 || $0 == 1 }
        guard fits else {
            throw RationaleError(
                .usage,
                "the statistics of layer '\(layer)' are of shape \(statistics.mean.shape), but its output is \(expected)",
                hint: "Estimate them with inputs of the size that is explained.")
        }
        return (statistics.moved(like: features), [])
    }
}
