import ArgumentParser

/// How to talk to a network that does not say it, or should not be believed.
struct InterfaceOptions: ParsableArguments {
    @Option(
        help:
            "What scores mean: softmax (one class of several), sigmoid (independent labels), logit (one logit of two classes) or value (a regression). Read from the network by default; `rationale model inspect` says which and why."
    )
    var scoring: String?

    @Option(
        help:
            "The global pool before the last layer, where it is not the network's own: average or maximum. Weights do not say with which they were trained."
    )
    var pooling: String?

    @Option(help: "The output that holds the scores, where a network has several (default: logits, or the first).")
    var outputName: String?

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "Of a network with several inputs: NAME is the one that is explained, NAME=FILE (.npy or .safetensors) or NAME=NUMBER what another is given. May be repeated.",
            valueName: "name"))
    var modelInput: [String] = []
}
