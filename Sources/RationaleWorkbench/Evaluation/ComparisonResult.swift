import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
public import RationaleMetrics
import RationaleNetworks

/// What a comparison of methods found.
public struct ComparisonResult: Sendable {
    public let options: ComparisonOptions
    /// The network's name.
    public let network: String
    public let report: ComparisonReport
    /// What a person should know of the network and the data: what was passed over, held out, taken off.
    public let notes: [String]
    let labels: [String]?

    init(_ options: ComparisonOptions, of classifier: Classifier, _ report: ComparisonReport, notes: [String]) {
        self.options = options
        network = classifier.name
        self.report = report
        labels = classifier.labels
        self.notes = notes
    }

    /// The method that others are compared with; `nil` where it could not run, or there is no other.
    package var reference: String? {
        guard report.methods.count > 1 else { return nil }
        guard let wanted = options.reference else { return report.methods[0] }
        return report.methods.contains(wanted) ? wanted : nil
    }

    /// Writes the result as JSON and as Markdown, named by its kind.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    func write(to folder: String) throws {
        let url = URL(fileURLWithPath: folder)
        let name = options.kind.rawValue
        let json = try JSONDocument.text(of: self) + "\n"
        try AtomicFile.replaceContents(of: url.appending(path: "\(name).json"), with: Array(json.utf8))
        try AtomicFile.replaceContents(of: url.appending(path: "\(name).md"), with: Array(markdown.utf8))
    }
}
