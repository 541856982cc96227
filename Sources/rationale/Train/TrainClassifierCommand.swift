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
            they can still be. --data FOLDER reads train/CLASS/NAME.jpg to learn from and val/CLASS/NAME.jpg to judge by.

            torchrun --no-python --nproc-per-node N, mpirun or srun before the command share the work.
            """)

    @Option(help: "aviary, or a folder with train/CLASS and val/CLASS.")
    var data = "aviary"

    @Option(help: "The folder to write.")
    var output: String

    @Option(help: "The name of an architecture (`rationale model list`).")
    var architecture = "small_resnet"

    @Option(help: "The side of the network's input in pixels. The architecture's own by default.")
    var side: Int?

    @Option(help: "Train on so many new species instead of the 50 built-in ones.")
    var speciesCount: Int?

    @Option(help: "How many steps to train (default for the aviary: \(ClassifierOptions.standardSteps)).")
    var steps: Int?

    @Option(help: "How often to see each picture of a folder (default: \(ClassifierOptions.standardEpochs)).")
    var epochs: Int?

    @Option(help: "Pictures in one pass.")
    var batchSize = 32

    @Option(help: "Passes in one step: a larger batch in the same memory.")
    var accumulation = 1

    @Option(help: "The size of a step, before the schedule.")
    var learningRate = 4e-3

    @Option(help: "\(ClassifierOptions.optimizers.joined(separator: ", ")).")
    var optimizer = "adamw"

    @Option(help: "\(ClassifierOptions.schedules.joined(separator: ", ")).")
    var schedule = "cosine"

    @Option(help: "How much weights are pulled to 0.")
    var weightDecay = 0.01

    @Option(help: "float32, or bfloat16: about twice as fast on processors with instructions for it.")
    var precision = "float32"

    @Option(help: "The seed of the first weights and of all samples.")
    var seed: UInt64 = 0

    @Option(help: "Steps between two evaluations.")
    var evaluationInterval = 200

    @Option(help: "Scenes of the aviary in an evaluation; a folder's are all of its val.")
    var evaluationCount = 500

    @Option(help: "Evaluations without a better one before the end. Never by default.")
    var patience: Int?

    @Option(help: "Steps between two checkpoints.")
    var checkpointInterval = 200

    @Option(help: "auto, cpu, cuda or mps.")
    var device = "auto"

    @Option(help: "Threads of the CPU; another number may change the last digits.")
    var threads: Int?

    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be 1 to 1024.") }
    }

    func run() throws {
        if let threads { LibTorch.setThreads(threads) }
        let run = try ClassifierRun(
            options, command: CommandLine.arguments.named("rationale"),
            existing: existing.existing)
        var progress = TrainingDisplay(isQuiet: printing.quiet || !run.isFirst)
        let result: ClassifierResult
        do {
            result = try run.run(isCancelled: { Interruption.happened }, observing: { progress.show($0) })
        } catch let error as RationaleError where error.code == .interrupted {
            progress.clear()
            if run.isFirst, !printing.quiet {
                Terminal.note("interrupted: what was learnt is kept; the same command with --resume goes on")
            }
            throw ExitCode(Interruption.status)
        }
        progress.clear()
        guard run.isFirst else { return }
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["training": result]))
        } else {
            Terminal.result(text(result))
        }
    }

    private var options: ClassifierOptions {
        var options = ClassifierOptions(output: output)
        options.data = data
        options.architecture = architecture
        options.side = side
        options.speciesCount = speciesCount
        options.steps = steps
        options.epochs = epochs
        options.batchSize = batchSize
        options.accumulation = accumulation
        options.learningRate = learningRate
        options.optimizer = optimizer
        options.schedule = schedule
        options.weightDecay = weightDecay
        options.precision = precision
        options.seed = seed
        options.evaluationInterval = evaluationInterval
        options.evaluationCount = evaluationCount
        options.patience = patience
        options.checkpointInterval = checkpointInterval
        options.device = device
        return options
    }

    private func text(_ result: ClassifierResult) -> String {
        let accuracy = (result.evaluation["accuracy"] ?? .nan) * 100
        return String(
            format: "%.1f %% of %d pictures right after step %d\nmodel: ", accuracy, result.evaluationCount, result.step
        )
            + result.model
    }
}
