import Foundation
import RationaleCaptionMetrics

/// `meteor.json`, made by `scripts/reference/meteor.py`: what meteor-1.5.jar says of sentences written for it.
struct MeteorGolden: Decodable {
    struct Case: Decodable {
        /// Precision, recall, penalty and score of each segment; `nil` stands for "not a number".
        let scores: [[Double?]]
        let overall: Double
    }

    let segments: [CaptionSegment]
    let synsets, exceptions, paraphrases: String
    let stems: [[String]]
    let cases: [String: Case]

    static func load() throws -> MeteorGolden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/meteor.json")
            .standardized
        return try JSONDecoder().decode(MeteorGolden.self, from: Data(contentsOf: file))
    }

    /// The resources of a case, written into a folder.
    func resources(_ modules: String, in folder: URL) throws -> MeteorResources {
        let (synonyms, table) = (folder.appending(path: "synonyms"), folder.appending(path: "paraphrases"))
        try FileManager.default.createDirectory(at: synonyms, withIntermediateDirectories: true)
        try Data(synsets.utf8).write(to: synonyms.appending(path: "english.synsets"))
        try Data(exceptions.utf8).write(to: synonyms.appending(path: "english.exceptions"))
        try Data(paraphrases.utf8).write(to: table)
        switch modules {
        case "synonym": return try .found(synonyms: synonyms)
        case "paraphrase": return try MeteorResources.none.adding(paraphrases: table)
        case "all": return try .found(synonyms: synonyms, paraphrases: table)
        case "wordnet": return try .found()
        default: return .none
        }
    }
}

/// Calls a closure with a new folder, which is removed after it.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "meteor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
