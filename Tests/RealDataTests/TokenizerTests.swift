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

    /// Tokenizers of packages, where ../shared or the environment has them.
    private static func path(_ name: String) -> String? {
        guard name.hasPrefix("packaged:") else { return golden.appending(path: "\(name).json").path }
        guard let folder = ProcessInfo.processInfo.environment["RATIONALE_TOKENIZERS"] else { return nil }
        let path = "\(folder)/\(name.dropFirst("packaged:".count))"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    @Test(arguments: ["news", "reviews", "sst2", "captions"])
    func `Tokens and offsets are those of the package tokenizers`(set: String) throws {
        let expected = try JSONDecoder().decode(
            [String: [String: Sum]].self, from: Data(contentsOf: Self.golden.appending(path: "shared.json")))
        let texts = try Self.texts(set)
        #expect(expected.count >= 10)
        for (name, sums) in expected.sorted(by: { $0.key < $1.key }) {
            guard let path = Self.path(name) else { continue }
            var tokenizer = try Tokenizer(contentsOf: path)
            tokenizer.truncation = nil
            tokenizer.padding = nil
            var sum = Sum(texts: texts.count, tokens: 0, crc: 0)
            for text in texts {
                let encoding = try tokenizer.encode(text)
                sum.tokens += encoding.count
                sum.crc = Self.crc(encoding.ids, sum.crc)
                sum.crc = Self.crc(encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] }, sum.crc)
            }
            #expect(sum == sums[set], "\(name)")
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
