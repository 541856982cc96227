import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// What a person asks of `concepts match`.
public struct ConceptMatchOptions: Sendable, Hashable {
    /// The classifier and where it runs; nothing else of them is used.
    public var explain = ExplainOptions()
    /// Photos.
    public var input: [String] = []
    /// The concept model; `nil` for the one that comes with the built-in classifier.
    public var concepts: String?
    /// The classes whose concepts are looked for, by label or index; `top` for the one that the classifier decides for, `all`.
    public var classes: [String] = [top]
    /// The folder to write; `nil` writes none.
    public var output: String?

    public init() {}

    public static let top = "top"
    public static let all = "all"
}

/// A run of `concepts match`: which region of each photo comes nearest to each concept.
public struct ConceptMatchRun: Sendable {
    public let options: ConceptMatchOptions
    public let existing: ExistingOutput
    private let source: ModelSource

    static let resultName = "matches.json"
    static let graphsName = "graphs.safetensors"

    /// One concept in one photo.
    public struct Found: Sendable, Encodable {
        public let concept: String
        /// The class, by its position among the classifier's scores.
        public let index: Int
        /// In words: `upper left`.
        public let place: String
        /// In fractions of what the network sees of the photo.
        public let box: Box
        public let outlines: [[Double]]
        /// In units of the concept's spread; `nil` where the photo has no region for it.
        public let distance: Double?
        public let isFound: Bool
    }

    /// One photo.
    public struct OfPhoto: Sendable, Encodable {
        public let input: String
        /// What the classifier decides for.
        public let decision: Prediction
        public let matches: [Found]
        /// The drawing's file.
        public let drawing: String?
    }

    public struct Result: Sendable, Encodable {
        public let photos: [OfPhoto]
        /// The graphs of all photos and classes, for networks of one's own.
        public let graphs: String?
        public let notes: [String]
    }

    /// Checks a request.
    ///
    /// - Throws: `usage` for what makes no sense.
    public init(_ options: ConceptMatchOptions, existing: ExistingOutput = .refuse) throws {
        guard !options.input.isEmpty else {
            throw RationaleError(.usage, "there is nothing to search", hint: "Name a photo.")
        }
        self.options = options
        self.existing = existing
        source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
    }

    /// Looks for the concepts, and writes the folder where one is named.
    ///
    /// - Throws: `RationaleError`: what is wrong with the models, the classes or the photos, or `cannotWrite`.
    public func run(isCancelled: @escaping @Sendable () -> Bool = { false }) throws -> Result {
        let model = try ConceptModelSource(path: options.concepts, explain: options.explain).model()
        let named = options.classes.filter { $0 != ConceptMatchOptions.top && $0 != ConceptMatchOptions.all }
        let positions = try named.isEmpty ? [] : model.positions(named)
        for path in options.input where !FileManager.default.fileExists(atPath: path) {
            throw RationaleError(.missingInput, "\(path): there is no such file")
        }
        let folder = try options.output.map { path throws(RationaleError) in
            try ConceptFolder(path, existing: existing)
        }
        do {
            let device = try DeviceChoice.device(options.explain.device ?? "auto")
            let classifier = try source.namedClassifier().moved(to: device)
            let matcher = try model.matcher(for: classifier)
            var photos: [OfPhoto] = []
            var found: [ConceptMatcher.Match] = []
            var scores: [Float] = []
            try Cancellation.whenever(isCancelled) {
                for (number, path) in options.input.enumerated() {
                    try Cancellation.check()
                    let photo = try SearchedPhoto(path, classifier)
                    let match = try matcher.matches(in: [photo.seen])[0]
                    var shown = positions
                    if options.classes.contains(ConceptMatchOptions.all) {
                        shown = Array(model.classes.indices)
                    } else if options.classes.contains(ConceptMatchOptions.top) {
                        let top = try model.position(ofClass: photo.decision.index, label: photo.decision.label)
                        shown = (Set(shown).union([top])).sorted()
                    }
                    let drawing = try folder.map { try draw(photo, match, model, shown, number: number + 1, in: $0) }
                    photos.append(photo.result(match, model, shown, drawing: drawing))
                    if folder != nil {
                        found.append(match)
                        scores += model.classes.map { photo.scores[$0] }
                    }
                }
            }
            if let folder { try write(found, scores, model, to: folder) }
            let result = Result(
                photos: photos, graphs: folder.map { $0.path(of: Self.graphsName) }, notes: classifier.notes)
            if let folder { try folder.write(try JSONDocument.text(of: result) + "\n", to: Self.resultName) }
            return result
        } catch {
            folder?.withdraw()
            throw error
        }
    }

    private func draw(
        _ photo: SearchedPhoto, _ match: ConceptMatcher.Match, _ model: ConceptModel, _ positions: [Int], number: Int,
        in folder: ConceptFolder
    ) throws -> String {
        var nodes: [ConceptGraph.Node] = []
        var examples: [String: Image] = [:]
        for position in positions {
            let first = model.offset(of: position)
            for (place, concept) in model.concepts[position].enumerated() {
                var node = match.node(concept, first + place)
                node.example = concept.pictureName
                examples[concept.pictureName] = concept.examples.first?.cut?.picture()
                nodes.append(node)
            }
        }
        let names =
            positions.prefix(3).map(model.label(at:)).joined(separator: ", ") + (positions.count > 3 ? ", …" : "")
        let figure = ConceptMatchFigure(
            title: "Concepts of \(names)", nodes: nodes, over: photo.shown.image, region: photo.shown.region,
            examples: examples)
        let drawing = try figure.drawing()
        let name = "\(number)-match"
        try drawing.image(zoom: 2).write(to: folder.url("\(name).png"))
        try folder.write(drawing.svg(title: figure.title), to: "\(name).svg")
        return "\(name).png"
    }

    /// The graphs as tensors, concepts of all classes one after another.
    private func write(
        _ found: [ConceptMatcher.Match], _ scores: [Float], _ model: ConceptModel, to folder: ConceptFolder
    ) throws {
        let graphs = try found.graphs
        let shape = [found.count, model.concepts.reduce(0) { $0 + $1.count }]
        let tensors: [(String, Tensor)] = [
            ("features", graphs.features), ("positions", graphs.positions),
            ("present", graphs.found.converted(to: .uint8)),
            ("found", Tensor(found.flatMap { $0.isFound.map { $0 ? 1 : 0 } as [UInt8] }, shape: shape)),
            ("distances", Tensor(found.flatMap { $0.distance.map(Float.init) }, shape: shape)),
            ("scores", Tensor(scores, shape: [found.count, model.classes.count])),
        ]
        struct Header: Encodable {
            let photos: [String]
            let classes: [Int]
            let labels: [String]?
            let concepts: [[String]]
            let nodes: String
            let layers: [String]
            let classifier: String
        }
        let header = Header(
            photos: options.input, classes: model.classes, labels: model.labels,
            concepts: model.concepts.map { $0.map(\.name) }, nodes: model.content.rawValue, layers: model.layers,
            classifier: model.classifier)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try SafetensorsFile.write(
            tensors.map { name, tensor in
                let tensor = tensor.moved(to: .cpu)
                let bytes = try MappedFile(copying: tensor.bytes, name: name).bytes
                return (name, try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes))
            }, metadata: ["rationale.graphs": String(decoding: try encoder.encode(header), as: UTF8.self)],
            to: folder.url(Self.graphsName))
    }
}

/// A photo in which concepts are looked for.
private struct SearchedPhoto {
    let path: String
    let shown: ShownPhoto
    /// As the network sees it.
    let seen: Image
    let scores: [Float]
    let decision: Prediction

    init(_ path: String, _ classifier: Classifier) throws {
        let image = try Image(contentsOf: URL(fileURLWithPath: path))
        self.path = path
        shown = try ShownPhoto(image, through: classifier.preprocessing)
        seen = try classifier.preprocessing.picture(of: image)
        let input = Tensor(
            try classifier.preprocessing.normalized(seen),
            shape: [1, classifier.preprocessing.channels, seen.height, seen.width])
        scores = try withoutGradient {
            try classifier.scores(of: input.moved(to: classifier.device)).converted(to: .float32).moved(to: .cpu).floats
        }
        decision = Prediction.top(1, of: scores, labels: classifier.labels, scoring: classifier.scoring)[0]
    }

    func result(
        _ match: ConceptMatcher.Match, _ model: ConceptModel, _ positions: [Int], drawing: String?
    ) -> ConceptMatchRun.OfPhoto {
        let matches = positions.flatMap { position in
            let first = model.offset(of: position)
            return model.concepts[position].enumerated().map { place, concept in
                let node = match.node(concept, first + place)
                return ConceptMatchRun.Found(
                    concept: concept.name, index: concept.classIndex,
                    place: node.distance.isFinite ? node.place : "nowhere", box: node.box, outlines: node.outlines,
                    distance: node.distance.isFinite ? node.distance : nil, isFound: node.isFound)
            }
        }
        return .init(input: path, decision: decision, matches: matches, drawing: drawing)
    }
}
