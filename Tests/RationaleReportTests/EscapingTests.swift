import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

/// Every text of a report may come from a stranger: a file's name, a label of a model, the message of a reader.
struct EscapingTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><b>",
        "{{title}}{{{stylesheet}}}", "&lt;", "-->", "]]>", "\u{0}\u{8}\u{1b}", "`${1}`",
        // One Character each for Swift, a delimiter and a mark for a browser.
        "\"\u{301} onload=alert(1) x=\"\u{301}", "<\u{338}script>\u{338}", "&\u{200d}lt;", "'\u{fe0f}",
    ]

    private static func report(_ text: String) -> Report {
        let target = ExplainedTarget(index: 1, label: text)
        let attribution = Attribution(
            Finding(
                method: text, layer: text, layerReason: text, target: target, unit: text, isSigned: false,
                settings: [text: text], warnings: [text]), map: SampleReport.unsigned.map)
        let degenerate = Attribution(
            Finding(method: text + "2", title: text, target: target, unit: text, isSigned: false),
            map: Heatmap(height: 1, width: 1, values: [0]))
        var finding = attribution.finding
        finding.map = text
        let failure = Failure(RationaleError(.badData, text, hint: text))
        let others = [
            Finding(method: "failed", title: text, content: nil, target: target, unit: text, error: failure),
            Finding(method: "said", title: text, content: .sentence(text), target: target, unit: text),
            Finding(method: "drawn", content: .graph(graph(text)), target: target, unit: text),
            Finding(method: "read", content: .words([text, text], values: [1, -1]), target: target, unit: text),
        ]
        let input = ReportInput(
            name: text, .photo(SampleReport.photo, region: PhotoRegion(x: 1, y: 1, width: 9, height: 9)),
            Explanation(
                input: text, predictions: [Prediction(index: 1, label: text, probability: 1)],
                findings: [finding, degenerate.finding] + others),
            maps: [attribution.method: attribution.map, degenerate.method: degenerate.map],
            conceptPictures: [text: SampleReport.photo])
        return Report(
            title: text, run: [Report.Fact(text, text), Report.Fact(text, text, isCode: true)],
            inputs: [input, ReportInput(name: text, .nothing, Explanation(input: text, error: failure))])
    }

    private static func graph(_ text: String) -> ConceptGraph {
        let node = ConceptGraph.Node(
            concept: text, box: Box(x: 0.2, y: 0.2, width: 0.2, height: 0.2), x: 0.3, y: 0.3, distance: 1,
            isFound: false, contribution: 1, usual: 0.5, example: text)
        let panel = ConceptGraph.Panel(
            index: 1, label: text, nodes: [node, node], edges: [.init(from: 0, to: 1, contribution: 1)], bias: 0,
            score: 2)
        let decision = Prediction(index: 1, label: text, probability: 0.5)
        let edit = ConceptEdit(
            kind: .remove, concept: text, change: text, before: [decision], after: [decision],
            decisionBefore: decision, decisionAfter: decision, picture: text)
        return ConceptGraph(panels: [panel, panel], sentences: [text], edits: [edit], agreement: 0.5)
    }

    /// A document's tags and the text between them, as a browser sees them: byte by byte.
    private static func tags(of html: String) -> [String] {
        var tags: [String] = []
        var tag: [UInt8]?
        var quote: UInt8?
        for byte in html.utf8 {
            if tag == nil {
                if byte == UInt8(ascii: "<") { tag = [byte] }
                continue
            }
            // What a quotation mark encloses is a value, and no part of the structure.
            if quote == nil { tag?.append(byte) }
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") {
                quote = byte
            } else if quote == nil, byte == UInt8(ascii: ">") {
                tags.append(String(decoding: tag ?? [], as: UTF8.self))
                tag = nil
            }
        }
        return tags
    }

    @Test(arguments: hostile)
    func noTextChangesTheStructure(text: String) throws {
        let expected = Self.tags(of: try Self.report("harmless").html())
        let found = Self.tags(of: try Self.report(text).html())
        #expect(found == expected)
        #expect(expected.count > 100)
    }

    @Test func textArrivesAsItWas() throws {
        let html = try Self.report("Tom & Jerry <3 \"x\"").html()
        #expect(html.contains("<h2 id=\"input-1-name\"><bdi>Tom &amp; Jerry &lt;3 &quot;x&quot;</bdi></h2>"))
        #expect(html.contains("<title>Tom &amp; Jerry"))
    }

    @Test func controlCharactersAreShownAsMissing() throws {
        let html = try Self.report("a\u{0}b\u{1b}c").html()
        #expect(html.contains("a\u{FFFD}b\u{FFFD}c"))
        #expect(!html.unicodeScalars.contains("\u{0}"))
    }
}
