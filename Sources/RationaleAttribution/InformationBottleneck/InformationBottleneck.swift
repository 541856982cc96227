import RationaleCore
public import RationaleNetworks
import RationaleTorch

/// How many bits of each place of a layer a network needs for its answer.
///
/// Features R of a layer are mixed with noise, `z = λR + (1 − λ)ε`, `ε ~ N(μ, σ²)` with the layer's usual moments, and λ is
/// optimised for each feature: `min E[−ln p(target | z)] + β · mean KL(p(z | R) ‖ N(μ, σ²))`. The map is the information
/// that still passes, `Σ over channels KL / ln 2`, in bits. Its sum is an upper bound of what the answer takes.
///
/// *Source:* Schulz, Sixt, Tombari, Landgraf (2020), "Restricting the flow: information bottlenecks for attribution", arXiv
/// 2001.00396; defaults as in the authors' program.
/// *Cost:* one forward pass up to the layer, then `steps × samples` forward and backward passes from the layer on: 100 by
/// default. Any number of inputs is optimised at once; each sees the noise that it would see alone.
public struct InformationBottleneck: AttributionMethod, UsesLayerStatistics {
    public static let identifier = "iba"
    public static let title = "Information bottleneck at a layer"
    public static let summary = "Information bottleneck at a layer, in bits (Schulz et al. 2020)"
    public let unit = MapUnit.bits
    public let isSigned = false
    public var layer: String?
    public var search: AdamSearch
    public var smoothing: Double
    public var leastDeviation: Double
    public var activeThreshold: Double
    public var statistics: LayerStatistics?
    public var seed: UInt64?

    /// - Parameters:
    ///   - layer: a layer path; by default `Network.informationLayer()`.
    ///   - search: how the mask is found. Default: β 10, 10 steps of 10 samples, learning rate 1 from α = 5, as published.
    ///   - smoothing: the standard deviation of a Gaussian over the mask, in places of the layer. Published: 1.
    ///   - leastDeviation: below which a feature's deviation counts as this. Published: 0.01.
    ///   - activeThreshold: features that are zero for all but this share of inputs pass nothing. Published: 0.01.
    ///   - statistics: the layer's usual moments; without them those of each input's own places, and a warning.
    ///   - seed: of the noise.
    public init(
        layer: String? = nil, search: AdamSearch = AdamSearch(beta: 10, steps: 10), smoothing: Double = 1,
        leastDeviation: Double = 0.01, activeThreshold: Double = 0.01, statistics: LayerStatistics? = nil,
        seed: UInt64 = 0
    ) {
        self.layer = layer
        self.search = search
        self.smoothing = smoothing
        self.leastDeviation = leastDeviation
        self.activeThreshold = activeThreshold
        self.statistics = statistics
        self.seed = seed
    }

    public static let settings: [Setting<Self>] = [
        .init("layer", \.layer, none: "chosen from the network", "The layer that is explained."),
        .init("beta", \.search.beta, in: 0...Double.infinity, "The price of information."),
        .init("steps", \.search.steps, in: 1...Double.infinity, "Steps of the search."),
        .init("samples", \.search.samples, in: 1...Double.infinity, "Noisy copies of each input in a step."),
        .init("learning-rate", \.search.learningRate, "The step of the search, in units of alpha."),
        .init("initial-alpha", \.search.initialAlpha, "Alpha before the first step."),
        .init(
            "smoothing", \.smoothing, in: 0...Double.infinity, "The Gaussian over the mask, in positions of the layer."),
        .init("min-deviation", \.leastDeviation, in: 0...Double.infinity, "The least deviation of a feature."),
        .init(
            "active-threshold", \.activeThreshold, in: 0...1,
            "The share of inputs for which a feature must not be zero to count."),
        .recorded("estimation-count") { "\($0.statistics?.count ?? 0)" },
        .init("seed", \.seed, none: "0", "The seed of the noise."),
    ]

    public func statisticsLayer(in network: Network) throws -> String? {
        try layer ?? network.informationLayer().path
    }

    public func answer(_ question: Question) throws -> Answer {
        let targets = try question.resolve()
        let site = try LayerBottleneck(
            question,
            FeatureNoise(
                layer: layer, statistics: statistics, smoothing: question.input.rank == 4 ? smoothing : 0,
                leastDeviation: leastDeviation, activeThreshold: activeThreshold))
        let loss = try site.loss(question, targets, samples: search.samples)
        let found = try site.bottleneck.optimized(
            by: search, loss, using: Generator(seed: seed ?? 0, device: question.network.device)
        ) { question.progress("feature bottleneck", $0) }
        let bits = site.bits(found.information)  // [batch, height, width]
        return Answer(
            bits, targets: targets, layer: site.layer,
            warnings: Array(repeating: site.warnings, count: question.batch),
            stages: AttributionStage.ofEachInput("feature bottleneck", bits, unit: "bits", found, settings: settings)
                .map { [$0] })
    }
}

/// A method that compares with what is usual at a layer.
public protocol UsesLayerStatistics: AttributionMethod {
    /// The layer's usual moments.
    var statistics: LayerStatistics? { get set }

    /// The layer whose statistics it needs; `nil` where it needs none.
    ///
    /// - Throws: `RationaleError.Code.usage` where the network has no layer that fits.
    func statisticsLayer(in network: Network) throws -> String?
}
