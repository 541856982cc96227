import Foundation
import Testing

/// What happens to folders that are there already: nothing is lost silently.
struct RunFolderTests {
    private func explain(_ command: Command, _ more: String...) throws -> Command.Outcome {
        try command.run(["explain", Fixtures.photo, "--model", Fixtures.network, "--output", "run"] + more)
    }

    @Test func runsWithoutAFolderAreNumbered() throws {
        let command = try Command()
        defer { command.remove() }
        for number in 1...3 {
            let outcome = try command("explain", Fixtures.photo, "--model", Fixtures.network, "--json")
            #expect(try outcome.json()["run"] as? String == "rationale-output/run-\(number)")
        }
    }

    @Test func aRunIsNotReplacedUnasked() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try explain(command).status == 0)
        let before = try command.read("run/run.json")
        let outcome = try explain(command)
        #expect(outcome.status == 74)
        #expect(outcome.errors.contains("--resume") && outcome.errors.contains("--overwrite"))
        #expect(try command.read("run/run.json") == before)
    }

    @Test func overwritingKeepsWhatIsNotOurs() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try explain(command, "--method", "centre").status == 0)
        try command.write("mine", to: "run/notes.txt")
        try command.write("mine", to: "run/baseline-444/notes.txt")
        #expect(try explain(command, "--overwrite").status == 0)
        let files = command.files(in: "run")
        #expect(files.contains("notes.txt") && files.contains("baseline-444/notes.txt"))
        #expect(files.contains("baseline-444/grad-cam.safetensors"))
        #expect(!files.contains("baseline-444/centre.safetensors"))
    }

    @Test(arguments: ["--overwrite", "--resume", "--quiet"])
    func aFolderOfSomethingElseIsRefused(_ flag: String) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("mine", to: "run/thesis.txt")
        #expect(try explain(command, flag).status == 74)
        #expect(command.files(in: "run") == ["thesis.txt"])
    }

    @Test func resumingAddsMethodsAndPhotosAndKeepsWhatIsThere() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try explain(command).status == 0)
        let map = command.folder.appending(path: "run/baseline-444/grad-cam.safetensors").path
        let before = try FileManager.default.attributesOfItem(atPath: map)[.modificationDate] as? Date
        let outcome = try command(
            "explain", Fixtures.photo, Fixtures.second, "--model", Fixtures.network, "--output", "run", "--resume",
            "--method", "grad-cam,layer-cam", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let after = try FileManager.default.attributesOfItem(atPath: map)[.modificationDate] as? Date
        #expect(before == after)
        let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
        #expect(inputs.map { ($0["explanations"] as? [[String: Any]])?.count } == [2, 2])
        #expect(command.files(in: "run").filter { $0.hasSuffix(".safetensors") }.count == 4)
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("2 inputs · 2 methods"))
    }

    @Test func anotherQuestionCannotContinueARun() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try explain(command).status == 0)
        let outcome = try explain(command, "--resume", "--target", "3")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--target"))
    }

    @Test func photosOfOneNameGetFoldersOfTheirOwn() throws {
        let command = try Command()
        defer { command.remove() }
        let photo = try Data(contentsOf: URL(fileURLWithPath: Fixtures.second))
        for name in ["a/photo.png", "b/photo.png", "b/PHOTO.png", "b/run.png"] { try command.write(photo, to: name) }
        let outcome = try command("explain", "a", "b", "--model", Fixtures.network, "--output", "out", "--json")
        #expect(outcome.status == 0)
        let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
        #expect(
            inputs.compactMap { $0["input"] as? String } == ["a/photo.png", "b/PHOTO.png", "b/photo.png", "b/run.png"])
        let folders = Set(command.files(in: "out").filter { $0.contains("/") }.map { $0.split(separator: "/")[0] })
        #expect(folders == ["photo", "PHOTO-2", "photo-3", "run-2"])
    }
}
