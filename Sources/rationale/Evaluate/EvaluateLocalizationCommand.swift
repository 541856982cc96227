import ArgumentParser
import RationaleWorkbench

/// `rationale evaluate localization`: whether maps are hot where things are.
struct EvaluateLocalizationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "localization",
        abstract: "Measures whether maps are hot where the thing is.",
        discussion: """
            ehr ↑: the part of the heat that lies in the box, over all levels of heat (only where the box covers less than a \
            third). pointing-game ↑: how often the highest place lies in the box, over pictures and (-per-class) as the mean over \
            the classes that occur. stochastic-pointing-game ↑: how often a pixel that is drawn in proportion to the map \
            lies in the box, or less than 15 pixels of the original beside it. content-heatmap ↑: the part of the heat that lies in the box. \
            iou ↑: the overlap of the hottest places with the box, over all thresholds. What ends in -small is measured on \
            pictures alone whose box covers less than a quarter: there, methods come apart.

            --published passes over difficult things in the pointing game, accepts its first highest place up to 15 pixels \
            beside the box, and adds the mean over all classes of the network (-all-classes), where one without pictures \
            counts 0; it draws a hundred pixels for the stochastic one.

            Boxes are counted in the picture whose size the file of boxes states: as the camera stored it, or turned as it is \
            shown. Where the size cannot tell (none is stated, a square, a photo that is upside down), it is the picture as it \
            is shown. A size of another shape is an error.

            A network may look beside the thing for good reasons, so that a true map is not always a hot box. Without \
            --method: grad-cam, integrated-gradients, and the controls centre and random.
            """)

    @OptionGroup var arguments: ComparisonArguments

    @Option(
        help:
            "Metrics, with commas between them: ehr, pointing-game, stochastic-pointing-game, content-heatmap, iou (default: all)."
    )
    var metric: [String] = []

    @Option(
        help:
            "A place hits where it is nearer to the box than this, in pixels of the original picture (default: 0 for the pointing game, published 15; 15 for the stochastic one)."
    )
    var tolerance: Int?

    @Flag(
        inversion: .prefixedNo, help: "Passes over pictures whose things are all marked as difficult, as VOC does.")
    var skipDifficult: Bool?

    @Option(help: "Pictures whose boxes cover more have no ehr (default: 0.33).")
    var maxRegion: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Explains twice with two seeds, and says how well the maps of methods that draw agree.")
    var agreement: Bool?

    func run() throws {
        var options = try arguments.options(.localization)
        options.metrics = metric.separatedByCommas(or: options.metrics)
        options.tolerance = tolerance ?? options.tolerance
        options.skipsDifficult = skipDifficult ?? options.skipsDifficult
        options.largestRegion = maxRegion ?? options.largestRegion
        options.measuresAgreement = agreement ?? options.measuresAgreement
        try arguments.run(options)
    }
}
