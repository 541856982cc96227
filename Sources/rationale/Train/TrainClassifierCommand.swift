import ArgumentParser
import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import RationaleWorkbench

/// `rationale train classifier`: a network that learns to name pictures.
struct TrainClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Trains a network to name pictures: drawn birds, or your own.",
        discussion: """
            Writes log.jsonl, checkpoints (last.safetensors, best.safetensors) and at the end model.safetensors, which \
            --model takes as it is. A run that was stopped or killed goes on with --resume, and ends with the same \
            weights as if nothing had happened.

            --data aviary draws birds as it goes; half of them lack some of their parts and carry every species that \
            they can still be. --data FOLDER reads JPEG and PNG files, \
            train/CLASS/NAME.jpg to learn from and val/CLASS/NAME.jpg to judge by, or CUB-200-2011 by its lists \
            (images.txt, image_class_labels.txt, classes.txt, train_test_split.txt).

            torchrun --no-python --nproc-per-node N, mpirun or srun before the command share the work.
            """)

    @Option(help: "aviary, or a folder with train/CLASS and val/CLASS, or with CUB's lists.")
    var data = "aviary"

    @Option(help: "The folder to write.")
    var output: String

    @Option(help: "The name of an architecture (`rationale model list`).")
    var architecture = "small_resnet"

    @Option(help: "The side of the network's input in pixels. The architecture's own by default.")
    var side: Int?

    @Option(help: "Train on so many new species instead of the 50 built-in ones.")
    var speciesCount: Int?

    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        training.setThreads()
        let run = try ClassifierRun(
            options, command: CommandLine.arguments.named("rationale"),
            existing: existing.existing)
        if run.isFirst, !printing.quiet { run.notes.forEach { Terminal.note("note: \($0)") } }
        try TrainingRunning(printing, isFirst: run.isFirst).start("pictures") { isCancelled, observe in
            try run.run(isCancelled: isCancelled, observing: observe)
        }
    }

    private var options: ClassifierOptions {
        var options = ClassifierOptions(output: output)
        options.data = data
        options.architecture = architecture
        options.side = side
        options.speciesCount = speciesCount
        training.fill(&options.training)
        return options
    }
}
