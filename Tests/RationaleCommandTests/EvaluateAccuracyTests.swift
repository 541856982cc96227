import Foundation
import Testing

/// `rationale evaluate accuracy`.
struct EvaluateAccuracyTests {
    @Test func `The built-in model knows unseen birds, whatever lies beside them`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("evaluate", "accuracy", "--count", "150", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        let values = Dictionary(
            uniqueKeysWithValues: metrics.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? 0) })
        #expect(values["accuracy"] ?? 0 >= 0.94)
        #expect(values["unchanged-by-distractors"] ?? 0 >= 0.92)
        #expect(values["unchanged-without-distractors"] ?? 0 >= 0.9)
        #expect(values["unchanged-by-background"] ?? 0 >= 0.9)
        #expect(metrics.first?["count"] as? Int == 150)
        #expect(try outcome.json()["samples"] as? String == "scenes")
    }

    private func values(_ outcome: Command.Outcome) throws -> [String: Double] {
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: metrics.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? 0) })
    }

    @Test func `Pictures in folders of classes are judged by one guess and by five, strangers passed over`() throws {
        let command = try Command()
        defer { command.remove() }
        let made = try command(
            "data", "aviary", "--output", "birds", "--format", "folder", "--per-species", "1", "--train-share", "1")
        #expect(made.status == 0, "\(made.errors)")
        let known = try command("evaluate", "accuracy", "--data", "birds/train", "--json", "--quiet")
        #expect(known.status == 0 && known.errors.isEmpty, "\(known.errors)")
        let found = try values(known)
        #expect(Set(found.keys) == ["accuracy", "top-5-accuracy"])
        #expect(found["accuracy"] ?? 0 >= 0.9 && found["top-5-accuracy"] ?? 0 >= found["accuracy"] ?? 1)
        #expect(try known.json()["samples"] as? String == "pictures")
        let stranger = command.folder.appending(path: "birds/train/nobody")
        try FileManager.default.createDirectory(at: stranger, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: Fixtures.photo), to: stranger.appending(path: "photo.jpg"))
        let all = try command("evaluate", "accuracy", "--data", "birds/train")
        #expect(all.errors.contains("passed over") && all.errors.contains("'nobody'"), "\(all.errors)")
        #expect(all.output.contains("50 pictures"), "\(all.output)")
        let part = try command("evaluate", "accuracy", "--data", "birds/train", "--count", "7", "--seed", "3")
        #expect(part.output.contains("7 pictures") || part.output.contains("6 pictures"), "\(part.output)")
    }

    @Test func `Independent labels have average precision, and F1 per class and overall`() throws {
        let command = try Command()
        defer { command.remove() }
        let made = try command(
            "data", "aviary", "--output", "birds", "--format", "coco", "--count", "60", "--train-share", "0")
        #expect(made.status == 0, "\(made.errors)")
        let outcome = try command(
            "evaluate", "accuracy", "--data", "birds/images/val", "--boxes", "birds/annotations/instances_val.json",
            "--scoring", "sigmoid", "--model", "aviary", "--json", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let found = try values(outcome)
        let names: Set = ["mean-average-precision", "f1", "precision", "recall"]
        #expect(Set(found.keys) == names.union(["f1-per-class", "precision-per-class", "recall-per-class"]))
        #expect(found["mean-average-precision"] ?? 0 > 0.9)
        #expect(found.values.allSatisfy { (0...1).contains($0) })
    }

    @Test(arguments: [
        ExitCodeTests.Case(arguments: ["--count", "0"], status: 64, says: ["--count"]),
        .init(arguments: ["--model", Fixtures.network], status: 64, says: ["10 classes", "50"]),
        .init(arguments: ["--model", Fixtures.textNetwork], status: 64, says: ["square colour pictures"]),
        .init(arguments: ["--model", "aviry"], status: 66, says: ["aviary"]),
        .init(arguments: ["--preprocessing", "unit"], status: 64, says: ["--preprocessing", "--data"]),
        .init(arguments: ["--data", "nowhere"], status: 66, says: ["nowhere"]),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["evaluate", "accuracy"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }
}
