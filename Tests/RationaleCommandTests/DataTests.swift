import Foundation
import Testing

/// `rationale data aviary`: what it prints and writes.
struct DataTests {
    @Test func writesADataSetAndSaysSo() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "data", "aviary", "--output", "set", "--format", "folder", "--count", "6", "--species-count", "3", "--side",
            "64")
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output == "6 pictures of 3 species, 3 for training: set\n")
        #expect(command.files(in: "set").filter { $0.hasSuffix(".png") }.count == 6)
        let record = try JSONSerialization.jsonObject(with: command.read("set/dataset.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "finished")
        #expect((record["command"] as? [String])?.prefix(3) == ["rationale", "data", "aviary"])
        #expect((record["options"] as? [String: Any])?["seed"] as? Int == 0)
        #expect((record["species"] as? [[String: Any]])?.map { $0["train"] as? Int } == [1, 1, 1])
    }

    @Test func printsOneDocument() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "data", "aviary", "--output", "set", "--format", "cub", "--per-species", "1", "--species-count", "2",
            "--side", "64", "--json")
        let result = try #require(try outcome.json()["dataset"] as? [String: Any])
        #expect(result["output"] as? String == "set" && result["format"] as? String == "cub")
        #expect(result["train"] as? Int == 2 && result["val"] as? Int == 0)
    }

    @Test func refusesWhatIsThere() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = [
            "data", "aviary", "--output", "set", "--format", "voc", "--count", "2", "--species-count", "2", "--side",
            "32",
        ]
        #expect(try command.run(arguments).status == 0)
        let refused = try command.run(arguments)
        #expect(refused.status == 74)
        #expect(refused.errors.contains("--resume") && refused.errors.contains("--overwrite"))
        #expect(try command.run(arguments + ["--resume"]).status == 0)
        #expect(try command.run(arguments + ["--overwrite"]).status == 0)
        let other = try command.run(arguments + ["--resume", "--seed", "3"])
        #expect(other.status == 64 && other.errors.contains("other options"))
    }

    @Test func stoppedInBetweenKeepsWholeFilesOnly() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = ["data", "aviary", "--output", "set", "--format", "coco", "--count", "100000", "--side", "64"]
        let running = try command.start(Command.executable, arguments)
        let deadline = Date(timeIntervalSinceNow: 60)
        while command.files(in: "set").count < 20, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
        running.process.interrupt()
        let outcome = try running.wait()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("--resume"))
        let files = command.files(in: "set")
        #expect(files.contains("dataset.json") && files.count > 20)
        #expect(!files.contains { $0.hasSuffix(".tmp") || $0.hasPrefix("annotations/") })
        for file in files.filter({ $0.hasSuffix(".jpg") }) {
            // The marker that ends a JPEG file.
            #expect(try command.read("set/\(file)").suffix(2) == Data([0xff, 0xd9]))
        }
    }

    @Test func drawsAnOverview() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "data", "aviary", "--output", "sheet.png", "--sheet", "interventions", "--side", "48")
        #expect(outcome.status == 0 && outcome.output == "sheet: sheet.png\n")
        #expect(try command.read("sheet.png").prefix(4) == Data([0x89, 0x50, 0x4e, 0x47]))
        let again = ["data", "aviary", "--output", "sheet.png", "--sheet", "masks", "--side", "48"]
        #expect(try command.run(again).status == 74)
        #expect(try command.run(again + ["--overwrite"]).status == 0)
    }
}
