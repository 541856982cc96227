import Foundation
import RationaleCore
import RationaleFiles

/// The folder of a discovery of concepts, or of an answer made of them.
struct ConceptFolder {
    private let folder: OutputFolder

    private static let files: Set = [
        "concepts.safetensors", "concepts.json", "report.html", "answer.json", "matches.json", "graphs.safetensors",
        "graph.json", "diagnosis.json",
    ]

    /// - Throws: `cannotWrite` where it is not empty and not to be replaced, or holds something else.
    init(_ path: String, existing: ExistingOutput) throws(RationaleError) {
        folder = try OutputFolder(path)
        guard !folder.isEmpty else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        guard names.allSatisfy({ Self.files.contains($0) || $0.hasSuffix(".png") || $0.hasSuffix(".svg") }) else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): the folder is not empty, and holds no concepts",
                hint: "Name a new folder.")
        }
        guard existing == .overwrite else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): there are concepts already",
                hint: "Replace them with --overwrite, or name another folder.")
        }
    }

    /// As the folder was given: relative where that was.
    func path(of name: String) -> String { "\(folder.path)/\(name)" }

    func url(_ name: String) -> URL { URL(fileURLWithPath: path(of: name)) }

    /// Writes a file whole, or not at all.
    func write(_ text: String, to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: url(name), with: Array(text.utf8))
    }

    /// Removes it again where it was made and nothing came of it.
    func withdraw() { folder.withdraw() }
}
