import ArgumentParser
import RationaleWorkbench

/// `rationale evaluate sanity`: whether maps change when the network forgets.
struct EvaluateSanityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sanity",
        abstract: "Measures whether maps change when the network forgets what it has learnt.",
        discussion: """
            A layer and all later ones get random weights, the same class is explained again, and the map is compared with \
            the first (SSIM, 1 for the same map). A map that stays as it was does not show what the network has learnt, so \
            lower is better; ssim is the mean over all layers. Without --layers, eight layers are taken, from the output \
            backwards to the first. Without --method: grad-cam, integrated-gradients, and the controls centre and random, of \
            which neither depends on the network.
            """)

    @OptionGroup var arguments: ComparisonArguments

    @Option(help: "The layers at which the cascade begins, with commas between them: fc,layer4,layer1.")
    var layers: [String] = []

    func run() throws {
        var options = try arguments.options(.sanity)
        options.layers = layers.separatedByCommas(or: options.layers)
        try arguments.run(options)
    }
}
