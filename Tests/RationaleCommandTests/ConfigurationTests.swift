import Foundation
import Testing

/// `--config`: the same names as the flags, `base:` inherits, flags win.
struct ConfigurationTests {
    @Test func basesAreInheritedAndFlagsWin() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(
            "model: \(Fixtures.network)\nmethod: [centre, random]\nseed: 4\ntop-k: 3\n", to: "base/lab.yaml")
        try command.write("base: base/lab.yaml\nseed: 5\noutput: ignored\n", to: "mine.yaml")
        let outcome = try command(
            "explain", Fixtures.photo, "--config", "mine.yaml", "--output", "run", "--top-k", "2", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let input = try #require((try outcome.json()["inputs"] as? [[String: Any]])?.first)
        #expect((input["predictions"] as? [Any])?.count == 2)
        let explanations = try #require(input["explanations"] as? [[String: Any]])
        #expect(explanations.map { $0["method"] as? String } == ["centre", "random"])
        #expect(explanations[1]["seed"] as? Int == 5)
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        let options = try #require(record["options"] as? [String: [String]])
        #expect(options["seed"] == ["5"] && options["top-k"] == ["2"] && options["output"] == ["run"])
        #expect(options["target"] == ["top"] && options["precision"] == ["float32"])
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(Data(contentsOf: URL(fileURLWithPath: Fixtures.network)), to: "lab/net.pt2")
        try command.write(Data(contentsOf: URL(fileURLWithPath: Fixtures.photo)), to: "lab/photo.jpg")
        try command.write("model: net.pt2\ninput: photo.jpg\nmethod: centre\n", to: "lab/run.yaml")
        #expect(try command("explain", "--config", "lab/run.yaml").status == 0)
    }

    @Test(arguments: [
        ("methd: grad-cam", 64, "method"), ("steps: many", 65, "whole number"), ("seed: [1, 2]", 65, "seed"),
        ("model: {a: 1}", 65, "model"), ("- a\n- b", 65, "names and values"), ("base: loop.yaml", 65, "base"),
        ("base: gone.yaml", 66, "gone.yaml"), ("a: [", 65, "YAML"), ("seed: 1\nseed: 2", 65, "seed"),
        ("seed: -1", 65, "whole number"), (String(repeating: "[", count: 100_000), 65, "YAML"),
    ])
    func badFilesAreRefused(_ text: String, _ status: Int32, _ says: String) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(text, to: "loop.yaml")
        let outcome = try command("explain", Fixtures.photo, "--model", Fixtures.network, "--config", "loop.yaml")
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(outcome.errors.contains("yaml") && outcome.errors.count < 400)
    }

    @Test func `An evaluation reads all of its options, and its record repeats it`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(
            "method: [grad-cam, random]\nmetric: pointing-game\ncount: 3\ntolerance: 40\nskip-difficult: true\n",
            to: "mine.yaml")
        let first = try command("evaluate", "localization", "--config", "mine.yaml", "--output", "run", "--json")
        #expect(first.status == 0, "\(first.errors)")
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        let options = try #require(record["options"] as? [String: [String]])
        #expect(options["metric"] == ["pointing-game"] && options["count"] == ["3"] && options["tolerance"] == ["40"])
        #expect(options["skip-difficult"] == ["true"] && options["output"] == ["run"])
        let flags = [
            "evaluate", "localization", "--method", "grad-cam,random", "--metric", "pointing-game", "--count", "3",
            "--tolerance", "40", "--skip-difficult",
        ]
        for arguments in [
            ["evaluate", "localization", "--config", "run/run.json", "--output", "again"],
            flags + ["--output", "flags"],
        ] {
            let outcome = try command.run(arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                try command.read("\(arguments[arguments.count - 1])/localization.json")
                    == command.read("run/localization.json"))
        }
        let other = try command.run(flags + ["--output", "run", "--resume", "--tolerance", "0"])
        #expect(other.status == 64 && other.errors.contains("--tolerance was 40, and is now 0"), "\(other.errors)")
        let twice = try command("evaluate", "localization", "--config", "mine.yaml", "--resume")
        #expect(twice.status == 64 && twice.errors.contains("--output"), "\(twice.errors)")
    }

    @Test func `A training reads all of its options, and flags win`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("optimizer: sgd\nlearning-rate: 0.5\nepochs: 9\nside: 32\nseed: 3\n", to: "base.yaml")
        try command.write(
            "base: base.yaml\nlearning-rate: 0.25\nspecies-count: 2\nbatch-size: 4\nevaluation-count: 8\n"
                + "freeze-batch-norms: true\noutput: ignored\ndevice: cpu\nthreads: 1\n", to: "mine.yaml")
        let outcome = try command(
            "train", "classifier", "--config", "mine.yaml", "--steps", "2", "--seed", "5", "--output", "out")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let spelled = [
            "train", "classifier", "--optimizer", "sgd", "--learning-rate", "0.25", "--side", "32", "--seed", "5",
            "--species-count", "2", "--batch-size", "4", "--evaluation-count", "8", "--device", "cpu", "--threads", "1",
            "--steps", "2",
        ]
        let same = try command.run(spelled + ["--freeze-batch-norms", "--output", "spelled"])
        #expect(same.status == 0, "\(same.errors)")
        #expect(try command.read("spelled/last.safetensors") == command.read("out/last.safetensors"))
        let thawed = try command(
            "train", "classifier", "--config", "mine.yaml", "--steps", "2", "--seed", "5", "--no-freeze-batch-norms")
        #expect(thawed.status == 0, "\(thawed.errors)")
        #expect(try command.run(spelled + ["--output", "thawed"]).status == 0)
        #expect(try command.read("ignored/last.safetensors") == command.read("thawed/last.safetensors"))
        #expect(try command.read("ignored/last.safetensors") != command.read("out/last.safetensors"))
    }

    @Test func `A training of texts reads all of its options`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(
            "vocabulary: 300\nembedding: 8\nhidden: 8\nlayers: 1\nsteps: 3\nbatch-size: 4\nevaluation-count: 8\n"
                + "dropout: 0\nlongest: 20\noutput: words\n", to: "mine.yaml")
        let outcome = try command("train", "text", "--config", "mine.yaml", "--steps", "2")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("right after step 2\nmodel: words/model.safetensors"), "\(outcome.output)")
    }

    @Test(arguments: [
        (["evaluate", "localization"], "metrc: iou", 64, "metric"),
        (["evaluate", "sanity"], "layer4: 1", 64, "layers"),
        (["evaluate", "faithfulness"], "masks-per-size: few", 65, "a whole number"),
        (["evaluate", "localization"], "metric: places", 64, "--metric places"),
        (["train", "classifier"], "learning-rat: 1", 64, "learning-rate"),
        (["train", "classifier"], "lambda: 1", 64, "there is no option 'lambda'"),
        (["train", "consistent"], "lamda: 1", 64, "lambda"),
        (["train", "consistent"], "distinct-classes: maybe", 65, "true, false"),
        (["train", "text"], "hiden: 8", 64, "hidden"),
        (["train", "text"], "optimizer: sdg\noutput: x", 64, "sgd"),
        (["train", "classifier"], "threads: 0\noutput: x", 64, "--threads"),
        (["train", "classifier"], "steps: 2", 64, "--output"),
    ])
    func `Bad files of other commands are refused`(
        _ arguments: [String], _ text: String, _ status: Int32, _ says: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(text, to: "mine.yaml")
        let outcome = try command.run(arguments + ["--config", "mine.yaml"])
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(outcome.output.isEmpty && command.files(in: ".") == ["mine.yaml"])
    }
}
