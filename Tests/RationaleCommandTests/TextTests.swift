import Foundation
import Testing

/// Texts on the command line: trained on, explained, judged.
@Suite(.serialized) struct TextTests {
    private static let small = [
        "train", "text", "--output", "out", "--embedding", "8", "--hidden", "12", "--layers", "1", "--batch-size", "8",
        "--evaluation-count", "20", "--evaluation-interval", "5", "--checkpoint-interval", "3", "--device", "cpu",
    ]

    /// A small set of texts: good ones and bad ones.
    private static func table(_ count: Int) -> String {
        (0..<count).map { "\($0 % 2 == 0 ? "good" : "bad") film number \($0 % 7) .\t\($0 % 2)" }.joined(separator: "\n")
    }

    @Test func `A model is trained, explains texts, and is judged`() throws {
        let command = try Command()
        defer { command.remove() }
        let trained = try command.run(Self.small + ["--steps", "5"])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.output.contains("of 20 texts right after step 5"), "\(trained.output)")
        #expect(command.files(in: "out").contains("model.safetensors"))

        try command.write("a red bird", to: "notes.txt")
        let explain = [
            "explain", "--model", "out/model.safetensors", "--text", "a small zebra with a yellow belly .", "notes.txt",
            "--method", "integrated-gradients,lime,random", "--samples", "30", "--steps", "5", "--output", "run",
        ]
        let explained = try command.run(explain)
        #expect(explained.status == 0, "\(explained.errors)")
        #expect(explained.output.contains("unknown words: zebra"), "\(explained.output)")
        #expect(explained.output.contains("belly"))
        #expect(!explained.output.contains("\u{1B}["), "colours belong into terminals")
        #expect(command.files(in: "run").contains("text-1/lime.svg"))
        #expect(command.files(in: "run").contains("notes/integrated-gradients.safetensors"))
        let report = try String(decoding: command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("Unknown to the network: zebra") && report.contains("<mark"))

        let json = try command.run(explain.dropLast(2) + ["--json", "--output", "other"]).json()
        let inputs = try #require(json["inputs"] as? [[String: Any]])
        #expect(inputs.map { $0["input"] as? String } == ["a small zebra with a yellow belly .", "notes.txt"])
        #expect(inputs[0]["words"] as? [String] == ["a", "small", "zebra", "with", "a", "yellow", "belly", "."])
        let explanations = try #require(inputs[0]["explanations"] as? [[String: Any]])
        #expect(explanations.allSatisfy { ($0["values"] as? [Double])?.count == 8 })

        let again = try command.run(explain + ["--resume"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output == "report: run/report.html\n")

        let judged = try command.run([
            "evaluate", "text", "--model", "out/model.safetensors", "--count", "60", "--method", "gradient,random",
            "--json",
        ])
        #expect(judged.status == 0, "\(judged.errors)")
        let names = try #require(judged.json()["metrics"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(names.prefix(3) == ["accuracy", "chance", "decisive-share"])
    }

    @Test func `A folder of texts is explained as one of pictures is`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("<unk>\n<pad>\ngood\nbad\nfilm\n", to: "words.txt")
        let texts = ["a/1.txt": "good film", "a/2.txt": "bad film", "b/1.txt": " ", "b/2.TXT": "a good , bad film"]
        for (name, text) in texts { try command.write(text, to: "reviews/\(name)") }
        try command.write("not of the run", to: "reviews/b/.hidden.txt")
        let folder = [
            "explain", "reviews", "--model", Fixtures.textNetwork, "--vocabulary", "words.txt", "--output", "run",
        ]
        let explain = folder + ["--method", "occlusion,random", "--resume"]
        let halves = try [1, 2].map { try command.run(explain + ["--shard", "\($0)/2"]) }
        #expect(Set(halves.map(\.status)).isSubset(of: [0, 65]) && halves.contains { $0.status == 65 })
        let rows = try ResultRows(command)
        #expect(try rows.texts("SELECT name FROM input ORDER BY position") == texts.keys.sorted())
        #expect(try rows.texts("SELECT name FROM input WHERE errorCode = 'badData'") == ["b/1.txt"])
        #expect(try rows.count("explanation WHERE targetProbability > 0") == 6)
        #expect(command.files(in: "run").contains("a/1/occlusion.svg"))
        let report = try String(decoding: command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("4 inputs") && report.contains("b/2.TXT"))

        try command.write("bad bad film", to: "reviews/a/1.txt")
        try command.write("film", to: "reviews/b/1.txt")
        let again = try command.run(explain)
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("reviews/a/1.txt") && again.output.contains("reviews/b/1.txt"))
        #expect(!again.output.contains("reviews/a/2.txt"), "it has been explained before")
        let inputs = try #require(command.run(explain + ["--json"]).json()["inputs"] as? [[String: Any]])
        #expect(inputs.compactMap { ($0["words"] as? [String])?.count } == [3, 2, 1, 5])
        let lengths = inputs.map { input in
            (input["explanations"] as? [[String: Any]])?.compactMap { ($0["values"] as? [Double])?.count }
        }
        #expect(lengths == [[3, 3], [2, 2], [1, 1], [5, 5]])
        #expect(try ResultRows(command).count("input") == 4)

        let over = try command.run(folder + ["--method", "random", "--overwrite"])
        #expect(over.status == 0 && !command.files(in: "run").contains("a/1/occlusion.svg"), "\(over.errors)")
    }

    @Test func `Faithfulness is measured on texts, and what is usual at a layer estimated from them`() throws {
        let command = try Command()
        defer { command.remove() }
        let layers = Self.small.firstIndex(of: "--layers")!
        var train = Self.small + ["--steps", "5"]
        train[layers + 1] = "2"
        #expect(try command.run(train).status == 0)
        let model = ["--model", "out/model.safetensors"]
        let judge =
            ["evaluate", "faithfulness"] + model + ["--texts", "aviary", "--count", "4", "--min-probability", "0"]
        let judged = try command.run(judge + ["--masks-per-size", "5", "--samples", "20", "--steps", "4", "--json"])
        #expect(judged.status == 0, "\(judged.errors)")
        let rows = try #require(judged.json()["metrics"] as? [[String: Any]])
        for method in ["integrated-gradients", "lime", "random"] {
            for name in ["insertion", "deletion", "sensitivity-n"] {
                let row = try #require(
                    rows.first { $0["method"] as? String == method && $0["name"] as? String == name })
                #expect(row["count"] as? Int == 4 && row["value"] is Double)
            }
        }

        let explain =
            ["explain"] + model + ["--text", "A small red bird .", "--method", "iba", "--overwrite", "--output", "run"]
        let alone = try command.run(explain)
        #expect(alone.status == 0 && alone.output.contains("rnn_1"), "\(alone.output)\(alone.errors)")
        #expect(alone.output.contains("--estimation gives what is usual"))
        let usual = try command.run(explain + ["--estimation", "aviary", "--estimation-count", "30"])
        #expect(usual.status == 0 && !usual.output.contains("--estimation gives"), "\(usual.output)\(usual.errors)")
        #expect(usual.output != alone.output)
        let again = try command.run(explain + ["--estimation", "aviary", "--estimation-count", "30"])
        #expect(Snapshot.stable(again.output) == Snapshot.stable(usual.output))

        let other: [(arguments: [String], status: Int32, says: String)] = [
            (judge + ["--metric", "ehr"], 64, "has no effect on texts"),
            (judge + ["--data", "."], 64, "together with pictures"),
            (judge + ["--target", "1"], 64, "no effect on drawn birds"),
            (["evaluate", "faithfulness", "--texts", "aviary"], 64, "--texts needs --model"),
            (["evaluate", "faithfulness"] + model, 64, "Name texts with --texts"),
            (["evaluate", "faithfulness"] + model + ["--texts", "nowhere"], 66, "nowhere"),
            (explain + ["--estimation", "nowhere"], 66, "nowhere"),
        ]
        for (arguments, status, says) in other {
            let outcome = try command.run(arguments)
            #expect(outcome.status == status && outcome.errors.contains(says), "\(arguments): \(outcome.errors)")
        }
        try command.write(Self.table(30), to: "mine.tsv")
        let classes = try command.run(["evaluate", "faithfulness"] + model + ["--texts", "mine.tsv"])
        #expect(classes.status == 64 && classes.errors.contains("has no class '0'"), "\(classes.errors)")
    }

    @Test func `Texts of one's own, with vectors, killed and resumed`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(Self.table(60), to: "set/train.tsv")
        try command.write(Self.table(14), to: "set/dev.tsv")
        try command.write("good 1 0 0 0\nbad -1 0 0 0\nfi", to: "vectors.txt")
        let train = [
            "train", "text", "--data", "set", "--vectors", "vectors.txt", "--hidden", "8", "--layers", "1", "--steps",
            "60", "--learning-rate", "0.05", "--batch-size", "8", "--output", "out", "--checkpoint-interval", "1",
            "--evaluation-interval", "30", "--device", "cpu",
        ]
        let whole = try command.run(train)
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(whole.errors.contains("cut off") && whole.errors.contains("2 of the "), "\(whole.errors)")
        #expect(whole.output.contains("100.0 % of 14 texts"), "\(whole.output)")
        let model = try command.read("out/model.safetensors")
        try FileManager.default.removeItem(at: command.folder.appending(path: "out"))
        let running = try command.start(Command.executable, train)
        let checkpoint = command.folder.appending(path: "out/last.safetensors").path
        while running.process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        #expect(try command.run(train + ["--resume"]).status == 0)
        #expect(try model == command.read("out/model.safetensors"))
        try expectBits(of: "out/model.safetensors", command)
    }

    /// The word that decides has the most bits; a text of one word, or of none that is known, has finite ones.
    private func expectBits(of model: String, _ command: Command) throws {
        let document = try command.run([
            "explain", "--model", model, "--text", "bad film number 3 .", "--text", "good", "--text", "zebra zebra",
            "--method", "input-iba", "--output", "bits", "--json",
        ]).json()
        let inputs = try #require(document["inputs"] as? [[String: Any]])
        let bits = inputs.compactMap {
            ($0["explanations"] as? [[String: Any]])?.first?["values"] as? [Double]
        }
        #expect(bits.map(\.count) == [5, 1, 2])
        let areBits = bits.joined().allSatisfy { $0 >= 0 && $0.isFinite }
        #expect(areBits, "\(bits)")
        #expect(bits[0].max() == bits[0][0], "\(bits)")
    }

    private static let network = Fixtures.textNetwork

    static let cases = [
        ExitCodeTests.Case(
            arguments: ["train", "text", "--output", "o", "--layers", "0"], status: 64, says: ["--layers"]),
        .init(arguments: ["train", "text", "--output", "o", "--dropout", "1"], status: 64, says: ["--dropout"]),
        .init(arguments: ["train", "text", "--output", "o", "--epochs", "2"], status: 64, says: ["--steps"]),
        .init(arguments: ["train", "text", "--output", "o", "--data", "gone"], status: 66, says: ["gone"]),
        .init(arguments: ["train", "text", "--output", "o", "--vectors", "gone.txt"], status: 66, says: ["gone.txt"]),
        .init(
            arguments: ["train", "text", "--output", "o", "--data", "bad.tsv"], status: 65, says: ["bad.tsv", "line 2"]),
        .init(arguments: ["explain", "--text", "a"], status: 64, says: ["--model", "train text"]),
        .init(arguments: ["explain", "--text", "a", "--model", network], status: 64, says: ["--vocabulary"]),
        .init(arguments: ["explain", "--text", "a", "--model", Fixtures.network], status: 64, says: ["tokens"]),
        .init(
            arguments: ["explain", "--text", "a", Fixtures.photo, "--model", network], status: 64, says: ["no text"]),
        .init(arguments: ["explain", "gone.txt", "--model", network], status: 66, says: ["gone.txt"]),
        .init(
            arguments: ["explain", "--text", "", "--model", network, "--vocabulary", "words.txt"], status: 65,
            says: ["no words"]),
        .init(
            arguments: ["explain", "--text", "a", "--model", network, "--vocabulary", "many.txt"], status: 65,
            says: ["many.txt", "knows only"]),
        .init(
            arguments: [
                "explain", "--text", "a b", "--model", network, "--vocabulary", "words.txt", "--method", "rise",
            ],
            status: 64, says: ["not pictures"]),
        .init(
            arguments: [
                "explain", "--text", "a b", "--model", network, "--vocabulary", "words.txt", "--preset", "best",
                "--method", "lime",
            ], status: 64, says: ["best", "published"]),
        .init(
            arguments: ["explain", Fixtures.photo, "--model", Fixtures.network, "--method", "lime"], status: 64,
            says: ["tokens"]),
        .init(arguments: ["evaluate", "text", "--model", Fixtures.network], status: 64, says: ["tokens"]),
        .init(arguments: ["evaluate", "text", "--model", "gone.pt2"], status: 66, says: ["gone.pt2"]),
        .init(
            arguments: ["evaluate", "text", "--model", network, "--vocabulary", "words.txt", "--count", "0"],
            status: 64, says: ["0 texts"]),
    ]

    @Test(arguments: cases) func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("fine\t1\nno label\n", to: "bad.tsv")
        try command.write("<unk>\n<pad>\na\nb\n", to: "words.txt")
        try command.write((0..<5000).map { "w\($0)" }.joined(separator: "\n"), to: "many.txt")
        let outcome = try command.run(example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }

    @Test func `An exported network explains texts by its vocabulary`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("<unk>\n<pad>\ngood\nbad\n", to: "words.txt")
        let outcome = try command(
            "explain", "--text", "good film", "--model", Fixtures.textNetwork, "--vocabulary", "words.txt", "--method",
            "occlusion,integrated-gradients", "--output", "run")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("unknown words: film"))
    }
}
