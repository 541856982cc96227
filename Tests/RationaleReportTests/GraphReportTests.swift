import Foundation
import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

struct GraphReportTests {
    private static func node(
        _ name: String, _ x: Double, _ y: Double, adds contribution: Double, usual: Double? = nil, isFound: Bool = true
    ) -> ConceptGraph.Node {
        ConceptGraph.Node(
            concept: name, box: Box(x: x - 0.1, y: y - 0.1, width: 0.2, height: 0.2), x: x, y: y, distance: 0.84,
            isFound: isFound, contribution: contribution, usual: usual, example: "examples/\(name).png")
    }

    private static let finch = Prediction(index: 3, label: "ember finch", probability: 0.91)
    private static let junco = Prediction(index: 1, label: "junco", probability: 0.06)

    private static func edit(
        _ kind: ConceptEdit.Kind, _ change: String, isControl: Bool = false, changesDecision: Bool
    ) -> ConceptEdit {
        let after = [
            Prediction(index: 3, label: "ember finch", probability: changesDecision ? 0.3 : 0.9),
            Prediction(index: 1, label: "junco", probability: changesDecision ? 0.65 : 0.05),
        ]
        return ConceptEdit(
            kind: kind, concept: "ember finch 3", change: change, isControl: isControl, before: [finch, junco],
            after: after, decisionBefore: finch, decisionAfter: changesDecision ? after[1] : after[0],
            picture: "edits/\(change).png")
    }

    private static func panel(
        _ label: String, _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = [], index: Int = 1
    ) -> ConceptGraph.Panel {
        ConceptGraph.Panel(
            index: index, label: label, nodes: nodes, edges: edges, bias: 0.5, score: 2.14, classifierScore: 1.98)
    }

    private static let graph = ConceptGraph(
        panels: [
            panel(
                "junco",
                [node("junco 2", 0.2, 0.3, adds: -0.2, usual: 1.8, isFound: false), node("wing", 0.8, 0.7, adds: 0.5)],
                [.init(from: 0, to: 1, contribution: -1), .init(from: 1, to: 0, contribution: 0.5)]),
            panel("ember finch", [node("ember finch 3", 0.5, 0.5, adds: 2)], index: 3),
        ],
        sentences: ["Not a junco: it has no hood.", "It is an ember finch."],
        edits: [
            edit(.replace, "replaced by junco 2", changesDecision: true),
            edit(.remove, "removed", changesDecision: false),
            edit(.move, "", isControl: true, changesDecision: false),
        ], agreement: 0.934)

    private static func html(
        _ graph: ConceptGraph, photo: Bool = true, pictures: [String: Image] = [:]
    ) throws -> String {
        let finding = Finding(
            method: "why", title: "Concepts", content: .graph(graph), target: .init(index: 3), unit: "logit",
            isSigned: true)
        let input = ReportInput(
            name: "bird.png",
            photo
                ? .photo(SampleReport.photo, region: PhotoRegion(x: 10, y: 0, width: 40, height: 40)) : .nothing,
            Explanation(input: "bird.png", findings: [finding]), conceptPictures: pictures)
        return try Report(inputs: [input]).html()
    }

    /// The part of the document that is the graph's.
    private static func block(
        _ graph: ConceptGraph, photo: Bool = true, pictures: [String: Image] = [:]
    ) throws -> String {
        let html = try html(graph, photo: photo, pictures: pictures)
        let begin = try #require(html.range(of: #"<div class="graph">"#))
        let end = try #require(html[begin.upperBound...].range(of: "</article>"))
        return String(html[begin.lowerBound..<end.lowerBound])
    }

    private static let pictures = [
        "examples/wing.png": Image(width: 20, height: 10), "edits/removed.png": Image(width: 500, height: 250),
    ]

    @Test func `The block is as recorded`() throws {
        let block = try Self.block(Self.graph, pictures: Self.pictures)
        let stable = block.replacing(#/base64,[A-Za-z0-9+\/=]+/#, with: "base64,…")
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/graph.html")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" { try Data(stable.utf8).write(to: url) }
        #expect(try stable == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    @Test func `It says what the graph says, first`() throws {
        let block = try Self.block(Self.graph)
        #expect(block.contains("<li>Not a junco: it has no hood.</li>\n<li>It is an ember finch.</li>"))
        #expect(block.contains("as the classifier on 93.4 % of the pictures"))
        var graph = Self.graph
        graph.sentences = []
        graph.agreement = nil
        #expect(try Self.block(graph).contains("<li>Not a junco: junco 2 was expected like in other"))
        #expect(try !Self.block(graph).contains("as the classifier on"))
    }

    @Test func `A region that adds hardly anything where the concept usually does is unlike it, which is explained`()
        throws
    {
        var graph = Self.graph
        #expect(try !Self.block(graph).contains("Unlike: near enough"))
        graph.panels[0].nodes[0].isFound = true
        let block = try Self.block(graph)
        #expect(
            block.components(separatedBy: "Unlike: near enough").count == 2 && block.contains(", unlike, contribution"))
        #expect(!block.contains("Dashed:"))
    }

    @Test func `Marks and rows lead to each other`() throws {
        let html = try Self.html(Self.graph, pictures: Self.pictures)
        let names = html.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
        #expect(Set(names).count == names.count)
        for reference in html.matches(of: #/href="#([^"]*)"/#).map({ String($0.output.1) }) {
            #expect(names.contains(reference), "\(reference)")
        }
        for clip in html.matches(of: #/url\(#([^)]*)\)/#).map({ String($0.output.1) }) {
            #expect(names.contains(clip), "\(clip)")
        }
        #expect(html.contains(##"class="node c1 missing" href="#input-1-map-1-panel-1-1-row""##))
        #expect(html.contains(##"<tr id="input-1-map-1-panel-1-1-row" class="c1">"##))
        #expect(
            html.contains(".concepts:has(.c1:is(:hover, :focus-visible, :focus-within, :target)) .c1 { --lit: 1; }"))
    }

    @Test func `The table has all numbers, with headers`() throws {
        let block = try Self.block(Self.graph)
        for header in ["Concept", "Found", "Distance", "Adds", "Usually", "Excess"] {
            #expect(block.contains("<th scope=\"col\">\(header)</th>"))
        }
        #expect(
            block.contains("<td>no</td><td>0.84</td><td class=\"adds\">−0.2</td><td>+1.8</td><td>−2</td></tr>"))
        #expect(block.contains("<td>yes</td><td>0.84</td><td class=\"adds\">+2</td></tr>"), "nothing usual is known")
        #expect(block.contains("junco 2 lies above and to the left of wing: −1"))
        #expect(!block.contains("Contrast"))
        var graph = Self.graph
        graph.panels[1].nodes[0].usualElsewhere = graph.panels[1].nodes[0].contribution - 1.5
        let compared = try Self.block(graph)
        #expect(compared.contains(">Contrast</th></tr>") && compared.contains("<td>+1.5</td></tr>"))
    }

    @Test func `An edit is a row, and whether it changed the decision is said`() throws {
        let block = try Self.block(Self.graph, pictures: Self.pictures)
        #expect(
            block.contains(
                "<p>1 of 2 edits changes the decision. The control does not change the decision.</p>"))
        #expect(
            block.contains("ember finch 91.0 % → junco 65.0 %<strong class=\"changed\">Changes the decision.</strong>"))
        #expect(block.contains("ember finch 91.0 % → ember finch 90.0 %<strong>Does not change the decision.</strong>"))
        #expect(block.contains("<strong>Does not change the decision, as a control should.</strong>"))
        #expect(block.contains("ember finch 3 moved <span class=\"badge\">control</span>"))
        #expect(block.contains("<span>junco</span> <span>6.0 % → 65.0 %</span>"))
        #expect(block.ranges(of: "alt=\"The picture with ").count == 1)
        #expect(block.contains("alt=\"The picture with ember finch 3 removed\""))
    }

    @Test(arguments: [
        ([true], [], "The edit changes the decision."), ([false], [], "The edit does not change the decision."),
        ([true, true], [true], "All 2 edits change the decision. The control changes the decision."),
        (
            [false, false], [false, false],
            "None of the 2 edits changes the decision. None of the 2 controls changes the decision."
        ),
        ([true, true, false], [], "2 of 3 edits change the decision."),
        ([], [false], "The control does not change the decision."),
    ])
    func `Edits are summed up`(edits: [Bool], controls: [Bool], words: String) throws {
        var graph = Self.graph
        graph.edits =
            edits.map { Self.edit(.remove, "removed", changesDecision: $0) }
            + controls.map { Self.edit(.remove, "removed", isControl: true, changesDecision: $0) }
        #expect(try Self.block(graph).contains("<p>\(words)</p>"))
    }

    @Test func `Without edits there is no proof`() throws {
        var graph = Self.graph
        graph.edits = []
        #expect(try !Self.block(graph).contains("class=\"proof\""))
    }

    @Test func `Without a photo the graph is drawn alone`() throws {
        let block = try Self.block(Self.graph, photo: false)
        #expect(!block.contains("<use ") && !block.contains("<clipPath") && block.contains("class=\"node c1"))
        #expect(block.contains("aria-label=\"Concepts of junco in the input\""))
    }

    @Test func `The photo is in the document once`() throws {
        let html = try Self.html(Self.graph, pictures: Self.pictures)
        // The photo, one typical region and one edited picture.
        let pictures = try html.matches(of: #/data:image\/jpeg;base64,([A-Za-z0-9+\/=]+)/#).map { match in
            try Image(decoding: Array(#require(Data(base64Encoded: String(match.output.1)))))
        }
        #expect(pictures.map(\.width) == [60, 20, 240])
        // Twice in each drawing, and once in each row.
        #expect(html.ranges(of: "<use href=\"#photo-1\"/>").count == 2 * 2 + 3)
        // The network saw a square of 40 pixels from (10, 0); junco 2's box of 8 pixels begins at (4, 8) in it.
        #expect(html.contains(#"viewBox="13.5 7.5 9.0 9.0""#))
    }

    @Test(arguments: [0, .nan, .infinity, 1e308])
    func `Values that are none are shown as none`(value: Double) throws {
        var node = Self.node("a", value, value, adds: value)
        node.distance = value
        let graph = ConceptGraph(panels: [Self.panel("a", [node, node], [.init(from: 0, to: 1, contribution: value)])])
        let block = try Self.block(graph)
        #expect(!block.contains("nan") && !block.contains("\"inf"))
        #expect(block.contains("<tr id=\"input-1-map-1-panel-1-2-row\""))
    }

    @Test func `No concepts, and no panels, are said to be none`() throws {
        #expect(try Self.block(ConceptGraph(panels: [Self.panel("junco", [])])).contains("This class has no concepts."))
        #expect(try !Self.block(ConceptGraph(panels: [])).contains("<table"))
    }

    @Test func `Sixteen concepts have their rows and marks`() throws {
        let nodes = (1...16).map { Self.node("junco \($0)", 0.5, 0.5, adds: Double($0)) }
        let block = try Self.block(ConceptGraph(panels: [Self.panel("junco", nodes)]))
        #expect(block.ranges(of: "<tr id=").count == 16)
        #expect(block.ranges(of: "<a id=").count == 16)
        #expect(block.contains("class=\"node c16\""))
    }
}
