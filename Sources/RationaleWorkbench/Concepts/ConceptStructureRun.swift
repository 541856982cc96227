import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// What a person asks of `concepts graph`.
public struct ConceptStructureOptions: Sendable, Hashable {
    /// The concept model; `nil` for the one that comes with the built-in classifier.
    public var concepts: String?
    /// Classes, by label or index; all where none is named.
    public var classes: [String] = []
    /// How many relations are shown, the largest ones.
    public var relations = 10
    /// The folder to write; `nil` writes none.
    public var output: String?

    public init() {}
}

/// A run of `concepts graph`: the structural concept graph of classes.
public struct ConceptStructureRun: Sendable {
    public let options: ConceptStructureOptions
    public let existing: ExistingOutput

    static let resultName = "graph.json"

    /// The graph of one class: contributions are the usual ones, places are where regions usually are.
    public struct OfClass: Sendable, Encodable {
        public let panel: ConceptGraph.Panel
        /// The drawing's file.
        public let drawing: String?
    }

    public struct Result: Sendable, Encodable {
        public let classes: [OfClass]
    }

    /// Checks a request.
    ///
    /// - Throws: `usage` for what makes no sense.
    public init(_ options: ConceptStructureOptions, existing: ExistingOutput = .refuse) throws(RationaleError) {
        guard options.relations >= 0 else {
            throw RationaleError(.usage, "--relations \(options.relations): expected 0 or more")
        }
        self.options = options
        self.existing = existing
    }

    /// Reads the graphs, and draws them where a folder is named.
    ///
    /// - Throws: `RationaleError`: `usage` for a class that the model does not know, or a model that was not trained;
    ///   `missingInput` and `badData` for the file, `cannotWrite`.
    public func run() throws -> Result {
        let model = try ConceptModelSource(path: options.concepts, explain: ExplainOptions()).model()
        let positions = try model.positions(options.classes)
        guard let usual = model.usual, model.reasoning != nil else {
            throw RationaleError(
                .usage,
                "the concept model has concepts but no reasoning network yet, so nothing is known of what they usually add",
                hint: "Train it: `rationale train concepts`.")
        }
        if let position = positions.first(where: { usual.unknown.contains($0) }) {
            throw RationaleError(
                .usage,
                "no picture was decided for \(model.labels?[position] ?? "class \(model.classes[position])") when the model was trained, so nothing is known of what is usual",
                hint: "Train it with pictures of the class, or name other classes with --class.")
        }
        let folder = try options.output.map { path throws(RationaleError) in
            try ConceptFolder(path, existing: existing)
        }
        do {
            let classes = try positions.map { position in
                let panel = panel(position, model, usual)
                let drawing = try folder.map { try draw(panel, model, position, in: $0) }
                return OfClass(panel: panel, drawing: drawing)
            }
            let result = Result(classes: classes)
            if let folder { try folder.write(try JSONDocument.text(of: result) + "\n", to: Self.resultName) }
            return result
        } catch {
            folder?.withdraw()
            throw error
        }
    }

    private func panel(_ position: Int, _ model: ConceptModel, _ usual: UsualContributions) -> ConceptGraph.Panel {
        let concepts = model.concepts[position]
        let values = zip(usual.nodes[position], usual.zeros(ofClass: position)).map { $0 - $1 }
        let nodes = zip(concepts, values).map { concept, value in
            let box = concept.usualBox
            return ConceptGraph.Node(
                concept: concept.name, box: box, x: box.x + box.width / 2, y: box.y + box.height / 2, distance: 1,
                isFound: true, contribution: value, example: concept.pictureName)
        }
        let before = model.concepts[..<position].reduce(0) { $0 + $1.count * ($1.count - 1) }
        var edges: [ConceptGraph.Edge] = []
        for from in concepts.indices {
            for to in concepts.indices where to != from {
                edges.append(.init(from: from, to: to, contribution: usual.edges[before + edges.count]))
            }
        }
        let sum = nodes.reduce(0) { $0 + $1.contribution } + edges.reduce(0) { $0 + $1.contribution }
        return ConceptGraph.Panel(
            index: model.classes[position], label: model.labels?[position], nodes: nodes, edges: edges, bias: 0,
            score: sum)
    }

    private func draw(
        _ panel: ConceptGraph.Panel, _ model: ConceptModel, _ position: Int, in folder: ConceptFolder
    ) throws -> String {
        var examples: [String: Image] = [:]
        for concept in model.concepts[position] {
            examples[concept.pictureName] = concept.examples.first?.cut?.picture()
        }
        let figure = ConceptStructureFigure(
            title: "Structural concept graph of \(panel.name)", panel, examples: examples, maxEdges: options.relations)
        let drawing = try figure.drawing()
        let name = "graph-\(panel.name.fileName)"
        try drawing.image(zoom: 2).write(to: folder.url("\(name).png"))
        try folder.write(drawing.svg(title: figure.title), to: "\(name).svg")
        return "\(name).png"
    }
}

extension Concept {
    /// A box of the usual size where its regions usually are, in fractions of the picture's sides.
    var usualBox: Box {
        let boxes = examples.map(\.box)
        let count = Double(max(1, boxes.count))
        let width = boxes.reduce(0) { $0 + $1.width } / count
        let height = boxes.reduce(0) { $0 + $1.height } / count
        let x = place?.x ?? boxes.reduce(0) { $0 + $1.x + $1.width / 2 } / count
        let y = place?.y ?? boxes.reduce(0) { $0 + $1.y + $1.height / 2 } / count
        return Box(x: x - width / 2, y: y - height / 2, width: width, height: height)
    }
}
