import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// The number of each of ImageNet's classes by its WordNet id.
public struct ImageNetClasses: Sendable, Hashable {
    private let indices: [String: Int]

    /// Reads `imagenet_class_index.json`, `{"0": ["n01440764", "tench"], …}`, or a text with one id a line in the order of
    /// the network's scores (`synset_words.txt`).
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` naming what is wrong.
    public init(contentsOf path: String) throws(RationaleError) {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: 16 << 20)
        var indices: [String: Int] = [:]
        if let first = bytes.first(where: { !" \t\r\n".utf8.contains($0) }), first == UInt8(ascii: "{") {
            guard let entries = try? JSONDecoder().decode([String: [String]].self, from: Data(bytes)) else {
                throw RationaleError(
                    .badData, "\(path): expected classes as {\"0\": [\"n01440764\", \"tench\"], …}")
            }
            for (key, names) in entries {
                guard let index = Int(key), (0..<1_000_000).contains(index), let id = names.first else {
                    throw RationaleError(.badData, "\(path): '\(key.prefix(40))' is no number of a class with its id")
                }
                try Self.add(id, index, to: &indices, path)
            }
        } else {
            let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            for (index, line) in lines.enumerated() {
                guard let id = line.split(separator: " ").first else {
                    throw RationaleError(.badData, "\(path), line \(index + 1): there is no class")
                }
                try Self.add(String(id), index, to: &indices, path)
            }
        }
        guard !indices.isEmpty else { throw RationaleError(.badData, "\(path): there are no classes in it") }
        self.indices = indices
    }

    private static func add(
        _ id: String, _ index: Int, to indices: inout [String: Int], _ path: String
    ) throws(RationaleError) {
        guard let other = indices.updateValue(index, forKey: id) else { return }
        throw RationaleError(
            .badData,
            "\(path): '\(id.prefix(40))' stands for two classes, \(min(index, other)) and \(max(index, other))",
            hint: "Give each class an id of its own.")
    }

    /// The number of the class with an id; `nil` where there is none.
    public func index(of id: String) -> Int? { indices[id] }

    /// The classes that lie beside a data set, under one of the usual names.
    public static func beside(_ folder: String) throws(RationaleError) -> ImageNetClasses? {
        for name in ["imagenet_class_index.json", "synset_words.txt"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path) { return try ImageNetClasses(contentsOf: path) }
        }
        return nil
    }
}
