import RationaleCore
import Testing
import rationale

struct ConceptGraphTextTests {
    private func node(
        _ name: String, _ x: Double, _ y: Double, adds contribution: Double, usual: Double? = nil, isFound: Bool = true
    ) -> ConceptGraph.Node {
        ConceptGraph.Node(
            concept: name, box: Box(x: x - 0.1, y: y - 0.1, width: 0.2, height: 0.2), x: x, y: y,
            distance: isFound ? 0.84 : 2.1, isFound: isFound, contribution: contribution, usual: usual)
    }

    private func panel(
        _ label: String?, _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = []
    ) -> ConceptGraph.Panel {
        ConceptGraph.Panel(
            index: 1, label: label, nodes: nodes, edges: edges, bias: 1, score: 0.9, classifierScore: 1.21)
    }

    @Test func `Each panel is a table`() {
        let junco = panel(
            "junco",
            [
                node("junco 4", 0.5, 0.5, adds: 0.8),
                node("junco 2", 0.9, 0.9, adds: -0.2, usual: 1.7, isFound: false),
            ], [.init(from: 1, to: 0, contribution: -0.7), .init(from: 0, to: 1, contribution: 0.02)])
        let text = ConceptGraph(panels: [junco, panel("ember finch", [])]).table(maxEdges: 1)
        #expect(
            text == """
                Why not junco: Reasoning network 0.9 · classifier 1.2
                  rank  concept  where         adds  excess  found
                     1  junco 2  lower right  −0.20   −1.90  no (2.1)
                     2  junco 4  middle       +0.80       –  yes (0.84)
                  relations
                    junco 2 lies below and to the right of junco 4  −0.70
                  concepts +0.6 · relations −0.68 · bias +1 = 0.9

                Why ember finch: Reasoning network 0.9 · classifier 1.2
                  no concepts
                  concepts 0 · bias +1 = 0.9

                """)
    }

    @Test func `A why not tells what the decided class adds beyond pictures of the other`() {
        var finch = node("finch 1", 0.5, 0.5, adds: 2.5, usual: 2)
        finch.usualElsewhere = 0.5
        let text = ConceptGraph(panels: [panel("finch", [node("finch 2", 0.1, 0.5, adds: 0.4), finch])]).table()
        #expect(
            text == """
                Why finch: Reasoning network 0.9 · classifier 1.2
                  rank  concept  where    adds  excess  contrast  found
                     1  finch 1  middle  +2.50   +0.50     +2.00  yes (0.84)
                     2  finch 2  left    +0.40       –         –  yes (0.84)
                  concepts +2.9 · bias +1 = 0.9

                """)
    }

    @Test func `A region that adds hardly anything where the concept usually does is unlike it`() {
        let text = ConceptGraph(panels: [panel("junco", [node("junco 2", 0.1, 0.5, adds: -0.4, usual: 1)])]).table()
        #expect(text.contains("   1  junco 2  left   −0.40   −1.40  unlike (0.84)\n"), "\(text)")
    }

    @Test func `Names cannot steer the terminal nor break the table`() {
        let text = ConceptGraph(panels: [
            panel("a\u{1B}[31m", [node("b\u{1B}[2J\n" + String(repeating: "c", count: 100), 0.5, 0.5, adds: 1)])
        ]).table()
        #expect(
            !text.contains("\u{1B}") && text.contains("b\u{FFFD}[2J\u{FFFD}" + String(repeating: "c", count: 21) + "…"))
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func `What is no number is said to be none`() {
        let text = ConceptGraph(panels: [
            panel(nil, [node("a", .nan, 0.5, adds: .nan), node("b", 0.5, 0.5, adds: 1234)])
        ]).table()
        #expect(
            text == """
                Why class 1: Reasoning network 0.9 · classifier 1.2
                  rank  concept  where              adds  excess  found
                     1  b        middle            +1234       –  yes (0.84)
                     2  a        somewhere  not a number       –  yes (0.84)
                  concepts not a number · bias +1 = 0.9

                """)
    }

    @Test func `No panels are no text`() { #expect(ConceptGraph(panels: []).table().isEmpty) }
}
