import Foundation
import RationaleFiles
import RationaleText
import Testing

/// Every news text, review, film sentence and description of ../shared/data, by one checksum for each set and tokenizer.
@Suite(.enabled(if: SharedData.isThere, Comment(rawValue: SharedData.reason)))
struct TokenizerTests {
    struct Sum: Decodable, Equatable {
        var texts: Int
        var tokens: Int
        var crc: UInt32
    }

    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "RationaleTextTests/Golden")

    private static func lines(_ path: String) throws -> [String] {
        let data = try Data(contentsOf: SharedData.folder.appending(path: path))
        return data.split(separator: 0x0A).filter { line in line.contains { $0 != 0x20 } }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func texts(_ set: String) throws -> [String] {
        switch set {
        case "news": return try lines("text-classification/agnews/test.csv")
        case "reviews": return try lines("text-classification/imdb_sample/texts.csv")
        case "sst2":
            return try ["train", "dev", "test"].flatMap { try lines("text-classification/sst2/\($0).tsv") }
        default:
            let folder = SharedData.folder.appending(path: "cub10-captions/text")
            return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
                .sorted().flatMap { try lines("cub10-captions/text/\($0)") }
        }
    }

    /// Where somebody put the published tokenizers that `scripts/reference/tokenizers.py` names.
    private static let packages = ProcessInfo.processInfo.environment["RATIONALE_TOKENIZERS"]
    private static let sets = ["news", "reviews", "sst2", "captions"]

    @Test(arguments: sets)
    func `Tokens and offsets are those of the package tokenizers`(set: String) throws {
        let names = try Self.expected().keys.filter { !$0.hasPrefix("packaged:") }
        #expect(names.count >= 10)
        try compare(names.sorted(), on: set) { Self.golden.appending(path: "\($0).json").path }
    }

    @Test(
        .enabled(if: packages != nil, "RATIONALE_TOKENIZERS names no folder of published tokenizers"), arguments: sets)
    func `Those of published tokenizers are, too`(set: String) throws {
        let folder = try #require(Self.packages)
        try compare(try Self.expected().keys.filter { $0.hasPrefix("packaged:") }.sorted(), on: set) {
            "\(folder)/\($0.dropFirst("packaged:".count))"
        }
    }

    private static func expected() throws -> [String: [String: Sum]] {
        try JSONDecoder().decode(
            [String: [String: Sum]].self, from: Data(contentsOf: golden.appending(path: "shared.json")))
    }

    private func compare(_ names: [String], on set: String, path: (String) -> String) throws {
        let (texts, expected) = (try Self.texts(set), try Self.expected())
        for name in names {
            var tokenizer = try Tokenizer(contentsOf: path(name))
            tokenizer.truncation = nil
            tokenizer.padding = nil
            var sum = Sum(texts: texts.count, tokens: 0, crc: 0)
            for text in texts {
                let encoding = try tokenizer.encode(text)
                sum.tokens += encoding.count
                sum.crc = Self.crc(encoding.ids, sum.crc)
                sum.crc = Self.crc(encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] }, sum.crc)
            }
            #expect(sum == expected[name]?[set], "\(name)")
        }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    /// CRC-32 of numbers as little-endian 32-bit integers, as zlib's `crc32`.
    private static func crc(_ numbers: [Int], _ start: UInt32) -> UInt32 {
        var crc = ~start
        for number in numbers {
            for shift in [0, 8, 16, 24] {
                crc = table[Int((crc ^ UInt32(truncatingIfNeeded: number >> shift)) & 0xFF)] ^ crc >> 8
            }
        }
        return ~crc
    }
}
