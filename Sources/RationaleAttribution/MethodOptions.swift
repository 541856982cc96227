public import RationaleCore

/// What can be said about a method from outside, by name: on the command line, in a configuration, on a page.
///
/// Everything is optional; a method's own default holds for what is not given. A method that does not have an option
/// refuses it (``AttributionMethods/named(_:options:)``), so that nobody believes it had an effect.
public struct MethodOptions: Sendable, Hashable {
    /// The options by the names of their flags.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        case layer, steps, rule, baseline, samples, noise, seed, window, stride, masks, cells, convergence, preset, area
        case beta, smoothing, objective, adversary
        case featureBeta = "feature-beta"
        case learningRate = "learning-rate"
        case initialAlpha = "initial-alpha"
        case activeThreshold = "active-threshold"
        case minDeviation = "min-deviation"
    }

    /// What is explained: some defaults depend on it.
    public var kind = InputKind.picture
    /// The layer that is explained: `layer4`.
    public var layer: String?
    /// Samples of an integral.
    public var steps: Int?
    /// How an integral is sampled, or a mask optimised: the name of a ``QuadratureRule`` or an
    /// ``ExtremalPerturbation/Rule``.
    public var rule: String?
    /// What a picture without information is: a name that ``Baseline/init(named:)`` reads.
    public var baseline: String?
    /// Noisy copies of an input.
    public var samples: Int?
    /// The noise's standard deviation, as a part of the range of the input's values.
    public var noise: Double?
    public var seed: UInt64?
    /// The side of an occluding window, in pixels.
    public var window: Int?
    /// How far it moves, in pixels.
    public var stride: Int?
    /// Random masks.
    public var masks: Int?
    /// Cells along each side of a random mask.
    public var cells: Int?
    /// The reliability at which sampling stops, 0 to 1.
    public var convergence: Double?
    /// A set of settings by its name: `default`, `published`.
    public var preset: String?
    /// Parts of the picture that masks show, above 0 and below 1, with commas between them.
    public var area: String?
    /// The price of information.
    public var beta: Double?
    /// The same at the layer of the published input bottleneck.
    public var featureBeta: Double?
    /// Of a bottleneck, in units of α.
    public var learningRate: Double?
    /// α before the first step of a bottleneck.
    public var initialAlpha: Double?
    /// The Gaussian over a bottleneck's mask, in places.
    public var smoothing: Double?
    /// How the mask of an input bottleneck is found: an ``InputInformationBottleneck/Objective``'s name.
    public var objective: String?
    /// Epochs of the published input bottleneck's adversary; 0 for none.
    public var adversary: Int?
    /// The share of inputs for which a feature must not be zero to count.
    public var activeThreshold: Double?
    /// The least deviation of a feature.
    public var minDeviation: Double?

    public init() {}

    /// Which of them are given, in the order of ``Name``.
    public var given: [Name] {
        Name.allCases.filter { name in
            switch name {
            case .layer: layer != nil
            case .steps: steps != nil
            case .rule: rule != nil
            case .baseline: baseline != nil
            case .samples: samples != nil
            case .noise: noise != nil
            case .seed: seed != nil
            case .window: window != nil
            case .stride: stride != nil
            case .masks: masks != nil
            case .cells: cells != nil
            case .convergence: convergence != nil
            case .preset: preset != nil
            case .area: area != nil
            case .beta: beta != nil
            case .featureBeta: featureBeta != nil
            case .learningRate: learningRate != nil
            case .initialAlpha: initialAlpha != nil
            case .smoothing: smoothing != nil
            case .objective: objective != nil
            case .adversary: adversary != nil
            case .activeThreshold: activeThreshold != nil
            case .minDeviation: minDeviation != nil
            }
        }
    }

    /// Only some of them: for several methods at once, each of which takes what it has.
    public func keeping(_ names: [Name]) -> MethodOptions {
        var kept = self
        for name in given where !names.contains(name) {
            switch name {
            case .layer: kept.layer = nil
            case .steps: kept.steps = nil
            case .rule: kept.rule = nil
            case .baseline: kept.baseline = nil
            case .samples: kept.samples = nil
            case .noise: kept.noise = nil
            case .seed: kept.seed = nil
            case .window: kept.window = nil
            case .stride: kept.stride = nil
            case .masks: kept.masks = nil
            case .cells: kept.cells = nil
            case .convergence: kept.convergence = nil
            case .preset: kept.preset = nil
            case .area: kept.area = nil
            case .beta: kept.beta = nil
            case .featureBeta: kept.featureBeta = nil
            case .learningRate: kept.learningRate = nil
            case .initialAlpha: kept.initialAlpha = nil
            case .smoothing: kept.smoothing = nil
            case .objective: kept.objective = nil
            case .adversary: kept.adversary = nil
            case .activeThreshold: kept.activeThreshold = nil
            case .minDeviation: kept.minDeviation = nil
            }
        }
        return kept
    }
}

extension Baseline {
    /// A baseline by its name: `zeros`, `black`, `mean-colour`, or `blurred-10` for a standard deviation of ten pixels.
    ///
    /// - Throws: `RationaleError.Code.usage` with the names there are.
    public init(named name: String) throws(RationaleError) {
        let simple: [Baseline] = [.zeros, .black, .meanColour]
        if let found = simple.first(where: { $0.name == name }) {
            self = found
        } else if name.hasPrefix("blurred-"), let deviation = Double(name.dropFirst("blurred-".count)) {
            self = .blurred(standardDeviation: deviation)
        } else {
            throw RationaleError(
                .usage, "there is no baseline '\(name)'",
                hint: "Choose \(simple.map(\.name).joined(separator: ", ")), or blurred-10 for a blur of ten pixels.")
        }
    }
}
