import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale concepts discover`: the concepts of some classes.
struct ConceptsDiscoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Finds what a network sees again and again in pictures of a class.",
        discussion: """
            Pictures of each class are cut into regions at several resolutions; regions on which the class does not depend \
            are left out; the network's activations of the others are clustered; large clusters are concepts, ranked by what \
            the class's score loses when they are painted over. ACE (Ghorbani et al. 2019) and VRX (Ge et al. 2021).

            Writes concepts.safetensors (which `rationale train concepts` goes on with), concepts.json and report.html.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "aviary, or a folder with one folder of pictures for each class (default: aviary).")
    var data: String = ConceptOptions.aviary

    @Option(help: "The folder to write.")
    var output: String

    @Option(
        name: .customLong("class"), parsing: .upToNextOption,
        help: "Classes, by label or index, with blanks between them (default: all in the data).")
    var ofClass: [String] = []

    @Option(
        name: .customLong("label"),
        help: "A class of the data by the network's label for it: --label ants=ant. May be repeated.")
    var labels: [String] = []

    @Option(help: "Pictures of each class at most (default: 50, as published).")
    var pictures: Int?

    @Option(
        help:
            "The layers whose activations are compared, with commas between them (default: the last layer with positions)."
    )
    var layer: [String] = []

    @Option(
        help:
            "patch: each region alone is shown to the network, enlarged (as published); context: the picture is, and activations are averaged over the region (default: patch)."
    )
    var features: String?

    @Flag(help: "Bring the channels of features to one scale. Always so with several layers.")
    var scaled = false

    @Option(help: "slic, watershed, quickshift or felzenszwalb (default: slic).")
    var superpixels: String?

    @Option(
        help: "Resolutions, coarse ones first, with commas between them (default for slic: 15,50,80, as published).")
    var resolutions: [String] = []

    @Option(help: "The largest area of a region, as a fraction of the picture (default: 1).")
    var maxArea: Double?

    @Option(
        help:
            "Regions that are kept: inside the class activation map, touching it, or none for no filter (default: inside, as published)."
    )
    var filter: String?

    @Option(help: "The fraction of the picture that the map keeps (default: 0.5, as published).")
    var keep: Double?

    @Option(
        help:
            "kmeans, nmf (non-negative parts, CRAFT), affinity-propagation, mean-shift, spectral or dbscan (default: kmeans)."
    )
    var clusterer: String?

    @Option(help: "Clusters to make, for methods that are told (default: 25, as published).")
    var clusters: Int?

    @Option(help: "The least regions of a concept (default: 41, as published).")
    var minRegions: Int?

    @Option(help: "The least fraction of pictures with a concept, in place of the published rule.")
    var minPictures: Double?

    @Option(help: "importance, sensitivity (TCAV, as published) or found (default: importance).")
    var order: String?

    @Option(help: "The most concepts of a class (default: 12).")
    var limit: Int?

    @Option(help: "Pictures edited to measure a concept's importance (default: 20).")
    var probes: Int?

    @Option(help: "Random sets for TCAV scores; 0 for none (default: 20, as published).")
    var randomSets: Int?

    @Flag(
        help: ArgumentHelp(
            "Have concepts looked for anywhere in a picture, as published, and not where they lie to each other."))
    var anywhere = false

    @OptionGroup(title: "Computation") var computation: ComputationOptions
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = ConceptOptions()
        options.explain = ExplainOptions(model)
        options.explain.seed = computation.seed
        options.explain.device = computation.device
        options.data = data
        options.output = output
        options.classes = ofClass
        options.labels = labels
        options.pictures = pictures ?? options.pictures
        options.layer = layer.separatedByCommas
        options.features = features ?? options.features
        options.scaled = scaled || options.layer.count > 1
        options.superpixels = superpixels ?? options.superpixels
        options.resolutions = try resolutions.separatedByCommas.map { text in
            guard let number = Int(text) else { throw ValidationError("--resolutions: '\(text)' is no whole number.") }
            return number
        }
        options.maxArea = maxArea ?? options.maxArea
        options.filter = filter ?? options.filter
        options.keep = keep ?? options.keep
        options.clusterer = clusterer ?? options.clusterer
        options.clusters = clusters ?? options.clusters
        options.minRegions = minRegions ?? options.minRegions
        options.minPictures = minPictures
        options.order = order ?? options.order
        options.limit = limit ?? options.limit
        options.probes = probes ?? options.probes
        options.randomSets = randomSets ?? options.randomSets
        options.anywhere = anywhere
        try computation.setThreads()
        let run = try ConceptDiscoveryRun(
            options, command: CommandLine.arguments.named("rationale"), existing: existing.existing)
        var progress = Progress(isQuiet: printing.quiet)
        let found = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { found.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: found))
        } else {
            found.classes.forEach { Terminal.result($0.text) }
            Terminal.result("concepts: \(found.model)")
        }
    }
}

extension ConceptDiscoveryRun.Result.OfClass {
    /// A class and its concepts, one a line.
    fileprivate var text: String {
        let width = concepts.map(\.name.count).max() ?? 0
        let lines = concepts.map { concept in
            "  " + concept.name.padded(to: width)
                + String(format: "  %4d regions of %3d pictures", concept.regions, concept.pictures)
                + (concept.importance.map {
                    String(format: "  importance %.2f (%.2f to %.2f)", $0.value, $0.low, $0.high)
                } ?? "") + (concept.sensitivity.map { String(format: "  TCAV %.2f", $0) } ?? "")
                + (concept.probability.map { String(format: ", p %.2g", $0) } ?? "")
        }
        return ([label ?? "class \(index)"] + lines).joined(separator: "\n")
    }
}
