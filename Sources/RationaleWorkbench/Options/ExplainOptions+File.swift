import Foundation
public import RationaleCore

extension ExplainOptions {
    /// How deep `base:` may reach: more is a circle, or nothing that a person can follow.
    private static let deepestBase = 8

    /// The options of a configuration file, and of the file that it names with `base:` where it says nothing itself.
    ///
    /// Paths in a file are relative to that file. A run's `run.json` is such a file too.
    /// - Throws: `RationaleError`: `usage` for an unknown name, with the nearest; `badData` for a value of the wrong
    ///   kind, or bases that go in a circle; `missingInput`.
    public init(contentsOf path: String) throws(RationaleError) {
        try self.init(contentsOf: path, depth: 0)
    }

    private init(contentsOf path: String, depth: Int) throws(RationaleError) {
        guard depth < Self.deepestBase else {
            throw RationaleError(
                .badData, "\(path): `base:` leads through more than \(Self.deepestBase) files",
                hint: "Check that no file is its own base.")
        }
        let file = try OptionFile(path)
        let entries = try file.entries(known: ["base"] + Self.fields.map(\.name))
        self.init()
        for field in Self.fields {
            guard var values = entries[field.name] else { continue }
            if field.isPath { values = values.map { Self.resolved($0, besides: path) } }
            if let expected = field.set(&self, values) {
                throw RationaleError(
                    .badData, "\(path): \(field.name) is \(values.joined(separator: ", ")), expected \(expected)")
            }
        }
        guard let base = entries["base"] else { return }
        guard base.count == 1 else { throw RationaleError(.badData, "\(path): base names \(base.count) files") }
        let inherited = try ExplainOptions(
            contentsOf: Self.resolved(base[0], besides: path), depth: depth + 1)
        self = filled(from: inherited)
    }

    /// A path as seen from the folder of a file, where there is such a file; otherwise the text itself, which may be a
    /// name, or the path of something that does not exist yet.
    private static func resolved(_ text: String, besides path: String) -> String {
        guard !text.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return text }
        let beside = String(path[...slash]) + text
        return FileManager.default.fileExists(atPath: beside) ? beside : text
    }
}
