import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// A run of `concepts discover`: the concepts of some classes of a classifier, as a model without a reasoning network yet.
public struct ConceptDiscoveryRun: Sendable {
    public let options: ConceptOptions
    public let command: [String]
    public let existing: ExistingOutput
    private let discovery: ConceptDiscovery
    private let source: ModelSource
    private let device: Device

    /// The model's name in the folder.
    public static let modelName = "concepts.safetensors"
    static let resultName = "concepts.json"
    static let pageName = "report.html"

    /// What was found.
    public struct Result: Sendable, Codable {
        /// One concept, without its pictures.
        public struct Found: Sendable, Codable {
            public var name: String
            public let regions: Int
            public let pictures: Int
            public let importance: Score?
            public let sensitivity: Double?
            public let probability: Double?
        }

        /// One class.
        public struct OfClass: Sendable, Codable {
            public let index: Int
            public let label: String?
            /// In the order of their numbers.
            public var concepts: [Found]
        }

        public let model: String
        public let layers: [String]
        public let layerReason: String
        public var classes: [OfClass]
        /// What a person should know.
        public let notes: [String]
        public let seconds: Double
    }

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ options: ConceptOptions, command: [String] = [], existing: ExistingOutput = .refuse) throws {
        guard !options.output.isEmpty else {
            throw RationaleError(.usage, "--output is missing: the folder to write")
        }
        self.options = options
        self.command = command
        self.existing = existing
        discovery = try options.discovery()
        _ = try RegionFeatures.Source(options.features, for: "--features")
        source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
        device = try DeviceChoice.device(options.explain.device ?? "auto")
    }

    /// Discovers, and writes the folder.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then; what was begun then ends as interrupted.
    ///   - progress: called with the classes done, all of them, and the name of the next.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) throws -> Void = { _, _, _ in }
    ) throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let folder = try ConceptFolder(options.output, existing: existing, isResumable: true)
        let stages = try folder.stages(of: command, existing: existing)
        do {
            let classifier = try source.namedClassifier().moved(to: device)
            let seed = options.explain.seed ?? 0
            let pictures = try ConceptPictures(
                options.data, for: classifier, classes: options.classes, renamed: options.labels,
                limit: options.pictures,
                seed: seed)
            return try Cancellation.whenever(isCancelled) {
                var features = try RegionFeatures(
                    classifier, layers: options.layer, source: .init(options.features, for: "--features"))
                let sampled = try stages.rows("usual") { try sampledFeatures(pictures, features, seed: seed) }
                if options.scaled {
                    features.scale = FeatureScale(of: sampled)
                }
                let usual = features.scale.map { $0.apply(sampled) } ?? sampled
                let randomSets = randomSets(usual, seed: seed)
                var notes = classifier.notes + pictures.notes
                var found: [[Concept]] = []
                for (number, own) in pictures.ofClass.enumerated() {
                    try progress(number, pictures.ofClass.count, own.label ?? "class \(own.index)")
                    found.append(try concepts(of: own, by: features, randomSets, stages))
                    if found[number].isEmpty {
                        notes.append("no concept was found of \(own.label ?? "class \(own.index)")")
                    }
                }
                let model = try model(of: features, classes: pictures.classes, concepts: found)
                try model.write(to: folder.url(Self.modelName), origin: origin)
                let result = Result(
                    model: folder.path(of: Self.modelName), layers: model.layers, layerReason: model.layerReason,
                    classes: zip(model.classes, found).map { .init($0, classifier.label($0), $1) }, notes: notes,
                    seconds: start.duration(to: clock.now) / .seconds(1))
                try folder.write(try JSONDocument.text(of: result) + "\n", to: Self.resultName)
                let pages = ConceptPages(
                    model: model, features: features, pictures: pictures, origin: usual.mean([0]).floats,
                    command: command)
                try folder.write(
                    pages.html { try progress($0, pictures.ofClass.count, "the page") }, to: Self.pageName)
                stages.remove()
                return result
            }
        } catch let error as RationaleError where error.code == .interrupted {
            // Nothing but the command: nothing to continue.
            stages.withdraw()
            folder.withdraw()
            throw error.with(hint: "What was finished is kept; --resume continues.")
        } catch {
            // What was asked cannot be done: there is nothing to continue.
            let isHopeless = [.usage, .badData, .missingInput].contains((error as? RationaleError)?.code)
            if isHopeless { stages.remove() } else { stages.withdraw() }
            folder.withdraw()
            throw error
        }
    }

    private func model(of features: RegionFeatures, classes: [Int], concepts: [[Concept]]) throws -> ConceptModel {
        let labels = features.classifier.labels.map { labels in classes.map { labels[$0] } }
        return try ConceptModel(
            of: features, labels: labels, plan: discovery.plan.forMatching, classes: classes, concepts: concepts)
    }

    /// The concepts of a class, found before or now.
    private func concepts(
        of own: ClassPictures, by features: RegionFeatures, _ randomSets: [Tensor], _ stages: ConceptStages
    ) throws -> [Concept] {
        if let found = try stages.concepts(ofClass: own.index, in: features.classifier) { return found }
        let found = try discovery.concepts(of: own, by: features, randomSets: randomSets) { compute in
            try stages.rows("\(own.index)", compute)
        }
        try stages.keep(model(of: features, classes: [own.index], concepts: [found]), ofClass: own.index)
        return found
    }

    private var origin: [String: String] {
        [
            "command": command.joined(separator: " "), "seed": "\(options.explain.seed ?? 0)",
            "version": Rationale.version,
        ]
    }

    /// The features of regions of a few pictures of every class: what is usual.
    private func sampledFeatures(
        _ pictures: ConceptPictures, _ features: RegionFeatures, seed: UInt64
    ) throws -> Tensor {
        let each = max(1, 200 / pictures.ofClass.count)
        let plan = discovery.plan.filtered(.none)
        // A patch costs a pass each, a region in its context nothing. Random sets need many; a mean does not.
        let most = options.randomSets > 0 || options.scaled ? 2000 : 300
        let perPicture = features.source == .context ? Int.max : max(1, most / (each * pictures.ofClass.count))
        let rows = try pictures.ofClass.map { own in
            let images = try (0..<min(each, own.count)).map { try own.image($0) }
            var random = SplitMix64(seed: seed, for: "sampled regions of class \(own.index)")
            return try Tensor.concatenated(
                features.features(of: images.map { ($0, try plan.regions(of: $0).sample(perPicture, using: &random)) }))
        }
        return .concatenated(rows)
    }

    /// Random sets of regions, as large as the examples of a concept.
    private func randomSets(_ rows: Tensor, seed: UInt64) -> [Tensor] {
        guard options.randomSets > 0 else { return [] }
        return (0..<options.randomSets).map { number in
            var random = SplitMix64(seed: seed, for: "random set \(number)")
            return rows.indices(0, (0..<discovery.exampleCount).map { _ in random.index(below: rows.shape[0]) })
        }
    }
}

extension ConceptDiscoveryRun.Result.OfClass {
    fileprivate init(_ index: Int, _ label: String?, _ concepts: [Concept]) {
        self.init(
            index: index, label: label,
            concepts: concepts.map {
                .init(
                    name: $0.name, regions: $0.regionCount, pictures: $0.pictureCount, importance: $0.importance,
                    sensitivity: $0.sensitivity?.mean, probability: $0.probability)
            })
    }
}
