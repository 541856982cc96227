import Foundation

/// Real photos and trained networks, where the project is developed; tests on them are skipped elsewhere.
enum SharedData {
    static let folder: URL =
        ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { URL(fileURLWithPath: $0 + "/data") }
        ?? URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/data").standardized

    static let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("models").path)
    static let reason = "needs the real photos and networks beside the checkout (../shared/data)"

    static func model(_ name: String) -> URL { folder.appendingPathComponent("models/\(name)") }
}
