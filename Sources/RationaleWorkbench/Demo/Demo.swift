import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleFiles
import RationaleImaging

/// What `rationale demo` shows: unseen birds, what the built-in model says they are, and where methods say it looked.
public struct Demo: Sendable {
    /// The folder that it writes.
    public let output: String
    public let seed: UInt64

    /// What it made.
    public struct Result: Sendable {
        /// All birds by all methods that take seconds.
        public let run: ExplainResult
        /// Why the first bird is its species instead of ``neighbor``.
        public let contrast: ExplainResult
        /// The same pictures in words; `nil` where the demo was interrupted.
        public let words: PhotoAnswers?
        /// The same question answered in concepts; `nil` where the demo was interrupted.
        public let concepts: PhotoAnswers?
        public let pictures: [String]
        /// What is in each picture.
        public let species: [String]
        public let neighbor: String
        /// What was changed in the second picture, and makes the species: `crown color from yellow to grey`.
        public let difference: String
    }

    /// Sharp on a page; the model sees them at its own size.
    private static let side = 384
    private static let masks = 1000

    public init(output: String = "rationale-output/demo", seed: UInt64 = 5) {
        self.output = output
        self.seed = seed
    }

    /// Draws, explains and writes the reports; well below a minute.
    ///
    /// - Throws: `RationaleError`: `cannotWrite`, or `unavailable` where the built-in model is not installed.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, report: (ExplainRun.Event) throws -> Void = { _ in }
    ) throws -> Result {
        let folder = "\(output)/pictures"
        try OutputFolder.make(folder)
        let birds = DemoBirds(of: .standard, seed: seed)
        let pictures = try birds.write(to: folder, side: Self.side)

        var options = ExplainOptions()
        options.input = pictures
        options.model = BuiltInModel.aviary.rawValue
        // With so few masks, RISE takes no longer than the others.
        options.method = TruthRun.standardMethods + [RISE.identifier]
        options.settings = ["masks": "\(Self.masks)"]
        options.seed = seed
        // So small a network is computed fastest by one thread; others would only wait for each other.
        options.threads = 1
        options.output = "\(output)/run"
        let run = try explain(options, isCancelled, report)

        options.input = [pictures[0]]
        options.method = [
            GradCAM.identifier, LayerCAM.identifier, IntegratedGradients.identifier, Occlusion.identifier,
        ]
        options.settings = [:]
        options.target = birds.birds[0].species
        options.instead = birds.neighbor
        options.output = "\(output)/why-not"
        let contrast = run.wasInterrupted ? run : try explain(options, isCancelled, report)
        let concepts =
            contrast.wasInterrupted
            ? nil : try inConcepts(pictures[0], birds.birds[0].species, insteadOf: birds.neighbor, isCancelled)
        let words = concepts == nil ? nil : try inWords(pictures, isCancelled)
        return Result(
            run: run, contrast: contrast, words: words, concepts: concepts, pictures: pictures,
            species: birds.birds.map(\.species),
            neighbor: birds.neighbor, difference: birds.difference)
    }

    /// Why a picture's species and not another one, in concepts.
    private func inConcepts(
        _ picture: String, _ species: String, insteadOf neighbor: String, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> PhotoAnswers {
        var options = ConceptAnswerOptions()
        options.input = [picture]
        options.explain.target = species
        options.instead = neighbor
        options.output = "\(output)/concepts"
        let command = [
            "rationale", "whynot", picture, "--target", species, "--instead", neighbor, "--output",
            "\(output)/concepts",
        ]
        return try ConceptAnswerRun(options, command: command, existing: .overwrite).run(isCancelled: isCancelled)
    }

    /// What the model saw, in words that tell each species from all others.
    private func inWords(
        _ pictures: [String], _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> PhotoAnswers {
        var options = DescribeOptions()
        options.input = pictures
        options.output = "\(output)/words"
        let command = ["rationale", "describe"] + pictures + ["--output", "\(output)/words"]
        return try DescribeRun(options, command: command, existing: .overwrite).run(isCancelled: isCancelled)
    }

    private func explain(
        _ options: ExplainOptions, _ isCancelled: @escaping @Sendable () -> Bool,
        _ report: (ExplainRun.Event) throws -> Void
    ) throws -> ExplainResult {
        var command = ["rationale", "explain"]
        for (name, values) in options.entries {
            command += name == "input" ? values : values.flatMap { ["--\(name)", $0] }
        }
        return try ExplainRun(options, command: command, existing: .overwrite)
            .run(isCancelled: isCancelled, report: report)
    }
}
