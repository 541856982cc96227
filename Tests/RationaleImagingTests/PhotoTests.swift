import Foundation
import RationaleCore
import RationaleImaging
import Testing

/// Real photos, which are not part of the repository: tests that need them are skipped where they are absent.
enum SharedData {
    static let folder: URL = {
        let shared =
            ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized
        return shared.appending(path: "data")
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
}

@Suite("Real photos", .enabled(if: SharedData.isThere, "the real photos are not here"))
struct PhotoTests {
    struct Photo: Decodable {
        let width: Int
        let height: Int
        let crc: UInt32
        let mean: Double
        /// The checksum of the picture that torchvision's preprocessing makes of it.
        let seen: UInt32
    }

    static let photos = (try? Golden.load("photos.json", as: [String: Photo].self)) ?? [:]

    @Test("A photo has Pillow's pixels, and torchvision's after preprocessing", arguments: photos.keys.sorted())
    func equalsPillow(path: String) throws {
        let expected = try #require(Self.photos[path])
        let image = try Image(contentsOf: SharedData.folder.appending(path: path))
        #expect((image.width, image.height) == (expected.width, expected.height))
        #expect(abs(image.mean - expected.mean) < 1e-9)
        #expect(image.crc == expected.crc)
        #expect(try Preprocessing.imageNet().picture(of: image).crc == expected.seen)
    }

    @Test("Every photo can be read", arguments: ["imagenet-samples", "imagenet-val-boxes"])
    func everyPhoto(folder: String) throws {
        let images = SharedData.folder.appending(path: "\(folder)/images")
        let files = try FileManager.default.contentsOfDirectory(at: images, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "JPEG" }
        #expect(files.count == (folder == "imagenet-samples" ? 60 : 700))
        for file in files {
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try Image(contentsOf: file) }
        }
    }
}
