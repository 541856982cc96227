import ArgumentParser
import RationaleWorkbench

/// What commands have in common that judge methods where the truth is known, by drawings and by descriptions.
struct KnownTruthArguments: ParsableArguments {
    @Option(help: "The seed of what is drawn, of intervals and of methods that draw.")
    var seed: UInt64 = 0

    @Option(help: "Steps of integrated gradients and of the bottlenecks.")
    var steps: Int?

    @Option(help: "Samples of SmoothGrad, VarGrad and LIME, and of each step of the bottlenecks.")
    var samples: Int?

    @Option(help: "auto, cpu, cuda or mps.")
    var device = "auto"

    @Option(help: "A folder for the result: JSON, and a table where there is one.")
    var output: String?

    @OptionGroup(title: "Information bottleneck") var bottleneck: BottleneckOptions

    /// Puts what the flags say where all options of explanations are.
    func fill(_ options: inout ExplainOptions) {
        options.seed = seed
        options.steps = steps
        options.samples = samples
        options.device = device
        bottleneck.fill(&options)
    }
}
