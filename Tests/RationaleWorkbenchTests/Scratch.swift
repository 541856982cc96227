import Foundation

/// A folder for one test.
struct Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "rationale-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Where something of this name lies, or would.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file and gives its path.
    func file(_ name: String, _ bytes: Data) throws -> String {
        let place = folder.appending(path: name)
        try bytes.write(to: place)
        return place.path
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }
}
