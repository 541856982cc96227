import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleTorch

/// The names of a network's classes, in the order of its scores, in any of the forms that people have.
///
/// | form | example |
/// |---|---|
/// | a name in each line | `tench` |
/// | ImageNet's synset words | `n01440764 tench, Tinca tinca` |
/// | a table of indices and names, with or without a first line, in either order | `0,tench` |
/// | a JSON list | `["tench", "goldfish"]` |
/// | JSON, index to name | `{"0": "tench"}` |
/// | JSON, name to index (`class_to_idx`) | `{"tench": 0}` |
/// | ImageNet's index | `{"0": ["n01440764", "tench"]}` |
/// | a configuration of Hugging Face | `{"id2label": {"0": "tench"}, …}` |
///
/// What a file contains decides, not what it is called.
enum LabelFile {
    /// Far more than any classifier has.
    private static let largestFile = 64 << 20
    private static let mostClasses = 1_000_000

    /// Reads a file.
    ///
    /// - Throws: `missingInput`; `badData` where it is of no such form, an index is missing or given twice, a line is
    ///   empty, or there is no name at all.
    static func labels(of path: String) throws(RationaleError) -> [String] {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw RationaleError(.badData, "\(path): the labels are not UTF-8 text", hint: "Save it as UTF-8.")
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        let first = text.first { !$0.isWhitespace }
        let isJSON = first == "{" || first == "[" && text.last == "]"
        let labels = try isJSON ? json(text, path) : lines(text, path)
        guard !labels.isEmpty else {
            throw RationaleError(.badData, "\(path): there are no labels in it", hint: "Write one label in each line.")
        }
        return labels
    }

    // MARK: Text

    private static func lines(_ text: String, _ path: String) throws(RationaleError) -> [String] {
        guard !text.isEmpty else { return [] }
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        if let index = lines.firstIndex(where: \.isEmpty) {
            throw RationaleError(
                .badData, "\(path): line \(index + 1) is empty, so it is not clear which class it names",
                hint: "Write one label in each line, in the order of the network's scores.")
        }
        let synsets = lines.compactMap { $0.wholeMatch(of: #/n\d{8}[ \t]+(.+)/#).map { String($0.1) } }
        if synsets.count == lines.count { return synsets }
        let numbered = lines.enumerated().compactMap { number, line in
            line.wholeMatch(of: #/(\d{1,7})[ \t]+(.+)/#).flatMap { Int($0.1) == number ? String($0.2) : nil }
        }
        if lines.count > 1, numbered.count == lines.count { return numbered }
        if let table = table(lines) {
            return try ordered(table.map { ($0.index, $0.name) }, path) { "line \($0 + 1 + lines.count - table.count)" }
        }
        return lines
    }

    /// The indices and names of a table; `nil` where lines are of another form. A first line may name the columns.
    private static func table(_ lines: [String]) -> [(index: Int, name: String)]? {
        for rows in [lines[...], lines.dropFirst()] where rows.count > 1 {
            let first = rows.compactMap { line in
                line.wholeMatch(of: #/"?(\d{1,7})"?[ ]*[,;\t:][ ]*(.+)/#).map {
                    (index: Int($0.1) ?? 0, name: unquoted($0.2))
                }
            }
            if first.count == rows.count { return first }
            let last = rows.compactMap { line in
                line.wholeMatch(of: #/(.+?)[ ]*[,;\t][ ]*"?(\d{1,7})"?/#).map {
                    (index: Int($0.2) ?? 0, name: unquoted($0.1))
                }
            }
            // Names may end in a number after a comma, so only indices that are complete are taken for such.
            if last.count == rows.count, Set(last.map(\.index)) == Set(0..<rows.count) { return last }
        }
        return nil
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count > 1, text.first == "\"", text.last == "\"" else { return String(text) }
        return text.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
    }

    // MARK: JSON

    private static func json(_ text: String, _ path: String) throws(RationaleError) -> [String] {
        let document: Result<JSONValue, any Error> = Result {
            try JSONParser.parse(MappedBytes(copying: Array(text.utf8), name: path))
        }
        switch document {
        case .success(let value): return try labels(value, path)
        case .failure(let error):
            let reason = (error as? JSONParser.Failure).map { "\($0.message) at byte \($0.position)" } ?? "\(error)"
            throw RationaleError(
                .badData, "\(path): it begins as JSON does, but is not: \(reason)",
                hint: "Write it again, or give one label in each line.")
        }
    }

    private static func labels(_ document: JSONValue, _ path: String) throws(RationaleError) -> [String] {
        if let list = document.array {
            let pairs = try list.enumerated().map { entry throws(RationaleError) in
                (entry.offset, try name(entry.element, entry.offset, path))
            }
            return try ordered(pairs, path) { "entry \($0)" }
        }
        guard let members = document.object?.members else { throw form(path, found: document.kind) }
        for key in ["id2label", "label2id", "class_to_idx", "idx_to_class", "labels", "names", "classes"] {
            if let value = document.object?[key], value.array != nil || value.object != nil {
                return try labels(value, path)
            }
        }
        if members.allSatisfy({ index($0.name) != nil }) {
            let pairs = try members.map { member throws(RationaleError) in
                (index(member.name) ?? 0, try name(member.value, index(member.name) ?? 0, path))
            }
            return try ordered(pairs, path) { "'\(members[$0].name)'" }
        }
        if members.allSatisfy({ $0.value.integer != nil }) {
            return try ordered(members.map { ($0.value.integer ?? 0, $0.name) }, path) { "'\(members[$0].name)'" }
        }
        throw form(path, found: "an object with " + members.prefix(4).map { "'\($0.name)'" }.joined(separator: ", "))
    }

    private static func index(_ text: String) -> Int? { text.allSatisfy(\.isASCII) ? Int(text) : nil }

    /// The name in a string, or after the WordNet id in a list.
    private static func name(_ value: JSONValue, _ index: Int, _ path: String) throws(RationaleError) -> String {
        if let name = value.string { return name }
        if let list = value.array, let name = list.last?.string, (1...2).contains(list.count) { return name }
        throw RationaleError(.badData, "\(path): expected a name for the class \(index), found \(value.kind)")
    }

    private static func form(_ path: String, found: String) -> RationaleError {
        RationaleError(
            .badData, "\(path): expected names of classes, found \(found)",
            hint: "A list of names, an object from index to name, or one with id2label can be read.")
    }

    // MARK: Order

    /// The names in the order of their indices.
    ///
    /// - Parameter place: where a pair stands, for the error.
    private static func ordered(
        _ pairs: [(index: Int, name: String)], _ path: String, place: (Int) -> String
    ) throws(RationaleError) -> [String] {
        var names: [Int: String] = [:]
        for (number, pair) in pairs.enumerated() {
            let name = pair.name.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !name.isEmpty, (0..<mostClasses).contains(pair.index) else {
                throw RationaleError(
                    .badData,
                    "\(path), \(place(number)): "
                        + (name.isEmpty
                            ? "the class \(pair.index) has no name" : "\(pair.index) is no index of a class"))
            }
            if let other = names.updateValue(name, forKey: pair.index) {
                throw RationaleError(
                    .badData,
                    "\(path), \(place(number)): the class \(pair.index) is named twice, '\(other)' and '\(name)'",
                    hint: "Name each class once.")
            }
        }
        if let missing = (0..<names.count).first(where: { names[$0] == nil }) {
            throw RationaleError(
                .badData,
                "\(path): the class \(missing) has no name, but there are names up to \(names.keys.max() ?? 0)",
                hint: "Indices begin with 0 and leave none out.")
        }
        return (0..<names.count).compactMap { names[$0] }
    }
}
