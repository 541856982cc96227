internal import RationaleCore

/// The document around the inputs as the templates see it.
struct PageView {
    struct Fact {
        let term: String
        let detail: String
        let isCode: Bool
    }

    /// A small picture that leads to an input.
    struct Thumbnail {
        let id: String
        let name: String
        let searchable: String
        let place: PhotoView?
        /// The beginning of a text.
        let passage: String?
        /// Whether the input could not be explained.
        let isBroken: Bool
        let caption: String
        /// The probability of what the caption names.
        let value: String?
    }

    let title: String
    let summary: String
    let run: [Fact]
    let hasRun: Bool
    let tables: [Report.Table]
    /// Whether there is more than one input, so that an overview and a filter help.
    let isMany: Bool
    let thumbnails: [Thumbnail]
    let stylesheet: String

    init(
        title: String, run: [Report.Fact], tables: [Report.Table], inputs: Int, failures: Int, methods: Int,
        thumbnails: [Thumbnail]
    ) {
        self.title = title
        summary = Self.summary(inputs: inputs, failures: failures, methods: methods)
        self.run = run.map { Fact(term: $0.name, detail: $0.value, isCode: $0.isCode) }
        hasRun = !run.isEmpty
        self.tables = tables
        isMany = inputs > 1
        self.thumbnails = isMany ? thumbnails : []
        stylesheet = Stylesheet.text + GraphStylesheet.text
    }

    /// `3 inputs · 4 methods · 1 input could not be explained`
    private static func summary(inputs: Int, failures: Int, methods: Int) -> String {
        var parts = [NumberText.count(inputs, "input")]
        if methods > 0 { parts.append(NumberText.count(methods, "method")) }
        if failures > 0 { parts.append("\(NumberText.count(failures, "input")) could not be explained") }
        return parts.joined(separator: " · ")
    }
}
