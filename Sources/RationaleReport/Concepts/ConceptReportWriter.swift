internal import Foundation
internal import Mustache
internal import RationaleCore
internal import RationaleImaging

/// Writes a page of discovered concepts class by class, so that no more than one of them is in memory with its pictures.
///
/// The page is one HTML file that needs nothing else. A concept's name stands only inside elements with its id in `data-concept`,
/// so that ``renamed(_:_:)`` can change it later.
///
/// *Size:* about 30 kB for a concept with eight patches and one photo, 9 kB for each further photo.
public struct ConceptReportWriter: Sendable {
    public var title: String
    public var run: [Report.Fact]
    /// What importance means here: `log odds`.
    public var unit: String
    private let page: MustacheTemplate
    private let section: MustacheTemplate
    private var sections: [String] = []
    private var entries: [ConceptPageView.Entry] = []
    private var concepts = 0

    public init(title: String, run: [Report.Fact] = [], unit: String = "log odds") throws {
        precondition(HTMLText.isRegistered)
        self.title = title
        self.run = run
        self.unit = unit
        page = try MustacheTemplate(string: HTMLText.declaration + ConceptTemplates.beginning)
        section = try MustacheTemplate(string: HTMLText.declaration + ConceptTemplates.section)
    }

    /// Renders a class; it stands after those that were added before.
    ///
    /// - Throws: `RationaleError` of code `badData` where a picture cannot be encoded.
    /// - Complexity: O(pixels of all patches and photos).
    public mutating func add(_ section: ConceptSection) throws {
        let view = try ConceptSectionView(section, id: "class-\(sections.count + 1)", unit: unit)
        sections.append(self.section.render(view))
        entries.append(.init(id: view.id, title: section.title, sprite: view.cards.first?.spriteID, count: view.count))
        concepts += section.cards.count
    }

    /// The document in pieces: its beginning, each class, its end.
    public func write(to consume: (String) throws -> Void) throws {
        try consume(
            page.render(ConceptPageView(title: title, run: run, entries: entries, concepts: concepts, unit: unit)))
        for section in sections { try consume(section) }
        try consume(PageTemplate.end(script: ConceptScript.text))
    }

    /// A page with other names of concepts.
    ///
    /// - Parameters:
    ///   - page: what ``write(to:)`` wrote.
    ///   - names: by the concepts' ids.
    public static func renamed(_ page: String, _ names: [String: String]) -> String {
        names.reduce(page) { page, name in
            let begin = "data-concept=\"\(name.key)\">"
            var parts = page.components(separatedBy: begin)
            for index in parts.indices.dropFirst() {
                guard let end = parts[index].range(of: "</bdi>") else { continue }
                parts[index].replaceSubrange(..<end.lowerBound, with: HTMLText().escapeText(name.value))
            }
            return parts.joined(separator: begin)
        }
    }
}

/// The page around the classes as its template sees it.
struct ConceptPageView {
    /// A class in the overview.
    struct Entry {
        let id: String
        let title: String
        /// The picture of its first concept.
        let sprite: String?
        /// `7 concepts`
        let count: String
    }

    let title: String
    let summary: String
    let run: [PageView.Fact]
    let hasRun: Bool
    let entries: [Entry]
    let isMany: Bool
    let unit: String
    let gradient: String
    let stylesheet: String

    init(title: String, run: [Report.Fact], entries: [Entry], concepts: Int, unit: String) {
        self.title = title
        self.run = run.map { .init(term: $0.name, detail: $0.value, isCode: $0.isCode) }
        hasRun = !run.isEmpty
        self.entries = entries
        isMany = entries.count > 1
        self.unit = unit
        summary =
            NumberText.count(concepts, "concept") + " of "
            + (entries.count == 1 ? "1 class" : "\(entries.count) classes")
        let map = ColorMap.standard(isSigned: true)
        gradient = stride(from: 0.0, through: 1, by: 1 / 16).map { map[$0].hexadecimal }.joined(separator: ",")
        stylesheet = Stylesheet.text + ConceptStylesheet.text
    }
}
