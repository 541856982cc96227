import ArgumentParser
import Foundation
import RationaleAviary
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// `rationale data aviary`: drawn birds as a data set, or as an overview.
struct DataAviaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aviary",
        abstract: "Draws birds whose species, parts, attributes and sentences are known, as a data set.",
        discussion: """
            folder  train/CLASS/NAME.png and val/CLASS/NAME.png
            voc     JPEGImages, Annotations (boxes of birds and parts), ImageSets, SegmentationClass
            coco    images, annotations/instances_{train,val}.json (polygons) and captions_{train,val}.json
            cub     images, boxes, parts, attributes, split and ten captions a picture, as CUB-200-2011

            dataset.json says how to make it again. What is interrupted continues with --resume. Equal options \
            give equal pictures.
            """)

    @Option(help: "The folder to write; with --sheet, a .png or .jpg file.")
    var output: String

    @Option(help: "folder, voc, coco or cub.")
    var format: String?

    @Option(help: "How many pictures in all.")
    var count: Int?

    @Option(help: "How many pictures of each species (default: 20).")
    var perSpecies: Int?

    @Option(help: "The side of the square pictures, in pixels.")
    var side = 128

    @Option(help: "The seed of every scene, and of new species.")
    var seed: UInt64 = 0

    @Option(help: "Draw so many new species instead of the 50 built-in ones.")
    var speciesCount: Int?

    @Option(
        help:
            "The only attribute in which the new species differ, such as billShape (default: families of one to three)."
    )
    var differIn: String?

    @Option(help: "How much of each species is for training, 0 to 1; the rest is for validation (default: 0.8).")
    var trainShare: Double?

    @Option(
        help:
            "Plant a bias in the training pictures: background (each species before one kind of land only) or pose (facing one way only)."
    )
    var bias: String?

    @Option(help: "The species with the bias, with commas between them (default: all).")
    var biasSpecies: [String] = []

    @Option(help: "An overview as one picture instead: species, scenes, interventions or masks.")
    var sheet: String?

    @OptionGroup var existing: ExistingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if (format == nil) == (sheet == nil) {
            throw ValidationError("Give either --format (folder, voc, coco, cub) or --sheet, to say what to make.")
        }
        let isOfSets =
            count != nil || perSpecies != nil || trainShare != nil || bias != nil || !biasSpecies.isEmpty
            || differIn != nil
            || existing.resume
        if sheet != nil, isOfSets {
            throw ValidationError(
                "--count, --per-species, --train-share, --bias, --bias-species, --differ-in and --resume are for data sets, not for --sheet."
            )
        }
    }

    func run() throws {
        if let sheet { return try draw(AviarySheet(named: sheet)) }
        var options = DataSetOptions(format: try DataSetFormat(named: format ?? ""))
        options.count = count
        options.perSpecies = perSpecies
        options.side = side
        options.seed = seed
        options.speciesCount = speciesCount
        if let differIn { options.difference = try Attribute(named: differIn, for: "--differ-in") }
        if let trainShare { options.trainShare = trainShare }
        if let bias { options.bias = try DataSetBias(named: bias) }
        if !biasSpecies.isEmpty { options.biasedSpecies = biasSpecies.separatedByCommas }
        let run = try DataSetRun(
            options, output: output, command: CommandLine.arguments.named("rationale"),
            existing: existing.existing)
        try write(run)
    }

    private func write(_ run: DataSetRun) throws {
        var progress = Progress(isQuiet: printing.quiet)
        let result = try run.run {
            Interruption.happened
        } report: { done, total in
            progress.show(done: done, total: total, doing: "drawing birds")
        }
        progress.clear()
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["dataset": result]))
        } else if !result.wasInterrupted {
            Terminal.result(
                "\(result.train + result.val) pictures of \(result.species) species, \(result.train) for training: "
                    + result.output)
        }
        if result.wasInterrupted {
            if !printing.quiet {
                Terminal.note(
                    "interrupted: \(result.train + result.val) pictures are kept; the same command with --resume continues"
                )
            }
            throw ExitCode(Interruption.status)
        }
    }

    private func draw(_ sheet: AviarySheet) throws {
        if existing.existing == .refuse, FileManager.default.fileExists(atPath: output) {
            throw RationaleError(
                .cannotWrite, "\(output): there is a file already",
                hint: "Replace it with --overwrite, or name another file.")
        }
        try sheet.write(to: output, side: side, seed: seed, speciesCount: speciesCount)
        if printing.json {
            Terminal.result(try JSONDocument.text(of: ["sheet": output]))
        } else {
            Terminal.result("sheet: \(output)")
        }
    }
}
