import Foundation
package import RationaleCore
import RationaleFiles
import RationaleImaging
import Yams

/// A file of names and values: YAML, of which JSON is a part.
package struct OptionFile {
    private static let largestFile = 1 << 20
    /// How deep `base:` may reach: more is a circle, or nothing that a person can follow.
    private static let deepestBase = 8

    let path: String
    private let pairs: [Pair]

    private struct Pair {
        let key: String
        let values: [String]?
        /// From 1; `nil` where the parser does not say.
        let line: Int?
    }

    /// What a name is given.
    package struct Entry: Sendable {
        package var values: [String]
        /// The file, and the line where it is known.
        package let place: String
    }

    /// The values of each name in a file, and in the file that it names with `base:` where it says nothing itself.
    ///
    /// - Parameters:
    ///   - known: the names that may be there.
    ///   - paths: those whose values are paths, relative to the file in which they stand.
    /// - Throws: `usage` for an unknown name, with the nearest; `badData` for bases that go in a circle; `missingInput`.
    package static func inherited(
        _ path: String, known: [String], paths: Set<String> = []
    ) throws(RationaleError) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        var next: String? = path
        var depth = 0
        while let file = next {
            guard depth < deepestBase else {
                throw RationaleError(
                    .badData, "\(path): `base:` leads through more than \(deepestBase) files",
                    hint: "Check that no file is its own base.")
            }
            depth += 1
            var own = try OptionFile(file).placedEntries(known: ["base"] + known)
            let base = own.removeValue(forKey: "base")
            for name in paths {
                guard let values = own[name]?.values else { continue }
                own[name]?.values = values.map { resolved($0, besides: file) }
            }
            entries.merge(own) { nearer, _ in nearer }
            if let base, base.values.count != 1 {
                throw RationaleError(.badData, "\(base.place): base names \(base.values.count) files")
            }
            next = base.map { resolved($0.values[0], besides: file) }
        }
        return entries
    }

    /// A path as seen from the folder of a file, where there is such a file; otherwise the text itself, which may be a
    /// name, or the path of something that does not exist yet.
    private static func resolved(_ text: String, besides path: String) -> String {
        guard !text.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return text }
        let beside = String(path[...slash]) + text
        return FileManager.default.fileExists(atPath: beside) ? beside : text
    }

    /// - Throws: `missingInput`; `badData` where it is not a list of names and values.
    init(_ path: String) throws(RationaleError) {
        self.path = path
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: Self.largestFile)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RationaleError(.badData, "\(path): this is not UTF-8 text")
        }
        let document: Node?
        do {
            document = try Yams.compose(yaml: text)
        } catch {
            // The parser shows the whole text around the place.
            let reason = "\(error)".split(whereSeparator: \.isNewline).first?.prefix(160) ?? ""
            throw RationaleError(.badData, "\(path): this is not YAML: \(reason)", underlying: error)
        }
        guard let document else {
            pairs = []
            return
        }
        guard var mapping = document.mapping else {
            throw RationaleError(.badData, "\(path): expected names and values, such as `method: grad-cam`")
        }
        // The record of a run repeats the run: its options are one level down.
        if mapping["rationale"] != nil, let options = mapping["options"]?.mapping { mapping = options }
        var pairs: [Pair] = []
        for (name, value) in mapping {
            guard let key = name.string, !pairs.contains(where: { $0.key == key }) else {
                throw RationaleError(.badData, "\(path): a name is no text, or appears twice")
            }
            pairs.append(Pair(key: key, values: value.plainValues, line: name.mark?.line))
        }
        self.pairs = pairs
    }

    /// The values of each name; empty ones (`null`) are left out.
    ///
    /// - Throws: `usage` for a name that is not known, with its line and the nearest; `badData` for a value that is not
    ///   plain.
    func entries(known: [String]) throws(RationaleError) -> [String: [String]] {
        try placedEntries(known: known).mapValues(\.values)
    }

    private func placedEntries(known: [String]) throws(RationaleError) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for pair in pairs {
            let key = pair.key
            let place = pair.line.map { "\(path):\($0)" } ?? path
            guard known.contains(key) else {
                let nearest = known.nearest(to: key)
                throw RationaleError(
                    .usage, "\(place): there is no option '\(key)'",
                    hint: nearest.isEmpty
                        ? "Known are \(known.joined(separator: ", "))."
                        : "Did you mean \(nearest.joined(separator: ", "))?")
            }
            guard let values = pair.values else {
                throw RationaleError(.badData, "\(place): \(key) must be a plain value, or a list of them")
            }
            if !values.isEmpty { entries[key] = Entry(values: values, place: place) }
        }
        return entries
    }
}

extension Node {
    /// A scalar as one text, a sequence of scalars as several, null as none; `nil` for anything deeper.
    fileprivate var plainValues: [String]? {
        switch self {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? [] : [scalar.string]
        case .sequence(let sequence):
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count ? texts : nil
        default: return nil
        }
    }
}
