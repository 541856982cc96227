import ArgumentParser
import Foundation
import RationaleCaptionMetrics
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale evaluate captions`: sentences scored against references.
struct EvaluateCaptionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "captions",
        abstract: "Scores sentences against references by the metrics of image captioning.",
        discussion: """
            Sentences are one a line, or COCO results in JSON ([{"image_id", "caption"}]). References are a text file with \
            --references-per lines for each sentence, several text files with one line each, or COCO annotations in JSON, \
            which are matched by image_id. Scores equal those of the published programs (NLTK, pycocoevalcap); each is \
            printed with its 95 % interval over sentences and a signature that says how it was computed.
            """)

    @Argument(help: "What a model said.")
    var hypotheses: String

    @Argument(help: "What people said: one file or more.")
    var references: [String]

    @Option(help: "How many consecutive lines of the references belong to each sentence.")
    var referencesPer: Int?

    @Option(
        help: ArgumentHelp(
            "Metrics, with commas between them (default: all): \(CaptionMetrics.all.map(\.name).joined(separator: ", "))."
        ))
    var metric: [String] = []

    @Option(help: ArgumentHelp("METEOR's folder of stop words, synonyms and paraphrases.", valueName: "folder"))
    var meteorResources: String?

    @Option(help: ArgumentHelp("A table of paraphrases for METEOR, in place of the folder's.", valueName: "file"))
    var paraphrases: String?

    @Flag(help: "Print the scores of each sentence, too.")
    var segments = false

    @Option(help: "The seed of the intervals.")
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("A folder for captions.json, with the scores of each sentence.", valueName: "folder"))
    var output: String?

    @OptionGroup var printing: PrintingOptions

    func run() throws {
        var options = CaptionRun.Options(
            files: CaptionFiles(
                hypotheses: hypotheses, references: references, referencesPerHypothesis: referencesPer))
        options.metrics = metric.separatedByCommas
        options.resources = CaptionMetrics.Resources(meteor: meteorResources, paraphrases: paraphrases)
        options.seed = seed
        options.output = output
        let run = try CaptionRun(options)
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } progress: {
            progress.show(done: $0, total: $1, doing: $2)
        }
        progress.clear()
        if !printing.quiet { result.notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json {
            Terminal.result(
                segments ? try JSONDocument.text(of: result.withSegments) : try JSONDocument.text(of: result))
        } else {
            Terminal.result(result.text + (segments ? "\n\n\(result.segmentText)" : ""))
        }
    }
}

extension CaptionResult {
    /// The table of scores as a person reads it in a terminal.
    fileprivate var text: String {
        let rows = metrics.flatMap { metric in
            metric.summaries.map { summary in
                [
                    metric.name + (summary.kind == .segmentMean ? ", mean of segments" : ""),
                    String(format: "%.4f", summary.score.value),
                    String(format: "%.4f–%.4f", summary.score.low, summary.score.high),
                    String(format: "%.4f", metric.deviation), metric.signature.description,
                ]
            }
        }
        let counts = Set(contents.segments.map(\.references.count)).sorted()
        let references = counts.first == counts.last ? "\(counts[0])" : "\(counts[0])–\(counts[counts.count - 1])"
        let title =
            "\(options.files.hypotheses): \(contents.segments.count) "
            + "\(contents.segments.count == 1 ? "sentence" : "sentences"), "
            + "\(references) \(references == "1" ? "reference" : "references") each"
        return ([title] + Self.aligned([["metric", "score", "interval", "deviation", "signature"]] + rows))
            .joined(separator: "\n")
    }

    /// The table of each sentence's scores.
    fileprivate var segmentText: String {
        let rows = contents.names.enumerated().map { index, name in
            [name.printable] + metrics.map { String(format: "%.4f", $0.segments[index]) }
        }
        return Self.aligned([["sentence"] + metrics.map(\.name)] + rows).joined(separator: "\n")
    }

    private static func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows[0].indices
        let widths = columns.map { column in rows.lazy.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            "  "
                + columns.map { column in
                    // Names and signatures begin at the left.
                    let isText = column == 0 || (column == columns.last && rows[0][column] == "signature")
                    if isText { return column == columns.last ? row[column] : row[column].padded(to: widths[column]) }
                    return row[column].leftPadded(to: widths[column])
                }.joined(separator: "  ")
        }
    }
}
