import ArgumentParser
import RationaleWorkbench

/// What commands have in common that judge methods where the truth is known, by drawings and by descriptions.
struct KnownTruthArguments: ParsableArguments {
    @Option(help: "The seed of what is drawn, of intervals and of methods that draw.")
    var seed: UInt64 = 0

    @Option(help: "auto, cpu, cuda or mps.")
    var device = "auto"

    @Option(help: "A folder for the result: JSON, and a table where there is one.")
    var output: String?

    @Option(
        help: "A folder of pictures that say what is usual at a bottleneck's layer; for texts a data set, or aviary.")
    var estimation: String?

    @Option(help: "How many of them at most (default: 1000).")
    var estimationCount: Int?

    @OptionGroup var settings: SettingOptions

    /// Puts what the flags say where all options of explanations are.
    func fill(_ options: inout ExplainOptions) throws {
        options.seed = seed
        options.settings = try settings.values
        options.device = device
        options.estimation = estimation
        options.estimationCount = estimationCount
    }
}
