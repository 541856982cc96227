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

    @Test func aLaterVersionsResultsAreLeftAlone() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(scratch)
        try change(scratch, "INSERT INTO grdb_migrations VALUES ('of a later version')")
        let error = #expect(throws: RationaleError.self) { try run(scratch, .resume) }
        #expect(error?.code == .badData && error?.message.contains("later version") == true)
    }

    @Test func anEarlierVersionsResultsAreTakenUp() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let first = try run(scratch).allInputs()
        try change(scratch, "ALTER TABLE explanation DROP COLUMN stages")
        try change(scratch, "DELETE FROM grdb_migrations WHERE identifier = 'stages of explanations'")
        #expect(try run(scratch, .resume).allInputs() == first)
    }

    @Test func aTableThatIsGoneIsSaidToBe() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(scratch)
        try change(scratch, "DROP TABLE explanation")
        let error = #expect(throws: RationaleError.self) { try run(scratch, .resume) }
        #expect(error?.code == .badData && error?.message.contains("results.sqlite") == true)
    }

    @Test func theSameResultComesBack() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let first = try run(scratch).allInputs()
        let again = try run(scratch, .resume).allInputs()
        #expect(first == again)
        #expect(first[0].explanations[0].targetProbability == first[0].predictions[0].probability)
    }
}
