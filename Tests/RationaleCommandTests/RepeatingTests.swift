import Foundation
import Testing

/// The same request gives the same bytes, and a record repeats its run.
struct RepeatingTests {
    /// Everything that a run wrote, without times and places; the results, which hold times, are in result.json too.
    private func contents(_ command: Command, _ run: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in command.files(in: run) where !name.hasPrefix("results.sqlite") {
            var bytes = try command.read("\(run)/\(name)")
            if !name.hasSuffix(".png"), !name.hasSuffix(".safetensors") {
                let text = String(decoding: bytes, as: UTF8.self)
                    .replacing(#/"seconds" : [0-9.e-]+/#, with: "").replacing(#/[0-9.]+ (ms|s)\b/#, with: "")
                    .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "").replacing(run, with: "")
                    .replacing(#/"command" : \[[^\]]*\]/#, with: "").replacing(
                        #/<code>rationale explain.*?<\/code>/#, with: "")
                bytes = Data(text.utf8)
            }
            contents[name] = bytes
        }
        return contents
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let command = try Command()
        defer { command.remove() }
        for run in ["run-a", "run-b"] {
            let outcome = try command(
                "explain", Fixtures.photo, Fixtures.second, Fixtures.onePixel, "--model", Fixtures.network, "--method",
                "all", "--masks", "60", "--samples", "6", "--seed", "3", "--output", run)
            #expect(outcome.status == 0)
        }
        let one = try contents(command, "run-a")
        let two = try contents(command, "run-b")
        #expect(Set(one.keys) == Set(two.keys))
        #expect(one.count > 100)
        for (name, bytes) in one { #expect(two[name] == bytes, "\(name) differs") }
    }

    @Test func aBatchGivesWhatEachPhotoAloneGives() throws {
        let command = try Command()
        defer { command.remove() }
        let common = ["--model", Fixtures.network, "--method", "grad-cam,random,rise", "--masks", "40"]
        #expect(try command.run(["explain", Fixtures.photo, Fixtures.second, "--output", "both"] + common).status == 0)
        #expect(try command.run(["explain", Fixtures.second, "--output", "alone"] + common).status == 0)
        for method in ["grad-cam", "random"] {
            let name = "rgb/\(method).safetensors"
            #expect(try command.read("both/\(name)") == command.read("alone/\(name)"), "\(method)")
        }
    }

    @Test func aRecordRepeatsItsRun() throws {
        let command = try Command()
        defer { command.remove() }
        let first = try command(
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "smoothgrad,occlusion", "--samples",
            "4",
            "--seed", "9", "--window", "8", "--target", "4", "--output", "run-a")
        #expect(first.status == 0)
        let second = try command("explain", "--config", "run-a/run.json", "--output", "run-b")
        #expect(second.status == 0, "\(second.errors)")
        // The command differs, and both files show it.
        let shown: Set = ["run.json", "report.html"]
        let one = try contents(command, "run-a").filter { !shown.contains($0.key) }
        #expect(one.count == 7)
        #expect(try contents(command, "run-b").filter { !shown.contains($0.key) } == one)
    }
}
