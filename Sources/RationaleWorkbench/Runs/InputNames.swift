import Foundation

/// The names of the inputs' folders: readable, safe in every file system, each once.
package struct InputNames {
    private var taken: Set<String> = ["run", "run.json", "report.html"]

    /// Longer names exceed what some file systems hold, together with what is appended.
    private static let longest = 80

    package init() {}

    mutating func reserve(_ name: String) { taken.insert(name.lowercased()) }

    /// `photos/goldfinch.jpg` becomes `goldfinch`; a second one `goldfinch-2`.
    package mutating func name(for input: String) -> String {
        let file = input.split(separator: "/").last.map(String.init) ?? "input"
        let stem = file.lastIndex(of: ".").map { $0 == file.startIndex ? file : String(file[..<$0]) } ?? file
        var safe = String(stem.map { $0.isLetter || $0.isNumber || "-_.+=@ ".contains($0) ? $0 : "_" })
        while safe.hasPrefix(".") || safe.hasPrefix(" ") { safe.removeFirst() }
        while safe.utf8.count > Self.longest { safe.removeLast() }
        if safe.isEmpty { safe = "input" }
        // A file system may not tell upper case from lower.
        var candidate = safe
        var number = 2
        while !taken.insert(candidate.lowercased()).inserted {
            candidate = "\(safe)-\(number)"
            number += 1
        }
        return candidate
    }
}
