import ArgumentParser
import RationaleWorkbench

/// How `iba` and `input-iba` find their masks.
struct BottleneckOptions: ParsableArguments {
    @Option(help: "The price of information (default: 10 for iba, 20 for input-iba, 5 for it on texts).")
    var beta: Double?

    @Option(help: "How the mask of input-iba is found: steady or published (default: steady).")
    var objective: String?

    @Option(help: "The step of the search, in units of alpha (default: 1 as published; 0.35 for steady, 0.3 on texts).")
    var learningRate: Double?

    @Option(help: "Alpha before the first step (default: 5 as published, 3 for steady).")
    var initialAlpha: Double?

    @Option(
        help:
            "The Gaussian over the mask: its deviation in places of the layer, or in pixels (default: 1; 0.7 for steady)."
    )
    var smoothing: Double?

    @Option(help: "Published objective: the price of information at the layer (default: 20).")
    var featureBeta: Double?

    @Option(help: "Published objective: epochs of the adversary, 0 for none (default: 20).")
    var adversary: Int?

    @Option(help: "The share of inputs for which a feature must not be zero to count (default: 0.01).")
    var activeThreshold: Double?

    @Option(help: "The least deviation of a feature (default: 0.01).")
    var minDeviation: Double?

    @Option(
        help:
            "A folder of pictures that say what is usual at the layer; for texts a data set, or aviary. The statistics are kept in the cache."
    )
    var estimation: String?

    @Option(help: "How many of them at most (default: 1000).")
    var estimationCount: Int?

    /// Puts what the flags say where all options of explanations are.
    func fill(_ options: inout ExplainOptions) {
        options.beta = beta
        options.featureBeta = featureBeta
        options.learningRate = learningRate
        options.initialAlpha = initialAlpha
        options.smoothing = smoothing
        options.objective = objective
        options.adversary = adversary
        options.activeThreshold = activeThreshold
        options.minDeviation = minDeviation
        options.estimation = estimation
        options.estimationCount = estimationCount
    }
}
