import ArgumentParser
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale model inspect`: what is in a network.
struct ModelInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Looks into a network: its input, its layers, its size, and where its maps would come from.",
        discussion: "A network with operators that cannot be run is refused with their names (exit code 69).")

    @Argument(
        help:
            "A .pt2 or .safetensors file, the folder of a transformer with its .pt2, or the name of an architecture.")
    var model: String

    @Option(help: "The weights of a named architecture; not needed to look at its layers.")
    var weights: String?

    @Option(help: "How many classes a named architecture has, where not the published number.")
    var classes: Int?

    @OptionGroup var text: TextReadingOptions
    @OptionGroup var interface: InterfaceOptions

    @Flag(help: "Show every layer, not only the two outer levels.")
    var layers = false

    @Flag(help: "Show the name of every class.")
    var labels = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let source = ModelSource(
            model, weights: weights, classes: classes,
            text: TextChoices(vocabulary: text.vocabulary, tokenizer: text.tokenizer, units: text.units),
            interface: InterfaceChoices(
                inputs: interface.modelInput, output: interface.outputName, scoring: interface.scoring,
                pooling: interface.pooling))
        let summary = try NetworkSummary(try source.networkForInspection())
        if json {
            Terminal.result(try JSONDocument.text(of: ["model": summary]))
        } else {
            Terminal.result(summary.text(showsAllLayers: layers, showsLabels: labels))
        }
    }
}
