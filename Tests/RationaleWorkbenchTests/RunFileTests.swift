import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleWorkbench
import Testing

/// The files of a run, and the small pieces that make them.
struct RunFileTests {
    static let maps: [[Float]] = [
        [0, 1, 2, 3, 4, 5], [.nan, .infinity, -.infinity, 0, -0, 1], Array(repeating: 0, count: 6),
    ]

    @Test(arguments: maps)
    func aMapComesBackBitForBit(_ values: [Float]) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let attribution = Attribution(
            Finding(
                method: "rise", layer: "layer4", layerReason: "it is",
                target: ExplainedTarget(index: 3, label: "a \"label\"", insteadOf: 4), unit: "bits", isSigned: true,
                seed: .max, settings: ["masks": "5"], convergenceGap: .infinity, warnings: ["one", "zwei ü"]),
            map: Heatmap(height: 2, width: 3, values: values))
        let path = scratch.folder.appending(path: "map.safetensors")
        try attribution.write(to: path)
        let read = try Attribution(contentsOf: path)
        #expect(read.map.values.map(\.bitPattern) == values.map(\.bitPattern))
        var (a, b) = (attribution, read)
        a.map = Heatmap(height: 0, width: 0, values: [])
        b.map = a.map
        // What is no finite number is left out.
        a.convergenceGap = nil
        #expect(a == b)
    }

    @Test func aFileOfSomethingElseIsNoMap() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try scratch.file("map.safetensors", "nothing of the kind")
        #expect(throws: RationaleError.self) { try Attribution(contentsOf: URL(fileURLWithPath: path)) }
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func hashesAreThoseOfTheStandard(_ text: String, _ expected: String) {
        #expect(Array(text.utf8).withUnsafeBytes { SHA256.hexadecimal($0) } == expected)
        for part in [1, 63, 64, 65, 4097] {
            var hash = SHA256()
            var rest = text.utf8.map(\.self)[...]
            while !rest.isEmpty {
                rest.prefix(part).withUnsafeBytes { hash.update($0) }
                rest = rest.dropFirst(part)
            }
            #expect(hash.hexadecimal() == expected, "in parts of \(part) bytes")
        }
    }

    @Test func foldersAreSafeAndDistinct() {
        var names = InputNames()
        let inputs = [
            "photos/goldfinch.jpg", "other/goldfinch.png", "Goldfinch.jpeg", "report.html.jpg", ".hidden", "a/b/..",
            "ü ber;rm -rf.png", String(repeating: "x", count: 300) + ".png", "",
        ]
        let folders = inputs.map { names.name(for: $0) }
        #expect(folders[0...3] == ["goldfinch", "goldfinch-2", "Goldfinch-3", "report.html-2"])
        #expect(Set(folders.map { $0.lowercased() }).count == folders.count)
        for folder in folders {
            #expect(!folder.isEmpty && !folder.hasPrefix(".") && !folder.contains("/") && folder.utf8.count <= 90)
        }
    }

    @Test(arguments: [
        ("2G", 2 << 30), ("512M", 512 << 20), ("1.5k", 1536), ("1 ", nil), ("4096", 4096), ("2GiB", 2 << 30),
        ("100MB", 100 << 20), ("", nil), ("-1G", nil), ("nan", nil), ("1e400", nil), ("9999999T", nil), ("0", nil),
    ])
    func amountsOfMemory(_ text: String, _ expected: Int?) {
        #expect((try? ByteCount.bytes(of: text)) == expected)
    }
}
