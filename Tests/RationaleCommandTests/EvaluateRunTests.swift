import Foundation
import RationaleCore
import Testing

/// `rationale evaluate` into a folder: stopped, killed, continued.
@Suite(.serialized) struct EvaluateRunTests {
    static let arguments = [
        "evaluate", "localization", "--method", "grad-cam,random", "--count", "30", "--quiet",
    ]

    private func judged(in command: Command) -> Int { (try? ResultRows(command).count("sample")) ?? 0 }

    @Test func `Three kills leave the bytes of a run that was left alone`() throws {
        let command = try Command()
        defer { command.remove() }
        let whole = try command.run(Self.arguments + ["--output", "whole"])
        #expect(whole.status == 0, "\(whole.errors)")
        var random = SplitMix64(seed: UInt64.random(in: 0 ... .max))
        var kills = 0
        while kills < 3 {
            let running = try command.start(
                Command.executable, Self.arguments + ["--output", "run", "--resume"])
            let goal = judged(in: command) + 1 + random.index(below: 8)
            while running.process.isRunning, judged(in: command) < goal { usleep(500) }
            guard kill(running.process.processIdentifier, SIGKILL) == 0 else { break }
            if try running.wait().status == 0 { break }
            kills += 1
            let rows = try ResultRows(command)
            #expect(try rows.texts("PRAGMA integrity_check") == ["ok"])
        }
        #expect(kills > 0)
        let before = judged(in: command)
        let last = try command.run(Self.arguments + ["--output", "run", "--resume"])
        #expect(last.status == 0, "\(last.errors)")
        #expect(before > 0 && judged(in: command) >= 30)
        for name in ["localization.json", "localization.md"] {
            #expect(try command.read("run/\(name)") == command.read("whole/\(name)"), "\(name)")
        }
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "finished" && record["task"] as? String == "evaluate localization")
    }

    @Test func `Every value of every sample is a row`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "localization", "--method", "grad-cam,centre", "--count", "5", "--output", "run", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try ResultRows(command)
        #expect(try rows.count("sample WHERE isImprobable = 0 AND errorCode IS NULL AND probability >= 0.6") == 5)
        let iou = try rows.numbers("SELECT value FROM value WHERE method = 'grad-cam' AND measure = 'iou'")
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        let mean = metrics.first { $0["method"] as? String == "grad-cam" && $0["name"] as? String == "iou" }
        #expect(iou.count == 5)
        #expect(abs(iou.reduce(0, +) / 5 - (mean?["value"] as? Double ?? 9)) < 1e-12)
        #expect(try rows.count("duration WHERE seconds > 0") == 10)
        #expect(try rows.texts("SELECT name FROM measure ORDER BY sample, place").first == "ehr")
    }

    @Test func `Another question, another kind of run and a new beginning are refused by name`() throws {
        let command = try Command()
        defer { command.remove() }
        let base = ["evaluate", "localization", "--method", "centre", "--output", "run", "--count"]
        #expect(try command.run(base + ["2"]).status == 0)
        let again = try command.run(base + ["2"])
        #expect(again.status == 74 && again.errors.contains("there is a run already"), "\(again.errors)")
        let other = try command.run(base + ["3", "--resume"])
        #expect(other.status == 64 && other.errors.contains("--count was 2, and is now 3"), "\(other.errors)")
        let metric = try command.run(base + ["2", "--resume", "--metric", "iou"])
        #expect(metric.errors.contains("--metric was not given, and is now iou"), "\(metric.errors)")
        let kind = try command(
            "evaluate", "sanity", "--method", "centre", "--count", "2", "--output", "run", "--resume")
        #expect(kind.status == 64 && kind.errors.contains("evaluate localization"), "\(kind.errors)")
        try command.writePictures(2)
        let explained = try command.startExplaining("--resume").wait()
        #expect(explained.status == 64 && explained.errors.contains("evaluate localization"), "\(explained.errors)")
        #expect(try command.run(base + ["3", "--overwrite"]).status == 0)
        let nowhere = try command("evaluate", "localization", "--resume")
        #expect(nowhere.status == 64 && nowhere.errors.contains("--output"))
        let homeless = try command("evaluate", "localization", "--shard", "1/2")
        #expect(homeless.status == 64 && homeless.errors.contains("--output"))
    }

    @Test func `Pictures that vanish are passed over with the reason`() throws {
        let command = try Command()
        defer { command.remove() }
        let drawn = try command(
            "data", "aviary", "--output", "birds", "--format", "voc", "--per-species", "3", "--side", "128")
        #expect(drawn.status == 0, "\(drawn.errors)")
        let pictures = command.files(in: "birds/JPEGImages")
        let running = try command.start(
            Command.executable,
            [
                "evaluate", "localization", "--data", "birds", "--method", "gradient,centre", "--min-probability", "0",
                "--output", "run", "--json",
            ])
        while running.process.isRunning, judged(in: command) < 1 { usleep(500) }
        let last = try #require(pictures.last)
        try FileManager.default.removeItem(at: command.folder.appending(path: "birds/JPEGImages/\(last)"))
        let outcome = try running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let samples = try #require(try outcome.json()["samples"] as? [String: Any])
        #expect(samples["judged"] as? Int == pictures.count - 1)
        let passedOver = try #require(samples["passedOver"] as? [[String: Any]])
        #expect((passedOver.first?["input"] as? String)?.hasSuffix(last) == true)
        #expect(
            try ResultRows(command).texts("SELECT errorCode FROM sample WHERE errorCode IS NOT NULL") == [
                "missingInput"
            ])
    }
}
