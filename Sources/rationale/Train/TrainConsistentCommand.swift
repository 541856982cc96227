import ArgumentParser
import RationaleWorkbench

/// `rationale train consistent`: a network that learns to name pictures, and to look at the thing that it names.
struct TrainConsistentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistent",
        abstract: "Trains a network whose explanations hold still: Grad-CAM consistency.",
        discussion: """
            As `train classifier`, with an objective beside that of naming pictures. gc (Pillai and Pirsiavash 2021) shows \
            each picture alone and as one of four in a composite, and wants the Grad-CAM map of the composite to be that of \
            the picture alone, in its quadrant and nowhere else. cgc (Pillai et al. 2022) wants the map of a cropped and \
            mirrored picture to be the map cropped and mirrored, and unlike the maps of other pictures. A step of gc passes \
            five times the pixels of `train classifier`, one of cgc three times.

            --pooling maximum is the published variant with a global maximum. --weights begins with a trained network.
            """)

    @OptionGroup var classifier: ClassifierFlags

    @Option(help: "gc or cgc (default: gc).")
    var objective: String?

    @Option(
        help:
            "How much maps count beside names, λ (default, as published: 25 for gc, 1 where pictures have several classes; 0.5 for cgc)."
    )
    var lambda: Double?

    @Option(help: "Of cgc: how much unlike other maps a map has to be; lower is more (default: 0.5, as published).")
    var temperature: Double?

    @Option(
        help:
            "The layer whose maps are compared (default: the last one with positions, as for class activation maps; features for alexnet, as published)."
    )
    var layer: String?

    @Option(
        help:
            "Of gc: compare maps at the layer's own resolution (map) or enlarged to the pictures' (pixel). As published by default: pixel for alexnet, map for all others."
    )
    var level: String?

    @Flag(inversion: .prefixedNo, help: "Of gc: only the map of the composite learns. As published, both do.")
    var detachTarget: Bool?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Of gc: the other pictures of a composite are of three different classes. As published, classes may repeat."
    )
    var distinctClasses: Bool?

    func run() throws {
        try classifier.run { options in
            options.objective = objective ?? options.objective
            options.lambda = lambda ?? options.lambda
            options.temperature = temperature ?? options.temperature
            options.layer = layer ?? options.layer
            options.level = level ?? options.level
            options.detachesTarget = detachTarget ?? options.detachesTarget
            options.distinctClasses = distinctClasses ?? options.distinctClasses
        }
    }
}
