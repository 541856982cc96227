import ArgumentParser
import RationaleCore
import RationaleWorkbench

/// `rationale evaluate faithfulness`: whether a network depends on what maps say.
struct EvaluateFaithfulnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faithfulness",
        abstract: "Measures whether a network's answer depends on the places that maps say.",
        discussion: """
            insertion ↑ and deletion ↓: the class's mean probability while the highest places are put back into a blurred \
            picture, or taken away. sensitivity-n ↑: the correlation of a map's sum over random places with what the score \
            loses without them. degradation ↑: how much sooner the probability falls when the highest tiles go first than \
            when the lowest do.

            Of texts (--texts), words take the place of pixels and zero vectors that of the blur.

            All methods are judged on the same pictures, so their differences have intervals of pairs. Without --method: \
            grad-cam, integrated-gradients, and the controls centre and random; for texts integrated-gradients, lime and random.

            A picture takes about a hundred passes through the network for each map, insertion and deletion each, and eight \
            hundred for sensitivity-n, which all maps share. --published computes the metrics as their authors' program \
            does, with forty-two values of n.
            """)

    @OptionGroup var arguments: ComparisonArguments

    @Option(
        help:
            "Texts in place of pictures, for a model that reads them: those held out of a data set (SST-2's folder, aclImdb's, a .tsv or .csv file), or aviary for descriptions of birds."
    )
    var texts: String?

    @Option(
        help:
            "Metrics, with commas between them: insertion, deletion, sensitivity-n, degradation (default: the first three); where boxes are known also ehr, pointing-game, stochastic-pointing-game, content-heatmap and iou."
    )
    var metric: [String] = []

    @Option(
        help:
            "Places between two looks at the network: a part such as 0.01, or a number (default: 0.01; published: 10).")
    var step: String?

    @Option(help: "Of insertion's first picture: the blur's standard deviation in pixels (default: 15).")
    var blur: Double?

    @Option(
        name: .customLong("sizes"),
        help: "The n of sensitivity-n, with commas between them (default: eight, from 0.1 % to 63 % of the pixels).")
    var sizes: [String] = []

    @Option(help: "Random masks for each n (default: 100).")
    var masksPerSize: Int?

    @Option(help: "The side of degradation's tiles in pixels (default: a fourteenth of the picture).")
    var tile: Int?

    @Flag(
        inversion: .prefixedNo,
        help: "Explains twice with two seeds, and says how well the maps of methods that draw agree.")
    var agreement: Bool?

    func run() throws {
        var options = try arguments.options(.faithfulness)
        options.texts = texts ?? options.texts
        options.metrics = metric.separatedByCommas(or: options.metrics)
        options.step = step ?? options.step
        options.blur = blur ?? options.blur
        if !sizes.isEmpty {
            options.sizes = try sizes.separatedByCommas.map { text in
                guard let number = Int(text) else { throw ValidationError("--sizes \(text): expected whole numbers.") }
                return number
            }
        }
        options.masksPerSize = masksPerSize ?? options.masksPerSize
        options.tile = tile ?? options.tile
        options.measuresAgreement = agreement ?? options.measuresAgreement
        try arguments.run(options)
    }
}
