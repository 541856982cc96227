import RationaleCore
import RationaleFiles
public import RationaleMetrics

/// What a comparison of methods found.
public struct ComparisonResult: Sendable {
    let header: ComparisonHeader
    public internal(set) var report: ComparisonReport
    /// The part of the samples that this is about; `nil` for all.
    public internal(set) var shard: String?
    /// Whether times are told, which no two runs have in common. Files have none: equal requests give equal bytes. They are in
    /// the results' rows.
    var tellsTimes = true

    init(_ header: ComparisonHeader, _ report: ComparisonReport) {
        self.header = header
        self.report = report
    }

    /// The network's name.
    public var network: String { header.network }

    /// What a person should know of the network and the data: what was passed over, held out, taken off.
    public var notes: [String] { header.notes }

    /// The method that others are compared with; `nil` where it could not run, or there is no other.
    package var reference: String? {
        guard report.methods.count > 1 else { return nil }
        guard let wanted = header.reference else { return report.methods[0] }
        return report.methods.contains(wanted) ? wanted : nil
    }

    /// The names of the files that hold a result, for each kind.
    static let files = ComparisonOptions.Kind.allCases.flatMap { ["\($0.rawValue).json", "\($0.rawValue).md"] }

    /// Writes the result as JSON and as Markdown, named by its kind.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    func write(to folder: RunFolder) throws {
        var result = self
        result.tellsTimes = false
        let json = try JSONDocument.text(of: result) + "\n"
        try folder.write(Array(json.utf8), to: "\(header.kind.rawValue).json")
        try folder.write(Array(result.markdown.utf8), to: "\(header.kind.rawValue).md")
    }
}
