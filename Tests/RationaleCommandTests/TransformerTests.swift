import Foundation
import TestSupport
import Testing

/// A transformer's folder, as `save_pretrained` leaves it, on the command line.
@Suite(.serialized) struct TransformerTests {
    private static let golden = Fixtures.root.appending(path: "Tests/RationaleNetworksTests/Golden/transformers")

    /// What the user's own pipeline says, by `scripts/reference/hugging_face.py`.
    private struct Pipeline: Decodable {
        struct Case: Decodable {
            let text: String
            let tokens: [String]
            let probabilities: [Double]
            let target: Int
            let gradient: [Double]
        }
        let cases: [Case]
    }

    private static func pipeline(_ family: String) throws -> [Pipeline.Case] {
        let data = try Data(contentsOf: golden.appending(path: "\(family).json"))
        return try JSONDecoder().decode(Pipeline.self, from: data).cases
    }

    private static func model(_ family: String) -> String { golden.appending(path: family).path }

    private static let labels = ["bad", "fair", "good"]

    @Test(arguments: ["bert", "roberta", "deberta-v2"])
    func `A folder of texts has the pipeline's answers and captum's gradients`(family: String) throws {
        let command = try Command()
        defer { command.remove() }
        let cases = try Self.pipeline(family)
        let lines = try cases.map { text in
            String(decoding: try JSONSerialization.data(withJSONObject: ["text": text.text]), as: UTF8.self)
        }
        try command.write(lines.joined(separator: "\n"), to: "texts.jsonl")
        func explained(_ units: String) throws -> [[String: Any]] {
            let found = try command.run([
                "explain", "texts.jsonl", "--model", Self.model(family), "--method", "integrated-gradients", "--output",
                units, "--units", units, "--json",
            ])
            #expect(found.status == 0, "\(found.errors)")
            return try #require(found.json()["inputs"] as? [[String: Any]])
        }
        let byToken = try explained("tokens")
        let byWord = try explained("words")
        #expect(byToken.count == cases.count && byWord.count == cases.count)
        for (index, text) in cases.enumerated() {
            let predictions = try #require(byToken[index]["predictions"] as? [[String: Any]])
            for prediction in predictions {
                let label = try #require(prediction["label"] as? String)
                let expected = text.probabilities[try #require(Self.labels.firstIndex(of: label))]
                #expect(abs((prediction["probability"] as? Double ?? 9) - expected) < 1e-5, "\(family) \(label)")
            }
            let tokens = try Self.finding(byToken[index])
            let scale = max(1, text.gradient.map(abs).max() ?? 0)
            #expect(tokens.values.count == text.tokens.count)
            for (ours, theirs) in zip(tokens.values, text.gradient) { #expect(abs(ours - theirs) < 1e-5 * scale) }
            // Words are parts of the text as it was written, in its order; what they say adds up to the same.
            let words = try Self.finding(byWord[index])
            #expect(abs(words.values.reduce(0, +) - tokens.values.reduce(0, +)) < 1e-4 * scale)
            let special = try #require(byWord[index]["special"] as? [Int])
            #expect(special == [0, words.words.count - 1])
            let offsets = try #require(byWord[index]["offsets"] as? [[Int]])
            let scalars = Array(text.text.unicodeScalars)
            var last = 0
            for (place, word) in words.words.enumerated() where !special.contains(place) {
                #expect(offsets[place][0] >= last && offsets[place][1] > offsets[place][0])
                last = offsets[place][1]
                let written = String(String.UnicodeScalarView(scalars[offsets[place][0]..<last]))
                #expect(written == word)
            }
        }
    }

    private static func finding(_ input: [String: Any]) throws -> (words: [String], values: [Double]) {
        let finding = try #require((input["explanations"] as? [[String: Any]])?.first)
        return (try #require(finding["tokens"] as? [String]), try #require(finding["values"] as? [Double]))
    }

    @Test func `What was found is shown, and every method for texts explains it`() throws {
        let command = try Command()
        defer { command.remove() }
        let inspected = try command.run(["model", "inspect", Self.model("roberta")])
        #expect(inspected.status == 0, "\(inspected.errors)")
        for part in ["no padding (token 1)", "at most 32 tokens", "bad … good", "units: words", "<s>"] {
            #expect(inspected.output.contains(part), "\(part) in \(inspected.output)")
        }
        let all = try command.run([
            "explain", "--model", Self.model("bert"), "--text", "the film was unforgettable", "--method", "all",
            "--steps",
            "4", "--samples", "20", "--output", "run", "--json",
        ])
        #expect(all.status == 0, "\(all.errors)")
        let inputs = try #require(all.json()["inputs"] as? [[String: Any]])
        let found = try #require(inputs[0]["explanations"] as? [[String: Any]])
        #expect(found.count > 8 && found.allSatisfy { ($0["values"] as? [Double?])?.count == 6 })
        let report = try String(decoding: command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("Tokens that mark the text"))
        // The text is shown as it was written.
        #expect(report.contains("the film was unforgettable") && !report.contains("[CLS] the film"))
        #expect(report.contains("4 words") && !report.contains("6 words"))
        let table = try command.run([
            "explain", "--model", Self.model("bert"), "--text", "the film", "--method", "occlusion", "--output",
            "table",
        ])
        let lines = table.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) ?? "" }
        #expect(lines.suffix(3).first == "[CLS]" || lines.contains("[CLS]"), "\(table.output)")
        #expect((lines.firstIndex(of: "film") ?? 99) < (lines.firstIndex(of: "[CLS]") ?? 0), "marks come last")
    }

    @Test func `Methods are compared on a whole data set`() throws {
        let command = try Command()
        defer { command.remove() }
        let rows = (0..<40).map { number in
            "{\"text\": \"the bird \(number % 2 == 0 ? "sang" : "was cold") again, number \(number)\", \"label\": \"\(Self.labels[number % 3])\"}"
        }
        try command.write(rows.joined(separator: "\n"), to: "texts.jsonl")
        let found = try command.run([
            "evaluate", "faithfulness", "--texts", "texts.jsonl", "--model", Self.model("bert"), "--method",
            "occlusion,random", "--metric", "deletion,sensitivity-n", "--min-probability", "0", "--json",
        ])
        #expect(found.status == 0, "\(found.errors)")
    }

    @Test func `A long text is cut as the pipeline cuts it, with a warning`() throws {
        let command = try Command()
        defer { command.remove() }
        let found = try command.run([
            "explain", "--model", Self.model("bert"), "--text", String(repeating: "the old bird sang ", count: 30),
            "--method", "random", "--output", "run", "--json",
        ])
        #expect(found.status == 0)
        #expect(found.output.contains("the text is cut: the network takes 32 of its"), "\(found.output)")
        let inputs = try #require(found.json()["inputs"] as? [[String: Any]])
        #expect((inputs[0]["words"] as? [String])?.last == "[SEP]")
    }

    /// What is asked, the exit code, and what the message names.
    @Test(
        arguments: [
            (["--text", ""], 65, "no words"),
            (["--text", "   "], 65, "no words"),
            (["--text", "bird", "--tokenizer", "nowhere.json"], 66, "nowhere.json"),
            (["--text", "bird", "--tokenizer", "damaged.json"], 65, "damaged.json"),
            (["--text", "bird", "--tokenizer", "roberta"], 65, "knows only 130"),
            (["--text", "bird", "--units", "letters"], 64, "--units 'letters'"),
        ] as [([String], Int32, String)])
    func `What is wrong is named, with the exit code that is documented`(
        options: [String], status: Int32, part: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("{\"version\": \"1.0\", \"model\": {\"type\": \"WordPiece\", ", to: "damaged.json")
        let options = options.map { $0 == "roberta" ? Self.model("roberta") : $0 }
        let found = try command.run(
            ["explain", "--model", Self.model("bert"), "--method", "random", "--output", "run"] + options)
        #expect(found.status == status, "\(found.errors) \(found.output)")
        #expect((found.errors + found.output).contains(part), "\(found.errors) \(found.output)")
    }

    @Test func `One character is a text`() throws {
        let command = try Command()
        defer { command.remove() }
        let found = try command.run([
            "explain", "--model", Self.model("bert"), "--text", "x", "--method", "occlusion,lime,input-iba", "--steps",
            "4",
            "--samples", "8", "--output", "run", "--json",
        ])
        #expect(found.status == 0, "\(found.errors)")
        let inputs = try #require(found.json()["inputs"] as? [[String: Any]])
        #expect((inputs[0]["words"] as? [String])?.count == 3)
    }

    @Test func `A folder without a network, or with two, says what to do`() throws {
        let command = try Command()
        defer { command.remove() }
        for name in ["config.json", "tokenizer.json"] {
            let data = try Data(contentsOf: Self.golden.appending(path: "bert/\(name)"))
            try command.write(data, to: "model/\(name)")
        }
        let none = try command.run(["explain", "--model", "model", "--text", "bird", "--output", "run"])
        #expect(none.status == 66 && none.errors.contains("no network in this folder"), "\(none.errors)")
        #expect(none.errors.contains("Texts with your own transformer"))
        let archive = try Data(contentsOf: Self.golden.appending(path: "bert/model.pt2"))
        try command.write(archive, to: "model/a.pt2")
        let one = try command.run(["explain", "--model", "model", "--text", "bird", "--output", "run"])
        #expect(one.status == 0, "\(one.errors)")
        try command.write(archive, to: "model/b.pt2")
        let two = try command.run(["explain", "--model", "model", "--text", "bird", "--output", "other"])
        #expect(two.status == 64 && two.errors.contains("a.pt2, b.pt2"), "\(two.errors)")
        try command.write("{\"id2label\": {\"0\": ", to: "model/config.json")
        let damaged = try command.run(["explain", "--model", "model/a.pt2", "--tokenizer", "model", "--text", "bird"])
        #expect(damaged.status == 65 && damaged.errors.contains("config.json"), "\(damaged.errors)")
    }

    /// The README's own lines, where there is a Python with transformers (`RATIONALE_PYTHON`).
    @Test(.enabled(if: python != nil, "no Python with transformers: set RATIONALE_PYTHON"), .timeLimit(.minutes(5)))
    func `The README's lines export a classifier that answers as the pipeline does`() throws {
        let command = try Command()
        defer { command.remove() }
        let readme = try String(contentsOf: Fixtures.root.appending(path: "README.md"), encoding: .utf8)
        let marked = try #require(readme.components(separatedBy: "<!-- transformer -->\n```python\n").dropFirst().first)
        let lines = try #require(marked.components(separatedBy: "\n```").first)
        try command.write(
            """
            from transformers import BertConfig, BertForSequenceClassification
            import shutil, sys, torch
            torch.manual_seed(1)
            shutil.copytree(sys.argv[1], "my-classifier", ignore=shutil.ignore_patterns("model.pt2"))
            config = BertConfig.from_pretrained("my-classifier")
            network = BertForSequenceClassification(config)
            torch.nn.init.normal_(network.classifier.weight)
            network.save_pretrained("my-classifier")
            \(lines)
            import json, transformers
            pipe = transformers.pipeline("text-classification", model=folder, tokenizer=folder, top_k=None)
            print("found", json.dumps({part["label"]: part["score"] for part in pipe(["the film was unforgettable"])[0]}))
            """, to: "export.py")
        let exported = try command.start(try #require(Self.python), ["export.py", Self.model("bert")]).wait()
        #expect(exported.status == 0, "\(exported.errors.suffix(2000))")
        let line = try #require(exported.output.split(separator: "\n").first { $0.hasPrefix("found ") })
        let theirs = try #require(
            try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Double])
        let found = try command.run([
            "explain", "--model", "my-classifier", "--text", "the film was unforgettable", "--method", "random",
            "--output",
            "run", "--json",
        ])
        #expect(found.status == 0, "\(found.errors)")
        let inputs = try #require(found.json()["inputs"] as? [[String: Any]])
        let predictions = try #require(inputs[0]["predictions"] as? [[String: Any]])
        #expect(predictions.count == 3)
        for prediction in predictions {
            let label = try #require(prediction["label"] as? String)
            #expect(abs((prediction["probability"] as? Double ?? 9) - (theirs[label] ?? -9)) < 1e-5)
        }
    }

    private static let python: String? = {
        guard let python = ProcessInfo.processInfo.environment["RATIONALE_PYTHON"] else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", "import torch, transformers"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? python : nil
    }()
}
