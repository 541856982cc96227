import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleReport

/// The folder of a comparison of two networks.
///
/// ```
/// report.html       both networks' answers and maps, photo by photo
/// comparison.csv    one line for each number of each photo
/// comparison.json   what `--json` prints, without times
/// ```
struct NetworkPairFolder {
    private let folder: OutputFolder

    private static let files = ["report.html", "comparison.csv", "comparison.json"]

    /// - Throws: `cannotWrite` where it is not empty and not to be replaced, or holds something else.
    init(_ path: String, existing: ExistingOutput) throws(RationaleError) {
        folder = try OutputFolder(path)
        guard !folder.isEmpty else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        guard Set(names).isSubset(of: Self.files) else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): the folder is not empty, and is not a comparison's",
                hint: "Name a new folder.")
        }
        guard existing == .overwrite else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): there is a comparison already",
                hint: "Replace it with --overwrite, or name another folder.")
        }
    }

    /// Writes a file whole, or not at all.
    func write(_ text: String, to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: URL(fileURLWithPath: "\(folder.path)/\(name)"), with: Array(text.utf8))
    }

    /// Removes it again where it was made and nothing came of it.
    func withdraw() { folder.withdraw() }
}

extension NetworkPairResult {
    /// Writes the documents.
    func write(to folder: NetworkPairFolder) throws {
        var result = self
        result.tellsTimes = false
        try folder.write(try JSONDocument.text(of: result) + "\n", to: "comparison.json")
        try folder.write(csv, to: "comparison.csv")
        try folder.write(try report(), to: "report.html")
    }

    /// The page: the table, and a card for each of the first photos.
    private func report() throws -> String {
        let colorMap = try options.first.cmap.map { name throws(RationaleError) in try ColorMap(named: name) }
        var writer = try ReportWriter(
            title: "Rationale: \(networks[0]) and \(networks[1])", run: facts, colorMap: colorMap)
        writer.tables =
            rows.isEmpty
            ? [] : [Report.Table("How they differ", caption: words, header: table.header, rows: table.rows)]
        let shown = photos.filter { $0.answers.allSatisfy { $0.attributions != nil } }
        for (place, photo) in shown.enumerated() {
            // It may have gone since; then there is nothing to lay maps on.
            guard let image = try? Image(contentsOf: URL(fileURLWithPath: photo.path)) else { continue }
            try writer.add(try card(photo, image), at: place)
        }
        writer.omitted.inputs = photos.count - shown.count
        var page = ""
        try writer.write { page += $0 }
        return page
    }

    private func card(_ photo: Photo, _ image: Image) throws -> ComparedInput {
        let shown = try sides.map { side throws(RationaleError) in
            try ShownPhoto(image, through: side.classifier.preprocessing)
        }
        let columns = sides.indices.map { place in
            let answer = photo.answers[place]
            let attributions = answer.attributions ?? []
            return ComparedInput.Column(
                title: networks[place], region: shown[place].region,
                explanation: Explanation(
                    input: photo.path, predictions: answer.predictions, findings: attributions.map(\.finding)),
                maps: Dictionary(uniqueKeysWithValues: attributions.map { ($0.method, $0.map) }))
        }
        return ComparedInput(
            name: URL(fileURLWithPath: photo.path).lastPathComponent, photo: shown[0].image,
            originalSize: (shown[0].originalWidth, shown[0].originalHeight),
            note: photo.label.map { "Class: \($0)" } ?? "Each network's most probable class is explained",
            columns: columns)
    }

    private var facts: [Report.Fact] {
        var facts: [Report.Fact] = []
        for (name, side) in zip(networks, sides) {
            facts += side.files.map { .init(name, "\($0.path) (SHA-256 \($0.sha256.prefix(16))…)") }
            facts.append(.init("\(name) takes", side.classifier.preprocessing.summary))
        }
        facts += [
            .init("Methods", methods.joined(separator: ", ")), .init("Seed", "\(options.first.seed ?? 0)"),
            .init("Version", "Rationale \(Rationale.version)"),
        ]
        let shown = photos.count { $0.answers.allSatisfy { $0.attributions != nil } }
        if shown < photos.count {
            facts.append(.init("Shown", "\(shown) of \(photos.count) photos; the numbers of all are in comparison.csv"))
        }
        facts += notes.map { .init("Note", $0) }
        if !command.isEmpty {
            facts.append(.init("Command", command.map(\.shellQuoted).joined(separator: " "), isCode: true))
        }
        return facts
    }
}
