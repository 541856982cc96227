import ArgumentParser
import Foundation
import RationaleCore
import RationaleTorch
import RationaleWorkbench

/// `rationale describe`: what a classifier saw, in words.
struct DescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Says in words what a classifier saw in photos, and tests what it says.",
        discussion: """
            A narrator that `rationale train narrator` trained reads the classifier's activations and writes a sentence \
            (InterpNET, Barratt 2017). Of each word it is said how much more probable this photo makes it, in nats, by which \
            layers, and where in the photo that lies. The sentence is tested: what it names is painted over and the classifier \
            asked again, beside other regions of the same size and shape.

            By default the words are chosen so that somebody who hears only the sentence recognises the class (--style \
            telling); with --instead CLASS so that they tell it from that class.
            """)

    @Argument(help: "Photos (JPEG or PNG).")
    var input: [String]

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "What `rationale train narrator` wrote. That of the built-in model by default.")
    var narrator: String?

    @Option(help: "The class to describe: top, an index or a label (default: top).")
    var target: String?

    @Option(help: "A class that the sentence is to tell it from: an index or a label.")
    var instead: String?

    @OptionGroup var writing: WritingFlags

    @Option(help: "Divides logits before words are drawn; only for --style sample (default: 1).")
    var temperature = 1.0

    @Option(help: "Sentences for each photo (default: 1).")
    var count = 1

    @Flag(inversion: .prefixedNo, help: "Test the sentence by painting over what it names.")
    var proof = true

    @Option(help: "The seed of drawn words and of the regions for comparison (default: 0).")
    var seed: UInt64?

    @Option(help: "The folder to write: report.html, answer.json and edited pictures.")
    var output: String?

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @Option(help: "Threads of the CPU (default: 1, as the networks are small; more for a large classifier).")
    var threads = 1

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be 1 to 1024.") }
        LibTorch.setThreads(threads)
        var options = DescribeOptions()
        options.explain = ExplainOptions(model)
        options.explain.device = device
        options.explain.target = target
        options.explain.seed = seed
        options.input = input
        options.narrator = narrator
        options.instead = instead
        options.writing = writing.options
        options.temperature = temperature
        options.count = count
        options.proves = proof
        options.output = output
        let run = try DescribeRun(
            options, command: CommandLine.arguments.named("rationale"), existing: overwrite ? .overwrite : .refuse)
        try run.run { Interruption.happened }.show(printing) { $0.narrationText }
    }
}

extension Explanation {
    /// The sentence, its words with their evidence, and what became of the test.
    fileprivate var narrationText: String {
        var lines = [summary]
        for finding in findings {
            guard let narration = finding.narration else { continue }
            lines += finding.warnings.map { "warning: \($0)" }
            lines += ["  \(narration.sentence)"] + narration.alternatives.map { "  or: \($0)" }
            let caused = narration.words.filter { $0.evidence >= Narration.leastEvidence }
            if !caused.isEmpty {
                lines.append(
                    "  seen in the photo: "
                        + caused.map { word in
                            let part = word.parts.max { $0.evidence < $1.evidence }
                            return String(format: "%@ +%.1f (%@)", word.text, word.evidence, part?.name ?? "")
                        }.joined(separator: ", ") + " nats")
            }
            if let recognition = narration.recognition {
                lines.append(
                    String(
                        format: "  a listener who hears only this finds the class %.0f %% probable", 100 * recognition))
            }
            if let drops = narration.drops {
                lines.append(
                    String(
                        format:
                            "  tested: without what it names the score falls by %.2f, without other regions of the same size by %.2f",
                        drops.named, drops.others))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
