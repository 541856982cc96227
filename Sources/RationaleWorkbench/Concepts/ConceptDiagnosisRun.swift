import Foundation
public import RationaleConcepts
public import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks

/// What a person asks of `concepts diagnose`.
public struct ConceptDiagnosisOptions: Sendable, Hashable {
    /// The classifier, where it runs, and the seed; nothing else of them is used.
    public var explain = ExplainOptions()
    /// The pictures under test: `aviary`, or a folder of pictures of known classes.
    public var data = ConceptOptions.aviary
    /// The folder that the classifier was trained on; `nil` for the training pictures of ``data``.
    public var training: String?
    /// The trained concept model; `nil` for the one that comes with the built-in classifier.
    public var concepts: String?
    /// Training pictures of each class at most that are compared with.
    public var pictures = 50
    /// Tested pictures of each class at most; `nil` for all that are set aside, and of an aviary for 40.
    public var tested: Int?
    /// In how many pictures of a group a substitution is made; 0 measures none.
    public var edits = 12
    /// The fraction of a class's training pictures that must have a trait before its lack is suspected.
    public var minFrequency = 0.8
    /// The folder to write; `nil` writes none.
    public var output: String?

    public init() {}
}

/// A run of `concepts diagnose`: why a classifier errs on a data set, in concepts, and what corrects it.
public struct ConceptDiagnosisRun: Sendable {
    public let options: ConceptDiagnosisOptions
    public let command: [String]
    public let existing: ExistingOutput
    private let source: ModelSource

    /// What was found.
    public struct Result: Sendable, Encodable {
        public let accuracy: Score
        public let pictures: Int
        public let errors: Int
        /// Errors that the concepts say nothing about.
        public let unexplained: Int
        public let trainingPictures: Int
        /// What the reasoning network agrees with the classifier on other pictures.
        public let agreement: Score?
        public let suspects: [SuspectedBias]
        public let groups: [ErrorGroup]
        public let report: String?
        /// What a person should know.
        public let notes: [String]
        public let seconds: Double
    }

    /// Checks a request.
    ///
    /// - Throws: `RationaleError.Code.usage` for what makes no sense.
    public init(_ options: ConceptDiagnosisOptions, command: [String] = [], existing: ExistingOutput = .refuse) throws {
        for (flag, number, least) in [
            ("--pictures", options.pictures, 2), ("--tested", options.tested ?? 1, 1), ("--edits", options.edits, 0),
        ] where number < least {
            throw RationaleError(.usage, "\(flag) \(number): expected \(least) or more")
        }
        guard options.minFrequency > 0, options.minFrequency <= 1 else {
            throw RationaleError(
                .usage, "--min-frequency \(options.minFrequency): expected a fraction above 0, at most 1")
        }
        if options.training != nil, options.data == ConceptOptions.aviary {
            throw RationaleError(
                .usage, "--training says nothing of drawn birds, which have training scenes of their own",
                hint: "Name the folder under test with --data.")
        }
        self.options = options
        self.command = command
        self.existing = existing
        source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
    }

    /// Diagnoses, and writes the folder where one is named.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then; what was begun then ends as interrupted.
    ///   - progress: called with the pictures done, and all of them.
    /// - Throws: `RationaleError`: what is wrong with the models or the pictures, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let folder = try options.output.map { path throws(RationaleError) in
            try ConceptFolder(path, existing: existing)
        }
        do {
            let device = try DeviceChoice.device(options.explain.device ?? "auto")
            let classifier = try source.namedClassifier().moved(to: device)
            let explainer = try ConceptExplainer(
                ConceptModelSource(path: options.concepts, explain: options.explain).model(), for: classifier)
            let (training, tested, notes) = try pictures(classifier, explainer.model)
            var diagnosis = ConceptDiagnosis(explainer)
            diagnosis.edits = options.edits
            diagnosis.minFrequency = options.minFrequency
            let found = try Cancellation.whenever(isCancelled) {
                try diagnosis.diagnose(training: training, tested: tested, progress: progress)
            }
            var report: String?
            if let folder {
                let pages = DiagnosisPages(found, explainer, facts: facts(explainer))
                try folder.write(try pages.html(), to: "report.html")
                for (name, picture) in pages.pictures { try picture.write(to: folder.url(name)) }
                report = folder.path(of: "report.html")
            }
            let result = Result(
                accuracy: found.accuracy, pictures: found.pictures, errors: found.errors,
                unexplained: found.unexplained,
                trainingPictures: found.trainingPictures, agreement: explainer.model.quality?.agreement,
                suspects: found.suspects, groups: found.groups, report: report, notes: classifier.notes + notes,
                seconds: start.duration(to: clock.now) / .seconds(1))
            if let folder { try folder.write(try JSONDocument.text(of: result) + "\n", to: "diagnosis.json") }
            return result
        } catch {
            folder?.withdraw()
            throw error
        }
    }

    /// Pictures that were learned from, and those under test.
    private func pictures(
        _ classifier: Classifier, _ model: ConceptModel
    ) throws -> (training: [ClassPictures], tested: [ClassPictures], notes: [String]) {
        let classes = model.classes.map(String.init)
        let seed = options.explain.seed ?? 0
        func read(_ data: String, _ limit: Int, _ setAside: Int) throws -> ConceptPictures {
            try ConceptPictures(
                data, for: classifier, classes: classes, limit: limit, seed: seed, setAsideLimit: setAside)
        }
        let limit = options.tested ?? (options.data == ConceptOptions.aviary ? 40 : .max)
        guard let training = options.training else {
            let own = try read(options.data, options.pictures, limit)
            return (own.ofClass, own.setAside, own.notes)
        }
        let (learned, own) = (try read(training, options.pictures, 0), try read(options.data, limit, limit))
        return (learned.ofClass, own.ofClass + own.setAside, learned.notes + own.notes)
    }

    private func facts(_ explainer: ConceptExplainer) -> [(name: String, value: String, isCode: Bool)] {
        [
            ("Classifier", explainer.classifier.name, false), ("Data", options.data, false),
            ("Concepts", options.concepts ?? "those of the built-in model", false),
            ("Layers", explainer.model.layers.joined(separator: ", "), false),
            ("Version", "Rationale \(Rationale.version)", false),
        ] + (command.isEmpty ? [] : [("Command", command.map(\.shellQuoted).joined(separator: " "), true)])
    }
}
