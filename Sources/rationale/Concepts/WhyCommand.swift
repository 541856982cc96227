import ArgumentParser
import Foundation
import RationaleCore
import RationaleWorkbench

/// `rationale why`: why a classifier decides for a class, in concepts.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Says why a classifier decides as it does, in concepts.",
        discussion: """
            The concepts of the class are looked for in the photo; what each, and each pair of them, adds to the score is \
            said in sentences, as a table, and with --output as a drawing and a report. The answer is proven by painting the \
            named concept over and asking the classifier again, beside the least important concept.
            """)

    @OptionGroup var question: ConceptQuestionFlags

    @Option(help: "The class to explain: top, an index or a label (default: top).")
    var target: String?

    func run() throws { try question.run { $0.explain.target = target } }
}

/// `rationale whynot`: why a classifier does not decide for another class.
struct WhyNotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whynot",
        abstract: "Says why a classifier does not decide for another class, in concepts.",
        discussion: """
            The concepts of both classes are looked for in the photo. What is missing of the other class, compared with \
            pictures of it, and what the class that was decided for has instead, is said in sentences, as a table, and with \
            --output as a drawing and a report. The answer is proven by putting the concept that is missing most into the \
            photo where it fits best and asking the classifier again, beside another concept of the same class; what the \
            decided class has instead, where that is named first, is painted over in the same way.
            """)

    @OptionGroup var question: ConceptQuestionFlags

    @Option(help: "The class that was not decided for: an index or a label.")
    var instead: String

    @Option(help: "The class that was: top, an index or a label (default: top).")
    var target: String?

    func run() throws {
        try question.run {
            $0.explain.target = target
            $0.instead = instead
        }
    }
}

/// What both commands have.
struct ConceptQuestionFlags: ParsableArguments {
    @Argument(help: "Photos (JPEG or PNG).")
    var input: [String]

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(help: "What `rationale train concepts` wrote. Those of the built-in model by default.")
    var concepts: String?

    @Option(help: "What if: paint a concept over ('ant 2'). May be repeated.")
    var remove: [String] = []

    @Option(help: "What if: put another concept in the place of one ('ant 2=bee 1'). May be repeated.")
    var replace: [String] = []

    @Option(
        help: "What if: take a concept elsewhere, by percent of the sides to the right and downwards ('ant 2=30,-10').")
    var move: [String] = []

    @Flag(inversion: .prefixedNo, help: "Prove the answer by editing the photo.")
    var proof = true

    @Option(help: "The folder to write: report.html, answer.json, drawings and edited pictures.")
    var output: String?

    @Option(help: "auto, cpu, cuda or mps (default: auto).")
    var device: String?

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    @OptionGroup var printing: PrintingOptions

    func run(_ fill: (inout ConceptAnswerOptions) -> Void) throws {
        var options = ConceptAnswerOptions()
        options.explain = ExplainOptions(model)
        options.explain.device = device
        options.input = input
        options.concepts = concepts
        options.remove = remove
        options.replace = replace
        options.move = move
        options.proves = proof
        options.output = output
        fill(&options)
        let run = try ConceptAnswerRun(
            options, command: CommandLine.arguments.named("rationale"), existing: overwrite ? .overwrite : .refuse)
        try run.run { Interruption.happened }.show(printing) { $0.conceptText }
    }
}

extension Explanation {
    /// The answer as a person reads it: sentences, tables, and what became of edits.
    fileprivate var conceptText: String {
        var lines = [summary]
        for finding in findings {
            guard let graph = finding.graph else { continue }
            lines += finding.warnings.map { "warning: \($0)" }
            lines += graph.sentences.map { "  \($0)" }
            lines += ["", graph.table()]
            for edit in graph.edits {
                let classes = zip(edit.before, edit.after).map { before, after in
                    "\(after.name) \(percent(before)) → \(percent(after))"
                }
                lines.append(
                    (edit.isControl ? "  for comparison, " : "  ") + "\(edit.concept) \(edit.change): "
                        + classes.joined(separator: ", ") + "; the classifier "
                        + (edit.changesDecision
                            ? "now decides for \(edit.decisionAfter.name)"
                            : "still decides for \(edit.decisionAfter.name)"))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func percent(_ prediction: Prediction) -> String {
        prediction.probability.map { String(format: "%.1f %%", 100 * Double($0)) }
            ?? String(format: "%.3g", prediction.score ?? .nan)
    }
}
