import Foundation

/// Files of the repository that the tests explain.
enum Fixtures {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Ten classes, pictures of 32×32.
    static let network = root.appending(path: "Tests/RationaleAttributionTests/Golden/cnn.pt2").path
    /// A text classifier.
    static let textNetwork = root.appending(path: "Tests/RationaleNetworksTests/Golden/lstm.pt2").path
    static let pictures = root.appending(path: "Tests/RationaleImagingTests/Golden/Pictures").path
    static let photo = pictures + "/baseline-444.jpg"
    static let second = pictures + "/rgb.png"
    static let onePixel = pictures + "/one-pixel.png"
}

/// Text compared with a file beside the tests; `RATIONALE_RECORD=1` writes the file anew.
enum Snapshot {
    static func matches(_ text: String, _ name: String) throws -> Bool {
        let file = Fixtures.root.appending(path: "Tests/RationaleCommandTests/Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["RATIONALE_RECORD"] != nil {
            try Data(text.utf8).write(to: file)
        }
        return try String(contentsOf: file, encoding: .utf8) == text
    }

    /// Without what differs from run to run: times, and where the repository is.
    static func stable(_ text: String) -> String {
        text.replacing(#/\d+\.\d+ s/#, with: "0.00 s").replacing(Fixtures.root.path + "/", with: "")
    }
}
