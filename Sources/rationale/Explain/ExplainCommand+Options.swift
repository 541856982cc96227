import ArgumentParser
import RationaleTorch

/// Which network.
struct ModelOptions: ParsableArguments {
    @Option(
        help:
            "A .pt2 or .safetensors file, the folder of a transformer with its .pt2, or a name (`rationale model list`). Without it, the built-in model 'aviary', which knows drawn birds only."
    )
    var model: String?

    @Option(help: "The weights of a named architecture: a .safetensors or .pth file.")
    var weights: String?

    @Option(
        help:
            "The names of the classes: one a line, index,name, a JSON list or object, ImageNet's index or a config.json with id2label. For a thousand classes, ImageNet's are built in."
    )
    var labels: String?

    @Option(
        help: "imagenet, imagenet-stretch, cifar, symmetric, unit, none, or a YAML file. The network's own by default.")
    var preprocessing: String?

    @Option(help: "How many classes a named architecture has, where not the published number.")
    var classes: Int?

    @OptionGroup var text: TextReadingOptions
    @OptionGroup var interface: InterfaceOptions
}

/// How a network reads texts.
struct TextReadingOptions: ParsableArguments {
    @Option(
        help:
            "The tokenizer of a transformer: its tokenizer.json or another of its files, or its folder. That of the model's folder by default."
    )
    var tokenizer: String?

    @Option(
        help:
            "The words of a text network in the order of their tokens, one a line; BERT's vocabulary cuts texts as BERT does. The model's own by default."
    )
    var vocabulary: String?

    @Option(help: "What of a text is explained: words, or the tokens that they are cut into (default: words).")
    var units: String?
}

/// What is asked of it.
struct ExplanationOptions: ParsableArguments {
    @Option(
        help:
            "Methods, with commas between them, or all (explain: grad-cam by default; for texts integrated-gradients).")
    var method: [String] = []

    @Option(
        help:
            "The class to explain: top, an index, a label, 'A instead of B', 'increase of A' or 'decrease of A' (default: top)."
    )
    var target: String?

    @Option(help: "Add a sentence to each answer: what `train narrator` wrote, or aviary for the built-in model's.")
    var narrator: String?

    @Option(help: "Explain why the target instead of this class.")
    var instead: String?

    @Option(name: .customLong("top-k"), help: "How many predictions to list (default: 5).")
    var topK: Int?

    @Option(
        help:
            "A folder of pictures that say what is usual at a bottleneck's layer; for texts a data set, or aviary. The statistics are kept in the cache."
    )
    var estimation: String?

    @Option(help: "How many of them at most (default: 1000).")
    var estimationCount: Int?

    @OptionGroup var settings: SettingOptions
}

/// How it is computed.
struct ComputationOptions: ParsableArguments {
    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @Option(
        help:
            "float32, or bfloat16: about twice as fast on processors made for it (AMX, Zen 5), slower on others; maps correlate at about 0.98 (default: float32)."
    )
    var precision: String?

    @Option(help: "The seed of every random number (default: 0).")
    var seed: UInt64?

    @Option(help: "Threads of the CPU; more than one may change the last digits.")
    var threads: Int?

    @Option(help: "Memory for activations, such as 512M (default: 2G).")
    var memory: String?
}

/// What comes out of it.
struct ResultOptions: ParsableArguments {
    @Option(help: "Colours: viridis, magma, blue-white-red, jet, … Chosen by the map's sign by default.")
    var cmap: String?

    @Option(help: "The run's folder (default: the next of rationale-output/run-1, run-2, …).")
    var output: String?

    @Option(help: "Explain a part of the inputs: 2/8 is the second of eight parts, each for a process of its own.")
    var shard: String?

    @Option(help: "Options by their names in a YAML file; flags win. A run's run.json repeats the run.")
    var config: String?

    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions
}

extension ComputationOptions {
    /// Sets the threads that are asked for.
    func setThreads() throws {
        guard let threads else { return }
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be 1 to 1024.") }
        LibTorch.setThreads(threads)
    }
}
