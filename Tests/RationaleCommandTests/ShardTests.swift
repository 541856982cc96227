import Foundation
import Testing

/// `--shard`: several processes, one run.
struct ShardTests {
    @Test func processesShareARun() throws {
        let command = try Command()
        defer { command.remove() }
        let names = try command.writePictures(60)
        try command.write("not a picture", to: "pictures/z.png")
        let running = try (1...3).map { try command.startExplaining("--resume", "--shard", "\($0)/3", "--json") }
        let outcomes = try running.map { try $0.wait() }
        #expect(outcomes.map(\.status).sorted() == [0, 0, 65])
        let parts = try outcomes.map { outcome in
            try #require(try outcome.json()["inputs"] as? [[String: Any]]).compactMap { $0["input"] as? String }
        }
        #expect(parts.allSatisfy { $0.count > 8 })
        #expect(parts.joined().sorted() == (names + ["z.png"]).map { "pictures/\($0)" })
        #expect(!command.files(in: "run").contains { $0.hasSuffix("-wal") || $0.hasSuffix(".tmp") })
        let rows = try ResultRows(command)
        #expect(try rows.texts("SELECT name FROM input ORDER BY position") == names + ["z.png"])
        #expect(try rows.count("input WHERE explained IS NULL") == 0)
        #expect(try rows.count("explanation") == 120)
        // The last to end reports on all.
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "finished")
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("61 inputs · 2 methods · 1 input could not be explained"))
        #expect(command.files(in: "run").filter { $0.hasSuffix("grad-cam.safetensors") }.count == 60)
    }

    @Test func aPartAloneLeavesTheRunOpen() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(12)
        #expect(try command.startExplaining("--shard", "1/2").wait().status == 0)
        // Another run is not joined unasked.
        #expect(try command.startExplaining("--shard", "2/2").wait().status == 74)
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "running")
        // Another question cannot share the folder.
        #expect(try command.startExplaining("--shard", "2/2", "--resume", "--target", "3").wait().status == 64)
        // Whoever goes on without a part does the rest.
        #expect(try command.startExplaining("--resume").wait().status == 0)
        #expect(try ResultRows(command).count("input WHERE explained IS NOT NULL") == 12)
    }

    @Test(arguments: ["0/2", "3/2", "1/0", "-1/2", "a/b", "1", "1/2/3", "/", "", "1/99999999999999999999"])
    func nonsenseIsRefused(_ shard: String) throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(1)
        let outcome = try command.startExplaining("--shard=\(shard)").wait()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("2/8") || outcome.errors.contains("--shard"))
    }
}
