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

    /// - Parameter isResumable: whether what was begun there can be continued (``ConceptStages``).
    /// - Throws: `cannotWrite` where it is not empty and not to be replaced or continued, or holds something else.
    init(_ path: String, existing: ExistingOutput, isResumable: Bool = false) throws(RationaleError) {
        folder = try OutputFolder(path)
        guard !folder.isEmpty else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        let isBegun = isResumable && names.contains(ConceptStages.name)
        guard
            names.allSatisfy({
                Self.files.contains($0) || $0 == ConceptStages.name || $0.hasSuffix(".png") || $0.hasSuffix(".svg")
            })
        else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): the folder is not empty, and holds neither concepts nor answers",
                hint: "Name a new folder.")
        }
        guard existing == .overwrite || (existing == .resume && isBegun) else {
            if isBegun {
                throw RationaleError(
                    .cannotWrite, "\(folder.path): a discovery was begun there and is not finished",
                    hint: "Continue it with --resume, or begin anew with --overwrite.")
            }
            throw RationaleError(
                .cannotWrite, "\(folder.path): concepts or answers are there already",
                hint: "Replace them with --overwrite, or name another folder.")
        }
    }

    /// As the folder was given: relative where that was.
    func path(of name: String) -> String { "\(folder.path)/\(name)" }

    /// What of a discovery is finished.
    func stages(of command: [String], existing: ExistingOutput) throws -> ConceptStages {
        try ConceptStages(in: folder.path, command: command, existing: existing)
    }

    func url(_ name: String) -> URL { URL(fileURLWithPath: path(of: name)) }

    /// Writes a file whole, or not at all.
    func write(_ text: String, to name: String) throws(RationaleError) {
        try AtomicFile.replaceContents(of: url(name), with: Array(text.utf8))
    }

    /// Removes it again where it was made and nothing came of it.
    func withdraw() { folder.withdraw() }
}
