internal import RationaleCore
public import RationaleImaging

/// Writes a report input by input, so that no more than one of them is in memory with its pictures.
///
/// ```swift
/// var writer = try ReportWriter(title: "Rationale", run: facts)
/// for (index, photo) in photos.enumerated() { try writer.add(explained(photo), at: index) }
/// try writer.write { page += $0 }
/// ```
public struct ReportWriter: Sendable {
    public var title: String
    public var run: [Report.Fact]
    /// Between the facts of the run and the inputs.
    public var tables: [Report.Table] = []
    /// Inputs that the report counts but does not show, and how many of them failed: there are too many for one page.
    public var omitted: (inputs: Int, failures: Int) = (0, 0)
    private let renderer: ReportRenderer
    private var sections: [Int: String] = [:]
    private var thumbnails: [Int: PageView.Thumbnail] = [:]
    private var failures: Set<Int> = []
    private var methods: Set<String> = []

    /// - Parameters:
    ///   - title: the page's.
    ///   - run: whatever is needed to repeat the run.
    ///   - colorMap: of all maps; `nil` chooses viridis, or blue, white and red for a map with a sign.
    public init(title: String = "Rationale report", run: [Report.Fact] = [], colorMap: ColorMap? = nil) throws {
        self.title = title
        self.run = run
        renderer = try ReportRenderer(colorMap: colorMap)
    }

    /// Renders an input; one that was added at the same place before is replaced.
    ///
    /// - Parameters:
    ///   - input: what is shown.
    ///   - place: its place among the inputs, from 0; they may come in any order, and places may stay empty.
    /// - Throws: `RationaleError` of code `badData` where a picture cannot be encoded.
    /// - Complexity: O(pixels of the photo and its maps).
    public mutating func add(_ input: ReportInput, at place: Int) throws {
        sections[place] = try renderer.section(for: input, number: place + 1)
        thumbnails[place] = ReportRenderer.thumbnail(index: place, input: input)
        if input.explanation.error == nil {
            failures.remove(place)
            methods.formUnion(input.explanation.findings.map(\.title))
        } else {
            failures.insert(place)
        }
    }

    /// Renders an input that several networks were asked about.
    ///
    /// - Parameters:
    ///   - input: what is shown.
    ///   - place: its place among the inputs, from 0.
    /// - Throws: `RationaleError` of code `badData` where a picture cannot be encoded.
    /// - Complexity: O(pixels of the photo and its maps).
    public mutating func add(_ input: ComparedInput, at place: Int) throws {
        sections[place] = try renderer.section(for: input, number: place + 1)
        thumbnails[place] = ReportRenderer.thumbnail(index: place, input: input)
        methods.formUnion(input.columns.flatMap { $0.explanation.findings.map(\.title) })
    }

    /// The document in pieces: its beginning, each input, its end.
    public func write(to consume: (String) throws -> Void) throws {
        let places = sections.keys.sorted()
        let view = PageView(
            title: title, run: run, tables: tables, inputs: places.count + omitted.inputs,
            failures: failures.count + omitted.failures,
            methods: methods.count, thumbnails: places.compactMap { thumbnails[$0] })
        try consume(renderer.beginning(view))
        for place in places { try consume(sections[place] ?? "") }
        try consume(renderer.end)
    }
}
