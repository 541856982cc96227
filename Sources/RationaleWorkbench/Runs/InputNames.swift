import Foundation

/// The names of the inputs' folders: readable, safe in every file system, each once.
package struct InputNames {
    private var taken: Set<String> = [
        "run", RunFolder.recordName, RunFolder.reportName, RunFolder.resultsName, RunFolder.resultsName + "-wal",
        RunFolder.resultsName + "-shm",
    ]

    /// Longer names exceed what some file systems hold, together with what is appended.
    private static let longest = 80

    package init() {}

    mutating func reserve(_ name: String) { taken.insert(name.lowercased()) }

    /// `photos/goldfinch.jpg` becomes `goldfinch`; a second one `goldfinch-2`.
    ///
    /// - Parameter keepingFolders: whether it becomes `photos/goldfinch`: many pictures stay in folders as they were.
    package mutating func name(for input: String, keepingFolders: Bool = false) -> String {
        let parts = input.split(separator: "/").map(String.init)
        let file = parts.last ?? "input"
        let stem = file.lastIndex(of: ".").map { $0 == file.startIndex ? file : String(file[..<$0]) } ?? file
        let folders = keepingFolders ? parts.dropLast().map(Self.safe) : []
        let safe = (folders + [Self.safe(stem)]).joined(separator: "/")
        // A file system may not tell upper case from lower.
        var candidate = safe
        var number = 2
        while !taken.insert(candidate.lowercased()).inserted {
            candidate = "\(safe)-\(number)"
            number += 1
        }
        return candidate
    }

    /// A name without what a file system or a shell may take amiss, and that is none of a file of a run.
    private static func safe(_ name: String) -> String {
        var safe = String(name.map { $0.isLetter || $0.isNumber || "-_.+=@ ".contains($0) ? $0 : "_" })
        while safe.hasPrefix(".") || safe.hasPrefix(" ") { safe.removeFirst() }
        while safe.utf8.count > longest { safe.removeLast() }
        if RunFolder.isOurs(safe.lowercased()) { safe += "_" }
        return safe.isEmpty ? "input" : safe
    }
}
