import RationaleCore
import Testing

struct ConceptGraphPlacesTests {
    private static func node(_ x: Double, _ y: Double, _ width: Double = 0.1, _ height: Double = 0.1)
        -> ConceptGraph.Node
    {
        ConceptGraph.Node(
            concept: "a", box: Box(x: x - width / 2, y: y - height / 2, width: width, height: height), x: x, y: y,
            distance: 1, isFound: true, contribution: 1)
    }

    @Test(arguments: [
        (node(0.1, 0.1), "upper left"), (node(0.5, 0.1), "top"), (node(0.9, 0.1), "upper right"),
        (node(0.1, 0.5), "left"), (node(0.5, 0.5), "middle"), (node(0.9, 0.5), "right"),
        (node(0.1, 0.9), "lower left"), (node(0.5, 0.9), "bottom"), (node(0.9, 0.9), "lower right"),
        (node(0.5, 0.5, 0.9, 0.8), "most of the picture"), (node(.nan, 0.5), "somewhere"),
    ])
    func places(node: ConceptGraph.Node, words: String) { #expect(node.place == words) }

    @Test(arguments: [
        (node(0.1, 0.5), node(0.8, 0.6), "lies to the left of"),
        (node(0.8, 0.6), node(0.1, 0.5), "lies to the right of"),
        (node(0.5, 0.1), node(0.6, 0.8), "lies above"), (node(0.6, 0.8), node(0.5, 0.1), "lies below"),
        (node(0.1, 0.1), node(0.8, 0.8), "lies above and to the left of"),
        (node(0.8, 0.8), node(0.1, 0.1), "lies below and to the right of"),
        (node(0.5, 0.5, 0.1), node(0.5, 0.5, 0.3, 0.3), "lies inside"),
        (node(0.5, 0.5, 0.3, 0.3), node(0.5, 0.5, 0.1), "lies around"),
        (node(0.5, 0.5, 0.2), node(0.6, 0.5, 0.2), "overlaps"), (node(0.5, 0.5), node(0.5, 0.5), "overlaps"),
        (node(0.5, 0.5, 0, 0), node(0.5, 0.5, 0, 0), "lies at the place of"),
        (node(.nan, 0.5), node(0.5, 0.5), "lies at the place of"),
    ])
    func relations(one: ConceptGraph.Node, other: ConceptGraph.Node, words: String) {
        #expect(one.relation(to: other) == words)
    }

    @Test func `Marks are the numbers of the names, and letters without`() {
        func marks(_ names: [String]) -> [String] {
            let nodes = names.map { SampleGraph.node($0, adds: 1) }
            return SampleGraph.panel("a", nodes, score: 1).marks
        }
        #expect(marks(["finch 3", "wing", "finch 12", "tail"]) == ["3", "A", "12", "B"])
        #expect(marks(["finch 3", "junco 3", "finch 1234", ""]) == ["3", "A", "B", "C"])
        #expect(marks(Array(repeating: "wing", count: 28)).suffix(3) == ["Z", "AA", "AB"])
    }

    @Test func `Order is by size, what is no number last`() {
        let values = [0.1, -3, .nan, 2, 0.1]
        var panel = SampleGraph.panel("a", values.map { SampleGraph.node("b", adds: $0) }, score: 1)
        #expect(panel.nodesByImportance == [1, 3, 0, 4, 2])
        panel.nodes[0].usual = 5
        #expect(panel.nodesByImportance.first == 0)
        // What is known of the other class's pictures counts in place of what is usual.
        panel.nodes[0].usualElsewhere = 0
        panel.nodes[4].usualElsewhere = 9
        #expect(panel.nodesByImportance == [4, 1, 3, 0, 2])
        panel.edges = [
            .init(from: 0, to: 1, contribution: 1), .init(from: 0, to: 9, contribution: 4),
            .init(from: 1, to: 0, contribution: -2), .init(from: 1, to: 1, contribution: -2),
        ]
        #expect(panel.edgesByImportance == [2, 0])
    }
}
