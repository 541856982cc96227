import Foundation
import Testing

/// `rationale train narrator`, `describe` and `evaluate narrator`.
struct NarratorTests {
    private static let training = [
        "--pictures", "40", "--evaluation-count", "10", "--epochs", "1", "--embedding", "16", "--hidden", "24",
        "--device", "cpu", "--threads", "1", "--quiet",
    ]

    /// A bird that the built-in model sees.
    private func bird(_ command: Command) throws -> String {
        let outcome = try command(
            "data", "aviary", "--format", "folder", "--output", "birds", "--per-species", "1", "--train-share", "0",
            "--side", "128", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return "birds/val/acorn_creeper/acorn_creeper_0001.png"
    }

    private func narration(_ outcome: Command.Outcome) throws -> [String: Any] {
        #expect(outcome.status == 0, "\(outcome.errors)")
        let answers = try #require(try outcome.json()["answers"] as? [[String: Any]])
        let findings = try #require(answers.first?["explanations"] as? [[String: Any]])
        #expect(findings.first?["kind"] as? String == "narration")
        return try #require(findings.first?["narration"] as? [String: Any])
    }

    @Test func `a bird is described in words whose evidence adds up, and the sentence is tested`() throws {
        let command = try Command()
        defer { command.remove() }
        let photo = try bird(command)
        let outcome = try command("describe", photo, "--output", "out", "--json", "--quiet")
        let narration = try narration(outcome)
        let words = try #require(narration["words"] as? [[String: Any]])
        #expect(words.count >= 4)
        for word in words {
            let evidence = try #require(word["evidence"] as? Double)
            let parts = try #require(word["parts"] as? [[String: Any]])
            let sum = parts.reduce(0) { $0 + ($1["evidence"] as? Double ?? .nan) }
            #expect(abs(sum - evidence) < 0.05 + 0.02 * abs(evidence), "\(word)")
        }
        let edits = try #require(narration["edits"] as? [[String: Any]])
        #expect(edits.map { $0["isControl"] as? Bool } == [false, true, true, true, true])
        for name in ["report.html", "answer.json", "1-named.png", "1-edit-1.png", "1-edit-5.png"] {
            #expect(try command.read("out/\(name)").count > 500, "\(name)")
        }
        let report = String(decoding: try command.read("out/report.html"), as: UTF8.self)
        let sentence = try #require(narration["sentence"] as? String)
        #expect(report.contains(sentence))
        let again = try self.narration(command("describe", photo, "--json", "--quiet"))
        #expect(again["sentence"] as? String == sentence)
    }

    @Test func `a contrastive sentence names both classes, and styles differ`() throws {
        let command = try Command()
        defer { command.remove() }
        let photo = try bird(command)
        let contrast = try narration(
            command("describe", photo, "--instead", "cricket finch", "--no-proof", "--json", "--quiet"))
        #expect((contrast["sentence"] as? String)?.hasPrefix("an acorn creeper rather than a cricket finch: ") == true)
        let greedy = try narration(command("describe", photo, "--style", "greedy", "--no-proof", "--json", "--quiet"))
        #expect(greedy["recognition"] is NSNull || greedy["recognition"] == nil)
        let explained = try command(
            "explain", photo, "--narrator", "aviary", "--output", "run", "--device", "cpu", "--quiet")
        #expect(explained.status == 0, "\(explained.errors)")
        #expect(explained.output.contains("in-words"))
    }

    @Test func `a narrator is trained on birds, and judged by references and by the truth`() throws {
        let command = try Command()
        defer { command.remove() }
        let learnt = try command.run(["train", "narrator", "--output", "own"] + Self.training)
        #expect(learnt.status == 0, "\(learnt.errors)")
        #expect(learnt.output.contains("model: own/narrator.safetensors"))
        let head = try command.run(
            [
                "train", "narrator", "--output", "head", "--hidden-layers", "1", "--head-epochs", "2", "--mode",
                "captioning",
            ]
                + Self.training)
        #expect(head.status == 0, "\(head.errors)")
        // A classifier on top of the activations decides, and its classes are named.
        let photo = try bird(command)
        let described = try command(
            "describe", photo, "--narrator", "head/narrator.safetensors", "--style", "greedy", "--json", "--quiet")
        #expect(described.status == 0, "\(described.errors)")
        let refused = try command(
            "explain", photo, "--narrator", "head/narrator.safetensors", "--output", "run", "--device", "cpu", "--quiet"
        )
        #expect(refused.output.contains("on top of") || refused.errors.contains("on top of"), "\(refused)")
        let judged = try command(
            "evaluate", "narrator", "own/narrator.safetensors", "head/narrator.safetensors", "--count", "8", "--tested",
            "2", "--metric", "bleu-nltk,cider", "--json", "--quiet")
        #expect(judged.status == 0, "\(judged.errors)")
        let rows = try #require(try judged.json()["narrators"] as? [[String: Any]])
        #expect(rows.map { $0["mode"] as? String } == ["interpnet", "captioning"])
        let names = try #require(rows[0]["scores"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(names.contains("CIDEr") && names.contains("accuracy"))
    }

    @Test func `a published data folder is learnt and judged without any network, and runs are compared`() throws {
        let command = try Command()
        defer { command.remove() }
        try Self.writePublishedData(to: command.folder.appending(path: "published"))
        for (mode, layers) in [("interpnet", "2"), ("captioning", "1")] {
            let learnt = try command.run(
                [
                    "train", "narrator", "--data", "published", "--mode", mode, "--hidden-layers", layers, "--output",
                    "runs/\(mode)", "--head-epochs", "4",
                ] + Self.training)
            #expect(learnt.status == 0, "\(learnt.errors)")
        }
        let judged = try command(
            "evaluate", "narrator", "runs/interpnet/narrator.safetensors", "--data", "published", "--metric",
            "bleu-nltk",
            "--output", "judged", "--json", "--quiet")
        #expect(judged.status == 0, "\(judged.errors)")
        let row = try #require((try judged.json()["narrators"] as? [[String: Any]])?.first)
        let examples = try #require(row["examples"] as? [[String: Any]])
        #expect(examples.map { $0["input"] as? String } == ["001.Wren/b.jpg"])

        let table = try command("train", "runs", "runs", "--setting", "batchSize")
        #expect(table.status == 0, "\(table.errors)")
        let lines = table.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 3 && lines[0][0] == "run")
        let header = table.output.split(separator: "\n")[0]
        for column in ["mode", "hiddenLayers", "features", "batchSize", "classifier accuracy", "best at", "loss"] {
            #expect(header.contains(column), "\(column): \(table.output)")
        }
        #expect(!header.contains("dropout"), "only what differs has a column: \(table.output)")
        #expect(lines[1].contains("captioning") && lines[2].contains("interpnet"))
        let runs = try #require(
            try command("train", "runs", "runs/interpnet", "--json").json()["runs"] as? [[String: Any]])
        #expect(runs.count == 1 && (runs[0]["evaluations"] as? [Any])?.isEmpty == false)
        #expect((runs[0]["settings"] as? [String: String])?["task.hidden"] == "24")

        let refused = try command(
            "describe", "published/names.pkl", "--narrator", "runs/interpnet/narrator.safetensors")
        #expect(refused.status == 64 && refused.errors.contains("feature vectors"), "\(refused.errors)")
        let seen = try command.run(
            ["train", "narrator", "--data", "published", "--model", "aviary", "--output", "other"] + Self.training)
        #expect(seen.status == 64 && seen.errors.contains("Leave --model out"), "\(seen.errors)")
    }

    /// The folder that `scripts/reference/interpnet_data.py` wrote: four birds with features, two sentences each.
    private static func writePublishedData(to folder: URL) throws {
        struct Golden: Decodable { let files: [String: Data?] }
        let url = URL(fileURLWithPath: #filePath)
            .appending(path: "../../RationaleDataTests/Golden/interpnet_data.json").standardized
        let golden = try JSONDecoder().decode([String: [Golden]].self, from: Data(contentsOf: url))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for case (let name, let data?) in try #require(golden["cases"]?.first).files {
            try data.write(to: folder.appending(path: name))
        }
    }

    @Test func `the built-in narrator tells the truth about unseen birds, by which they are recognised`() throws {
        let command = try Command()
        defer { command.remove() }
        let judged = try command(
            "evaluate", "narrator", "--count", "60", "--style", "telling", "--tested", "30", "--metric", "cider",
            "--json",
            "--quiet")
        #expect(judged.status == 0, "\(judged.errors)")
        let rows = try #require(try judged.json()["narrators"] as? [[String: Any]])
        let scores = try #require(rows[0]["scores"] as? [[String: Any]])
        let values = Dictionary(
            uniqueKeysWithValues: scores.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? .nan) })
        #expect(values["factual precision"] ?? 0 >= 0.95, "\(values)")
        #expect(values["identifies the species"] ?? 0 >= 0.85, "\(values)")
        #expect(values["ratio of the falls"] ?? 0 >= 3, "\(values)")
    }

    @Test(arguments: [
        (["describe"], 64, "input"), (["describe", "nowhere.png"], 66, "nowhere.png"),
        (["describe", "PHOTO", "--narrator", "nowhere.safetensors"], 66, "nowhere.safetensors"),
        (["describe", "PHOTO", "--model", Fixtures.network], 64, "--narrator"),
        (["describe", "PHOTO", "--style", "rhyme"], 64, "telling"),
        (["describe", "PHOTO", "--instead", "acorn creeper"], 64, "itself"),
        (["describe", "PHOTO", "--instead", "unicorn"], 64, "unicorn"),
        (["describe", "PHOTO", "--beam", "0"], 64, "beam"),
        (["describe", "PHOTO", "--plausibility", "2"], 64, "--plausibility 2.0"),
        (["evaluate", "narrator", "--recognition", "-1"], 64, "recognition"),
        (["evaluate", "narrator", "--no-repeat", "-3"], 64, "no-repeat"),
        (["describe", "PHOTO", "--style", "greedy", "--target", "999"], 64, "999"),
        (["train", "narrator", "--output", "out", "--mode", "poem"], 64, "captioning"),
        (["train", "narrator", "--output", "out", "--data", "nowhere"], 66, "nowhere"),
        (["train", "narrator", "--output", "out", "--layer", "layer9"], 64, "layer9"),
        (["train", "narrator", "--output", "out", "--hidden-layers", "4"], 64, "hidden"),
        (["evaluate", "narrator", "--count", "0"], 64, "--count"), (["train", "runs", "nowhere"], 66, "nowhere"),
    ])
    func `what cannot be done is said, with the exit code of its kind`(
        arguments: [String], status: Int32, says: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        let photo = arguments.contains("PHOTO") ? try bird(command) : ""
        let outcome = try command.run(arguments.map { $0 == "PHOTO" ? photo : $0 })
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(
            !FileManager.default.fileExists(atPath: command.folder.appending(path: "out/narrator.safetensors").path))
    }
}
