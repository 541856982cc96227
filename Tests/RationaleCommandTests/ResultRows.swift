import Foundation
import GRDB

/// What the results of a run hold, read with plain SQL.
struct ResultRows {
    private let database: DatabaseQueue

    init(_ command: Command, run: String = "run") throws {
        let file = command.folder.appending(path: "\(run)/results.sqlite").path
        // What is not there would be made.
        guard FileManager.default.fileExists(atPath: file) else { throw CocoaError(.fileNoSuchFile) }
        database = try DatabaseQueue(path: file)
    }

    func texts(_ sql: String) throws -> [String] { try database.read { try String.fetchAll($0, sql: sql) } }
    func numbers(_ sql: String) throws -> [Double] { try database.read { try Double.fetchAll($0, sql: sql) } }
    func change(_ sql: String) throws { try database.write { try $0.execute(sql: sql) } }
    func count(_ sql: String) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(sql)") } ?? 0
    }
}

extension Command {
    /// Writes so many small pictures into a folder of folders, no two of equal name and size.
    ///
    /// - Returns: their paths in the folder, in the order in which runs have them.
    @discardableResult
    func writePictures(_ count: Int, to folder: String = "pictures") throws -> [String] {
        let picture = try Data(contentsOf: URL(fileURLWithPath: Fixtures.second))
        let names = (0..<count).map { "\(["a", "b", "c"][$0 % 3])/\(1000 + $0).PNG" }
        // What follows a PNG's last chunk is no part of it.
        for (number, name) in names.enumerated() {
            try write(picture + Data(repeating: 0, count: number), to: "\(folder)/\(name)")
        }
        return names.sorted()
    }

    /// Starts `explain` on a folder of pictures, by a method that takes little time.
    func startExplaining(_ more: String..., folder: String = "pictures") throws -> Running {
        try start(
            Self.executable,
            ["explain", folder, "--model", Fixtures.network, "--output", "run"]
                + (more.contains("--method") ? [] : ["--method", "grad-cam,random"]) + more)
    }
}
