import Foundation
import GRDB
import RationaleCore
import RationaleWorkbench
import Testing

/// A run's folder in which somebody changed the results.
struct HostileResultsTests {
    private func run(_ scratch: Scratch, _ existing: ExistingOutput = .refuse) throws -> ExplainResult {
        try SmallRun.explain(in: scratch, existing)
    }

    private func change(_ scratch: Scratch, _ sql: String) throws {
        let database = try DatabaseQueue(path: scratch.path("run/results.sqlite"))
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    /// The version, and what was found.
    private func contents(_ scratch: Scratch) throws -> [String] {
        let database = try DatabaseQueue(path: scratch.path("run/results.sqlite"))
        return try database.read { database in
            [try String.fetchOne(database, sql: "PRAGMA user_version") ?? ""]
                + (try String.fetchAll(database, sql: "SELECT document FROM input"))
        }
    }

    @Test(arguments: ["../precious", "a/../../precious", "/tmp", ".", "..", ""])
    func foldersLeadNowhereElse(_ folder: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(scratch)
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "precious"), withIntermediateDirectories: true)
        let kept = try scratch.file("precious/result.json", "mine")
        try change(scratch, "UPDATE input SET folder = '\(folder)'")
        _ = try run(scratch, .overwrite)
        #expect(FileManager.default.fileExists(atPath: kept))
    }

    @Test(arguments: [
        ("PRAGMA user_version = 3", "a later version of this program wrote it, in form 3; this one reads 2"),
        // The version before had no number.
        ("PRAGMA user_version = 0", "an earlier version of this program wrote it, in form 1; this one reads 2"),
    ])
    func anotherVersionsResultsAreRefusedAndLeftAlone(_ sql: String, _ sentence: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(scratch)
        try change(scratch, sql)
        let before = try contents(scratch)
        let error = #expect(throws: RationaleError.self) { try run(scratch, .resume) }
        #expect(error?.code == .badData && error?.message.contains(sentence) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("results.sqlite") == true && error?.hint?.isEmpty == false)
        #expect(try contents(scratch) == before)
        _ = try run(scratch, .overwrite)
    }

    @Test(arguments: ["DROP TABLE input", "ALTER TABLE input RENAME COLUMN explained TO gone"])
    func aTableThatIsGoneIsSaidToBe(_ sql: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(scratch)
        try change(scratch, sql)
        let error = #expect(throws: RationaleError.self) { try run(scratch, .resume) }
        #expect(error?.code == .badData && error?.message.contains("results.sqlite") == true)
    }

    @Test(arguments: ["'{}'", "'{\"version\": 3}'", "json_remove(document, '$.input')"])
    func aDamagedDocumentIsSaidToBe(_ document: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let result = try run(scratch)
        try change(scratch, "UPDATE input SET document = \(document)")
        let error = #expect(throws: RationaleError.self) { try result.allInputs() }
        #expect(error?.code == .badData, "\(error?.message ?? "")")
    }

    @Test func theViewsShowWhatWasFound() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let found = try run(scratch).allInputs()[0]
        let database = try DatabaseQueue(path: scratch.path("run/results.sqlite"))
        try database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT name, label, probability FROM input JOIN prediction ON input = id ORDER BY rank")
            #expect(rows.map { Float($0["probability"] as Double) } == found.predictions.map(\.probability))
            let row = try #require(
                try Row.fetchOne(database, sql: "SELECT * FROM input JOIN explanation ON input = input.id"))
            #expect(row["method"] == "centre" && row["target"] == found.findings[0].target.index)
            #expect(scratch.path("run") + "/" + (row["map"] as String) == found.findings[0].map)
        }
    }

    @Test func theSameResultComesBack() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let first = try run(scratch).allInputs()
        let again = try run(scratch, .resume).allInputs()
        #expect(first == again)
        #expect(first[0].findings[0].targetProbability == first[0].predictions[0].probability)
    }
}
