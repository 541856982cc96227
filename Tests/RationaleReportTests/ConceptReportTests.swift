import Foundation
import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

/// The page of discovered concepts.
struct ConceptReportTests {
    private static let patch = Image(width: 6, height: 4, color: (40, 90, 140))

    private static func card(_ id: String, _ name: String, value: Double = 1.2) -> ConceptSection.Card {
        ConceptSection.Card(
            id: id, name: name, regions: 132, pictures: 41,
            importance: Score(
                name: "evidence lost", value: value, low: value - 0.3, high: value + 0.3, count: 20, direction: .higher),
            sensitivity: (0.94, 0.9, 0.98), probability: 0.00001, patches: [patch, patch, patch],
            places: [
                ConceptSection.Place(
                    photo: Image(width: 20, height: 10, color: (9, 99, 9)),
                    outlines: [[0.1, 0.1, 0.5, 0.1, 0.5, 0.6]],
                    map: Heatmap(height: 2, width: 2, values: [0, 1, -0.5, 0.2]), caption: "ant.jpg: \(name)"),
                ConceptSection.Place(
                    photo: patch, outlines: [], map: Heatmap(height: 1, width: 1, values: [0]), caption: "nothing"),
            ],
            ownNeighbors: [.init(id: "c-1-2", name: "wing", distance: 1.234)],
            otherNeighbors: [.init(id: "c-7-1", name: "bee 1", distance: 3)])
    }

    private static func page(_ sections: [ConceptSection]) throws -> String {
        var writer = try ConceptReportWriter(title: "Concepts of net", run: [.init("Layers", "layer4")])
        for section in sections { try writer.add(section) }
        var page = ""
        try writer.write { page += $0 }
        return page
    }

    private static let sections = [
        ConceptSection(
            title: "ant", sentences: ["Completeness 0.83."],
            cards: [card("c-1-1", "ant 1"), card("c-1-2", "wing", value: -0.4)]),
        ConceptSection(title: "bee", cards: [card("c-7-1", "bee 1")]), ConceptSection(title: "wasp", cards: []),
    ]

    private static func count(_ text: String, in page: String) -> Int { page.components(separatedBy: text).count - 1 }

    @Test func `Every concept has its card, its picture once, and links that lead somewhere`() throws {
        let page = try Self.page(Self.sections)
        #expect(page.contains("3 concepts of 3 classes"))
        for id in ["c-1-1", "c-1-2", "c-7-1"] {
            #expect(Self.count("<article id=\"\(id)\"", in: page) == 1)
            #expect(Self.count("<symbol id=\"sprite-\(id)\"", in: page) == 1)
        }
        let ids = Set(page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) })
        #expect(ids.count == page.matches(of: #/ id="([^"]+)"/#).count)
        for link in page.matches(of: #/href="#([^"$]+)"/#) { #expect(ids.contains(String(link.1)), "\(link.1)") }
        #expect(
            page.contains("132 regions in 41 pictures") && page.contains("1.2 spreads") && page.contains("p &lt; 0.001")
        )
        #expect(page.contains("+1.2") && page.contains("−0.4") && page.contains("95 %: 0.9 to 1.5"))
        #expect(Self.count("class=\"fill against\"", in: page) == 1)
        // A map that says nothing is not painted.
        #expect(Self.count("class=\"heat\"", in: page) == 3)
        #expect(page.contains("No concept was found"))
        #expect(page.contains("Completeness 0.83."))
    }

    @Test func `It loads nothing`() throws {
        let page = try Self.page(Self.sections)
        #expect(page.contains("default-src 'none'"))
        let sources = page.matches(of: #/(?:src|href)="([^"#][^"]*)"/#).map { String($0.1) }
        #expect(!sources.isEmpty && sources.allSatisfy { $0.hasPrefix("data:image/") })
        #expect(try Self.page(Self.sections) == page)
    }

    @Test func `Names are changed wherever they stand, and nothing else`() throws {
        let page = try Self.page(Self.sections)
        let renamed = ConceptReportWriter.renamed(page, ["c-1-2": "<leg> & \"foot\""])
        #expect(
            Self.count("&lt;leg&gt; &amp; &quot;foot&quot;</bdi>", in: renamed) == Self.count("wing</bdi>", in: page))
        #expect(!renamed.contains(">wing</bdi>") && renamed.contains(">ant 1</bdi>"))
        #expect(ConceptReportWriter.renamed(renamed, ["c-1-2": "wing"]) == page)
        #expect(ConceptReportWriter.renamed(page, ["c-9-9": "tail"]) == page)
    }

    @Test func `What a stranger wrote stays text`() throws {
        let hostile = "</bdi><script>alert(1)</script>\"' {{title}}"
        let page = try Self.page([
            ConceptSection(title: hostile, sentences: [hostile], cards: [Self.card("c-1-1", hostile)])
        ])
        #expect(!page.contains("<script>alert") && Self.count("<script>", in: page) == 1)
        #expect(ConceptReportWriter.renamed(page, ["c-1-1": hostile]) == page)
    }
}
