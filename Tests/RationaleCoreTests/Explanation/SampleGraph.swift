import RationaleCore

/// Small made-up graphs.
enum SampleGraph {
    static func node(
        _ concept: String, at x: Double = 0.5, _ y: Double = 0.5, side: Double = 0.1, adds contribution: Double,
        usual: Double? = nil, isFound: Bool = true
    ) -> ConceptGraph.Node {
        ConceptGraph.Node(
            concept: concept, box: Box(x: x - side / 2, y: y - side / 2, width: side, height: side), x: x, y: y,
            distance: isFound ? 0.8 : 2.1, isFound: isFound, contribution: contribution, usual: usual)
    }

    static func panel(
        _ label: String?, _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = [], index: Int = 7,
        scored: Int? = nil, rest: Double = 0, score: Double
    ) -> ConceptGraph.Panel {
        ConceptGraph.Panel(
            index: index, label: label, scored: scored, nodes: nodes, edges: edges, rest: rest, bias: 0, score: score)
    }

    static let finch = panel(
        "ember finch",
        [
            node("ember finch 3", at: 0.2, 0.2, adds: 2.1), node("ember finch 1", adds: 1.2),
            node("ember finch 4", at: 0.8, 0.9, adds: -0.5), node("wing", at: 0.5, 0.9, adds: 0.04),
        ],
        [
            .init(from: 0, to: 1, contribution: 0.7), .init(from: 1, to: 0, contribution: -0.01),
            .init(from: 2, to: 0, contribution: 0),
        ], index: 3, score: 6.3)

    static let junco = panel(
        "junco",
        [
            node("junco 2", at: 0.8, 0.8, adds: 0.1, usual: 2, isFound: false),
            node("junco 4", at: 0.9, 0.8, adds: 0.9, usual: 0.8),
        ], [.init(from: 0, to: 1, contribution: -0.7)], score: 2.14)
}
