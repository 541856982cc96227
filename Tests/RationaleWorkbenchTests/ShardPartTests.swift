import Foundation
import RationaleCore
import RationaleWorkbench
import Testing

/// Which inputs belong to a shard.
struct ShardPartTests {
    private static let names = (0..<4000).map { "class \($0 % 10)/ILSVRC2012_val_\(10_000_000 + $0).JPEG" }

    @Test(arguments: [1, 2, 3, 8, 100])
    func everyInputBelongsToOne(_ count: Int) throws {
        let shards = try (1...count).map { try Shard("\($0)/\(count)") }
        var sizes = [Int](repeating: 0, count: count)
        for name in Self.names {
            let owners = shards.indices.filter { shards[$0].contains(name) }
            #expect(owners.count == 1)
            sizes[owners[0]] += 1
        }
        let even = Double(Self.names.count) / Double(count)
        // Six standard deviations of chance.
        for size in sizes { #expect(abs(Double(size) - even) < 6 * even.squareRoot()) }
    }

    /// A run that is resumed by a later version has the parts that it had.
    @Test func partsNeverChange() throws {
        let fifth = try Shard("5/8")
        let found = (0..<40).filter { fifth.contains("\($0).png") }
        #expect(found == [1, 4, 8, 11, 12, 19, 23, 26, 29])
    }

    @Test(arguments: ["0/1", "2/1", "1/0", "", "1", "1/2/3", "a/2", " 1/2", "1/100001"])
    func nonsenseIsRefused(_ text: String) {
        let error = #expect(throws: RationaleError.self) { try Shard(text) }
        #expect(error?.code == .usage && error?.hint != nil)
    }

    @Test func foldersOfManyPicturesStayFolders() {
        var names = InputNames()
        let inputs = [
            "n01/x.JPEG", "n01/x.png", "N01/X.jpg", "n02/../x.jpg", "n01/result.json.png", "n01/grad-cam.map.png.jpg",
            "results.sqlite.png",
            "n01/.hidden/a b.png",
        ]
        let folders = inputs.map { names.name(for: $0, keepingFolders: true) }
        #expect(folders[0...2] == ["n01/x", "n01/x-2", "N01/X-3"])
        #expect(folders[4] == "n01/result.json_" && folders[5] == "n01/grad-cam.map.png_")
        #expect(Set(folders.map { $0.lowercased() }).count == folders.count)
        for folder in folders {
            for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
                #expect(!part.isEmpty && !part.hasPrefix("."), "\(folder)")
            }
        }
        #expect(folders[6] != "results.sqlite")
    }
}
