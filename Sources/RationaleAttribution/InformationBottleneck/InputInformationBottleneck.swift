import Foundation
import RationaleCore
public import RationaleNetworks
import RationaleTorch

/// How many bits of each pixel, or word, a network needs for its answer.
///
/// The input itself is mixed with noise, `z = λx + (1 − λ)ε`, and λ is optimised for each value:
/// `min E[−ln p(target | z)] + β · mean KL`. What passes is measured in bits, at the resolution of the input.
///
/// *Source:* Zhang, Khakzar, Li, Farshad, Kim, Navab (2021), "Fine-grained neural network explanation by identifying input
/// features with predictive information", arXiv 2110.01471.
///
/// By default the mask is found by a ``SteadySearch`` alone. The objective ``Objective/published(_:)`` is the authors':
/// a bottleneck at a layer, an adversary that turns it into a prior mask of the input, then a bottleneck at the input.
/// `docs/decisions/0006-input-bottleneck.md` has the measurements that speak for the default.
///
/// *Cost:* 122 forward and backward passes (of a picture) for each search of an input, of which there are two or more, and one
/// forward pass. Published: 600, 100 from the layer on, and the adversary's, which take most of the time. Any number of inputs
/// is optimised at once.
public struct InputInformationBottleneck: AttributionMethod, UsesLayerStatistics {
    public static let identifier = "input-iba"
    public static let title = "Information bottleneck at the input"
    public static let summary = "Information bottleneck at the input, in bits (Zhang et al. 2021)"
    public let isSigned = false
    public private(set) var objective: Objective
    public var smoothing: Double
    public var statistics: LayerStatistics?
    public var seed: UInt64?

    /// How the mask is found.
    public enum Objective: Sendable, Hashable {
        case steady(SteadySearch)
        case published(PublishedPipeline)

        /// Steady: as fine as still comes again with other noise.
        var standardSmoothing: Double {
            switch self {
            case .steady: 0.7
            case .published: 1
            }
        }
    }

    /// - Parameters:
    ///   - objective: how the mask is found.
    ///   - smoothing: the standard deviation of a Gaussian over the mask of a picture (published) or over what its logistic
    ///     function is taken of (steady), in pixels; `nil` for 1 as published, and 0.7. Masks of texts are not smoothed.
    ///   - statistics: of the layer of the published objective; without them those of each input's own places, and a warning.
    ///   - seed: of the noise.
    public init(
        objective: Objective = .steady(SteadySearch()), smoothing: Double? = nil, statistics: LayerStatistics? = nil,
        seed: UInt64 = 0
    ) {
        self.objective = objective
        self.smoothing = smoothing ?? objective.standardSmoothing
        self.statistics = statistics
        self.seed = seed
    }

    public var unit: MapUnit {
        switch objective {
        case .steady: .bits
        case .published: .shareThatPasses
        }
    }

    public static let settings: [Setting<Self>] = [
        .init(
            "objective", Objective.Name.self, "How the mask is found.",
            get: { $0.objective.name }, set: { $0.choose($1) }),
        .both("beta", \.beta, \.beta, in: 0...Double.infinity, "The price of information."),
        .both("steps", \.steps, \.steps, in: 1...Double.infinity, "Steps of the search."),
        .both("samples", \.samples, \.samples, in: 1...Double.infinity, "Noisy copies of each input in a step."),
        .both("learning-rate", \.learningRate, \.learningRate, "The step of the search, in units of alpha."),
        .both("initial-alpha", \.initialAlpha, \.initialAlpha, "Alpha before the first step."),
        .init("smoothing", \.smoothing, in: 0...Double.infinity, "The Gaussian over the mask, in pixels."),
        .steady("momentum", \.momentum, "The share of the direction that a step keeps."),
        .steady("scale-momentum", \.scaleMomentum, "The share of the scale that a step keeps."),
        .steady("disturbance", \.disturbance, "How much of the noise's part of the derivative counts."),
        .init(
            "convergence", Double.self, in: 0...1, with: "--objective steady",
            "The reliability up to which the search is repeated; 0 for one search.",
            get: { $0.objective.steady.map { $0.convergence ?? 0 } },
            set: { bottleneck, value in
                bottleneck.changeSteady { $0.convergence = value == 0 ? nil : value }
            }),
        .published(
            "layer", "The layer of the feature bottleneck.", get: { $0.layer ?? "chosen" }, set: { $0.layer = $1 }),
        .published(
            "feature-beta", "The price of information at the layer.", get: { $0.feature.beta },
            set: { $0.feature.beta = $1 }),
        .published(
            "feature-steps", "Steps of the feature bottleneck.", get: { $0.feature.steps },
            set: { $0.feature.steps = $1 }),
        .published(
            "min-deviation", "The least deviation of a feature.", get: { $0.leastDeviation },
            set: { $0.leastDeviation = $1 }),
        .published(
            "active-threshold", "The share of inputs for which a feature must not be zero to count.",
            get: { $0.activeThreshold }, set: { $0.activeThreshold = $1 }),
        .published(
            "adversary", "Epochs of the adversary, 0 for none.", get: { $0.adversary?.epochs ?? 0 },
            set: { $0.adversary = $1 == 0 ? nil : AdversarialSearch(epochs: $1) }),
        .init("seed", \.seed, none: "0", "The seed of the noise."),
    ]

    public func statisticsLayer(in network: Network) throws -> String? {
        guard case .published(let pipeline) = objective else { return nil }
        return try pipeline.layer ?? network.informationLayer().path
    }

    public func answer(_ question: Question) throws -> Answer {
        let x = question.input
        guard x.dtype.isFloatingPoint, x.rank > 1 else {
            throw RationaleError(
                .usage,
                "\(question.network.name) takes inputs of shape \(Array(x.shape.dropFirst())) of \(x.dtype), "
                    + "which have no places for a bottleneck",
                hint: "Explain pictures, or texts at the layer that embeds them.")
        }
        switch objective {
        case .steady(let search): return try steady(question, search)
        case .published(let pipeline): return try published(question, pipeline)
        }
    }

    /// The input with noise in place of what does not pass.
    private func bottleneck(
        _ question: Question, prior: Tensor? = nil, smoothing: GaussianSmoothing = .none
    ) -> Bottleneck {
        let (mean, deviation) = noise(question)
        return Bottleneck(signal: question.input, mean: mean, deviation: deviation, prior: prior, smoothing: smoothing)
    }

    /// Standard normal, as published: preprocessing brings pictures about there. Word vectors may be far smaller, so the steady
    /// search disturbs them by noise that is spread like the words of the whole vocabulary.
    private func noise(_ question: Question) -> (mean: Tensor, deviation: Tensor) {
        let x = question.input
        guard objective.steady != nil, let spread = question.classifier.input.wordVectors else {
            let plain = Array(repeating: 1, count: x.rank)
            return (.zeros(plain, dtype: x.dtype, device: x.device), .ones(plain, dtype: x.dtype, device: x.device))
        }
        func ofEachNumber(_ values: [Float]) -> Tensor {  // [1, 1, number]
            Tensor(values, shape: [1, 1, values.count]).converted(to: x.dtype).moved(to: x.device)
        }
        return (ofEachNumber(spread.mean), ofEachNumber(spread.deviation))
    }

    private func gaussian(for x: Tensor) -> GaussianSmoothing {
        GaussianSmoothing(deviation: x.rank == 4 ? smoothing : 0)
    }

    private func steady(_ question: Question, _ search: SteadySearch) throws -> Answer {
        let targets = try question.resolve()
        var found = (0..<question.batch).map { _ in RepeatedSearch() }
        // The first search has the seed itself, so that it is what a single search would be.
        var seeds = SplitMix64(seed: seed ?? 0, for: "repeated searches")
        for round in 0..<RepeatedSearch.most {
            let open = found.indices.filter { !found[$0].suffices(for: search.convergence) }
            if open.isEmpty { break }
            let part = question.only(open)
            let loss = try NoisyLoss(part, targets.only(open), samples: search.samples)
            // Nobody knows how many there will be: each has half of what is left.
            let progress = question.progress.part(1 - pow(0.5, Double(round))...1 - pow(0.5, Double(round + 1)))
            let mask = try bottleneck(part).optimized(
                by: search, smoothing: gaussian(for: part.input), sharedBy: question.positions.featureAxis, loss,
                seed: round == 0 ? seed ?? 0 : seeds.next()
            ) { progress("input bottleneck", $0) }
            let maps = positionwise(mask.information, question.positions) / log(2.0)
            let stages = AttributionStage.ofEachInput(
                "input bottleneck", maps, unit: unit.text(for: targets.scoring), mask, settings: settings)
            for (row, index) in open.enumerated() { found[index].add(maps.selected(0, row), stages[row]) }
        }
        return Answer(
            .stacked(found.map(\.map)), targets: targets,
            warnings: found.map { $0.warnings(aim: search.convergence) }, stages: found.map(\.stages))
    }

    private func published(_ question: Question, _ pipeline: PublishedPipeline) throws -> Answer {
        guard question.positions.kind != .elements else {
            throw RationaleError(
                .usage,
                "the published objective is defined for pictures and texts, not for inputs of shape "
                    + "\(Array(question.input.shape.dropFirst()))", hint: "Choose the objective 'steady'.")
        }
        let targets = try question.resolve()
        let generator = Generator(seed: seed ?? 0, device: question.network.device)
        let (prior, layer, warnings, before) = try pipeline.prior(question, targets, statistics, generator)
        let loss = try NoisyLoss(question, targets, samples: pipeline.input.samples)
        let progress = question.progress.part(pipeline.adversary == nil ? 0.1...1 : 0.9...1)
        let x = question.input
        let found = try bottleneck(question, prior: prior, smoothing: gaussian(for: x))
            .optimized(by: pipeline.input, loss, using: generator) { progress("input bottleneck", $0) }
        let maps = x.rank == 4 ? found.share.mean([1]) : found.share.mean([2])
        let last = AttributionStage.ofEachInput(
            "input bottleneck", maps, unit: unit.text(for: targets.scoring), found, settings: pipeline.input.settings)
        return Answer(
            maps, targets: targets, layer: layer, warnings: Array(repeating: warnings, count: question.batch),
            stages: zip(before, last).map { $0 + [$1] })
    }

    /// Sums over what belongs to one place: the channels of a pixel, the dimensions of a word.
    /// `[batch, height, width]`: the sum over what shares a position.
    private func positionwise(_ values: Tensor, _ positions: InputPositions) -> Tensor {
        let sums = positions.featureAxis.map { values.sum([$0]) } ?? values
        return positions.kind == .text ? sums : sums.reshaped([-1, positions.height, positions.width])
    }
}

// MARK: Settings

extension InputInformationBottleneck.Objective {
    enum Name: String, CaseIterable, SettingValue { case steady, published }

    var name: Name { steady == nil ? .published : .steady }

    var steady: SteadySearch? {
        if case .steady(let search) = self { search } else { nil }
    }

    var published: PublishedPipeline? {
        if case .published(let pipeline) = self { pipeline } else { nil }
    }
}

extension InputInformationBottleneck {
    /// Takes another objective with its own defaults.
    fileprivate mutating func choose(_ name: Objective.Name) {
        guard name != objective.name else { return }
        objective = name == .steady ? .steady(SteadySearch()) : .published(PublishedPipeline())
        smoothing = objective.standardSmoothing
    }

    fileprivate mutating func changeSteady(_ change: (inout SteadySearch) -> Void) {
        guard case .steady(var search) = objective else { return }
        change(&search)
        objective = .steady(search)
    }

    fileprivate mutating func changePublished(_ change: (inout PublishedPipeline) -> Void) {
        guard case .published(var pipeline) = objective else { return }
        change(&pipeline)
        objective = .published(pipeline)
    }
}

extension Setting where Method == InputInformationBottleneck {
    /// A number that both objectives have, each in its own search.
    fileprivate static func both<Value: SettingValue>(
        _ name: String, _ steady: any WritableKeyPath<SteadySearch, Value> & Sendable,
        _ published: any WritableKeyPath<AdamSearch, Value> & Sendable, in range: ClosedRange<Double>? = nil,
        _ help: String
    ) -> Setting {
        Setting(name, Value.self, in: range, help) {
            switch $0.objective {
            case .steady(let search): search[keyPath: steady]
            case .published(let pipeline): pipeline.input[keyPath: published]
            }
        } set: { bottleneck, value in
            bottleneck.changeSteady { $0[keyPath: steady] = value }
            bottleneck.changePublished { $0.input[keyPath: published] = value }
        }
    }

    fileprivate static func steady(
        _ name: String, _ path: any WritableKeyPath<SteadySearch, Double> & Sendable, _ help: String
    ) -> Setting {
        Setting(name, Double.self, in: 0...1, with: "--objective steady", help) {
            $0.objective.steady?[keyPath: path]
        } set: { bottleneck, value in
            bottleneck.changeSteady { $0[keyPath: path] = value }
        }
    }

    fileprivate static func published<Value: SettingValue>(
        _ name: String, _ help: String, get: @escaping @Sendable (PublishedPipeline) -> Value,
        set: @escaping @Sendable (inout PublishedPipeline, Value) -> Void
    ) -> Setting {
        Setting(name, Value.self, with: "--objective published", help) {
            $0.objective.published.map(get)
        } set: { bottleneck, value in
            bottleneck.changePublished { set(&$0, value) }
        }
    }
}
