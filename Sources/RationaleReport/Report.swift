public import RationaleImaging

/// Everything that a run found out, as one HTML file that needs nothing else: no network, no second file.
///
/// Per input it shows the photo, the predictions and every heat map over the photo, with a slider that fades it, and
/// beside it the raw map with its colour bar, its layer, settings, seed, time and warnings. A degenerate map is a
/// notice and never a picture; an input or a method that failed is a notice with the way out.
///
/// The same report gives the same bytes: what changes between runs (a date, a duration) comes in as plain values.
public struct Report: Sendable {
    /// A line about the run: what was run with what.
    public struct Fact: Sendable, Equatable {
        public var name: String
        public var value: String
        /// Whether the value is set in the type of code, in a line of its own: a command.
        public var isCode: Bool

        public init(_ name: String, _ value: String, isCode: Bool = false) {
            self.name = name
            self.value = value
            self.isCode = isCode
        }
    }

    /// Numbers of the run as a whole: the first column names each row.
    public struct Table: Sendable, Equatable {
        public var title: String
        /// How to read it.
        public var caption: String
        public var header: [String]
        public var rows: [[String]]

        public init(_ title: String, caption: String, header: [String], rows: [[String]]) {
            self.title = title
            self.caption = caption
            self.header = header
            self.rows = rows
        }
    }

    public var title: String
    /// Model, command, seed, versions, date: whatever is needed to repeat the run, in the order given.
    public var run: [Fact]
    public var inputs: [ReportInput]
    /// Of all maps; `nil` chooses viridis, or blue, white and red for a map with a sign.
    public var colorMap: ColorMap?

    public init(
        title: String = "Rationale report", run: [Fact] = [], inputs: [ReportInput], colorMap: ColorMap? = nil
    ) {
        self.title = title
        self.run = run
        self.inputs = inputs
        self.colorMap = colorMap
    }

    /// The report as one HTML document.
    ///
    /// - Complexity: O(pixels of all photos and maps). A photo takes about 60 kB of the document and a heat map 10 kB
    ///   (of a coarse layer) to 80 kB (of the input's own resolution).
    /// - Throws: `RationaleError` of code `badData` where a picture cannot be encoded.
    public func html() throws -> String {
        var document = ""
        try write { document += $0 }
        return document
    }

    /// The report as one HTML document, handed over in pieces: its beginning, each input, its end.
    ///
    /// For inputs too many to be in memory together, with their pictures, see ``ReportWriter``.
    public func write(to consume: (String) throws -> Void) throws {
        var writer = try ReportWriter(title: title, run: run, colorMap: colorMap)
        for (index, input) in inputs.enumerated() { try writer.add(input, at: index) }
        try writer.write(to: consume)
    }
}
