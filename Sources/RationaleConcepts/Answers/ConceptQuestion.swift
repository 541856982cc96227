public import RationaleCore
public import RationaleImaging

/// A question about one picture: why this class, or why not that one; with its proof, and what if.
public struct ConceptQuestion: Sendable {
    public let explainer: ConceptExplainer
    public let view: ConceptExplainer.View
    /// The class that is decided for, or asked about.
    public let target: Int
    /// The class that is not; `nil` for “why”.
    public let other: Int?

    public init(explainer: ConceptExplainer, view: ConceptExplainer.View, target: Int, other: Int?) {
        self.explainer = explainer
        self.view = view
        self.target = target
        self.other = other
    }

    private var editor: ConceptEditor { ConceptEditor(explainer) }
    private var classes: [Int] { other.map { [$0, target] } ?? [target] }

    /// What a reader should know.
    public var warnings: [String] {
        let model = explainer.model
        guard let top = view.reasoned.indices.max(by: { view.reasoned[$0] < view.reasoned[$1] }) else { return [] }
        let own = model.classes.map { view.scores[$0] }
        guard let decided = own.indices.max(by: { own[$0] < own[$1] }), decided != top else { return [] }
        func name(_ position: Int) -> String { model.labels?[position] ?? "class \(model.classes[position])" }
        return [
            "on this picture the reasoning network decides for \(name(top)) and the classifier for \(name(decided)): "
                + "what the concepts say is not why the classifier decides so"
        ]
    }

    /// The answer, and its edited pictures in the order of its edits.
    ///
    /// - Parameters:
    ///   - proves: whether the concept that the answer names is edited, and another one for comparison. Concepts for which there
    ///     is no region are passed over.
    ///   - asked: what a person asks for besides.
    /// - Throws: `RationaleError`: `usage` for a class that the model does not know and for edits that make no sense, `badData`
    ///   where the model keeps no pixels of a concept that is to be put in.
    public func answer(
        proves: Bool, edits asked: [Asked] = []
    ) throws -> (graph: ConceptGraph, pictures: [Image]) {
        var graph =
            try other.map { try explainer.whyNot(view, class: $0, insteadOf: target) }
            ?? explainer.why(view, class: target)
        var pictures: [Image] = []
        for (edit, picture) in try (proves ? proof(of: graph) : []) + asked.map(made) {
            graph.edits.append(edit)
            pictures.append(picture)
        }
        return (graph, pictures)
    }

    /// An edit that a person asks for.
    public struct Asked: Sendable, Hashable {
        public var kind: ConceptEdit.Kind
        public var concept: ConceptEditor.Reference
        /// What takes its place; needed to replace.
        public var other: ConceptEditor.Reference?
        /// To the right and downwards, as fractions of the picture's sides, −1 to 1; used to move.
        public var offset: SIMD2<Double>

        public init(
            kind: ConceptEdit.Kind, concept: ConceptEditor.Reference, other: ConceptEditor.Reference? = nil,
            offset: SIMD2<Double> = .zero
        ) {
            self.kind = kind
            self.concept = concept
            self.other = other
            self.offset = offset
        }
    }

    /// The concepts of an answer: the panel, the node's number there, and the concept.
    public func concepts(of graph: ConceptGraph) -> [(panel: Int, node: Int, concept: Concept)] {
        graph.panels.enumerated().flatMap { place, panel in
            let position = explainer.model.classes.firstIndex(of: panel.index) ?? 0
            return explainer.model.concepts[position].enumerated().map { (place, $0.offset, $0.element) }
        }
    }

    /// The concept that the answer names first. For “why” the one that adds most; for “why not” the one that tells most against the
    /// other class, be it one of its own that is missing or one of the decided class.
    public func leading(in graph: ConceptGraph) -> ConceptEditor.Reference? {
        let missing = ranked(graph).first
        let present = graph.panels.dropFirst().first.flatMap { ranked($0) { $0.contrast ?? 0 }.first }
        guard let present, present.importance > max(0, missing?.importance ?? 0) else { return missing?.concept }
        return present.concept
    }

    /// The concept of the class that is asked about which the answer names first: for “why not” the one that is missing most.
    public func leadingOfAsked(in graph: ConceptGraph) -> ConceptEditor.Reference? { ranked(graph).first?.concept }

    /// The concepts of the panel that is asked about, the most important first.
    private func ranked(_ graph: ConceptGraph) -> [(concept: ConceptEditor.Reference, importance: Double)] {
        guard let panel = graph.panels.first else { return [] }
        // As the sentences have it (`WhyNotWords`).
        let isMissing = other != nil && graph.panels.count > 1 && panel.scored == panel.index
        return ranked(panel) { isMissing ? -$0.excess : $0.contribution }
    }

    private func ranked(
        _ panel: ConceptGraph.Panel, by importance: (ConceptGraph.Node) -> Double
    ) -> [(concept: ConceptEditor.Reference, importance: Double)] {
        guard let position = explainer.model.classes.firstIndex(of: panel.index) else { return [] }
        return panel.nodes.enumerated()
            .map { (concept: .init(position: position, number: $0.offset), importance: importance($0.element)) }
            .sorted { ($1.importance, $0.concept.number) < ($0.importance, $1.concept.number) }
    }

    /// What the answer names edited, each beside the last concept of the same class for comparison: for “why” the leading concept is
    /// painted over; for “why not” the one that is missing most is put into the picture where it fits best, and what the decided class
    /// has instead, where the answer names that first, is painted over before.
    private func proof(of graph: ConceptGraph) throws -> [(ConceptEdit, Image)] {
        guard other != nil, let decided = explainer.model.classes.firstIndex(of: target) else {
            return try removals(of: ranked(graph).map(\.concept))
        }
        var edits: [(ConceptEdit, Image)] = []
        if leading(in: graph)?.position == decided, let panel = graph.panels.last {
            edits += try removals(of: ranked(panel) { $0.contrast ?? 0 }.map(\.concept))
        }
        // Where nothing is nothing can be put.
        let missing = try ranked(graph).map(\.concept).filter {
            try !editor.places(for: $0, insteadOf: decided, in: view).isEmpty
        }
        return try edits
            + withControl(missing) { concept, isControl in
                let picture = try editor.inserting(concept, insteadOf: decided, in: view)
                let change =
                    editor[concept].seat == nil ? "put into the picture where it fits best" : "put in its place"
                return (
                    try editor.edit(
                        .replace, concept, change: change, from: view, to: picture, classes: classes,
                        isControl: isControl), picture
                )
            }
    }

    /// The first of some concepts painted over, and the last for comparison.
    private func removals(of concepts: [ConceptEditor.Reference]) throws -> [(ConceptEdit, Image)] {
        // What is not there cannot be painted over.
        try withControl(concepts.filter { editor.hasRegion($0, in: view) }) { concept, isControl in
            let picture = try editor.removing(concept, in: view)
            return (
                try editor.edit(
                    .remove, concept, change: "painted over", from: view, to: picture, classes: classes,
                    isControl: isControl), picture
            )
        }
    }

    private func withControl(
        _ concepts: [ConceptEditor.Reference],
        edit: (_ concept: ConceptEditor.Reference, _ isControl: Bool) throws -> (ConceptEdit, Image)
    ) throws -> [(ConceptEdit, Image)] {
        guard let first = concepts.first else { return [] }
        let control = concepts.count > 1 ? concepts.last : nil
        return try [edit(first, false)] + (control.map { [try edit($0, true)] } ?? [])
    }

    private func made(_ asked: Asked) throws -> (ConceptEdit, Image) {
        let (picture, change): (Image, String)
        switch asked.kind {
        case .remove: (picture, change) = (try editor.removing(asked.concept, in: view), "painted over")
        case .replace:
            guard let other = asked.other else {
                throw RationaleError(.usage, "replacing \(editor[asked.concept].name): what takes its place is missing")
            }
            picture = try editor.replacing(asked.concept, by: other, in: view)
            change = "replaced by \(editor[other].name)"
        case .move:
            let (width, height) = (Double(view.image.width), Double(view.image.height))
            guard (-1...1).contains(asked.offset.x), (-1...1).contains(asked.offset.y) else {
                throw RationaleError(
                    .usage,
                    "moving \(editor[asked.concept].name): expected fractions of the picture's sides, −1 to 1, found "
                        + "\(asked.offset.x) and \(asked.offset.y)")
            }
            let offset = (x: Int((asked.offset.x * width).rounded()), y: Int((asked.offset.y * height).rounded()))
            picture = try editor.moving(asked.concept, by: offset, in: view)
            change = "moved by \(offset.x) pixels to the right and \(offset.y) down"
        }
        return (
            try editor.edit(asked.kind, asked.concept, change: change, from: view, to: picture, classes: classes),
            picture
        )
    }
}
