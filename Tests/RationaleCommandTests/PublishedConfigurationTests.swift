import Foundation
import Testing

/// The files of Grad-CAM consistency in `Examples/configurations`, run on a few drawn birds.
@Suite(.serialized) struct PublishedConfigurationTests {
    private static func file(_ name: String) -> String {
        Fixtures.root.appending(path: "Examples/configurations/\(name).yaml").path
    }

    /// Birds of four species in a folder named as the form.
    private func draw(_ format: String, count: Int, in command: Command) throws {
        let outcome = try command(
            "data", "aviary", "--output", format, "--format", format, "--per-species", "\(count)", "--species-count",
            "4", "--side", "96", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// What a small training asks for in place of the published sizes.
    private static let small = [
        "--architecture", "small_resnet", "--side", "32", "--batch-size", "4", "--steps", "2", "--device", "cpu",
        "--output", "learnt",
    ]

    @Test(arguments: [
        (
            "gc-imagenet-training", "folder",
            [
                "--lambda", "25", "--learning-rate", "0.1", "--schedule", "step", "--weight-decay", "1e-4",
                "--evaluation-interval", "5005",
            ]
        ),
        (
            "gc-coco-training", "coco",
            [
                "--lambda", "1", "--learning-rate", "0.001", "--schedule", "cosine", "--weight-decay", "5e-4",
                "--evaluation-interval", "855",
            ]
        ),
    ])
    func `A published training learns what its flags would`(
        _ name: String, _ format: String, _ flags: [String]
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try draw(format, count: 4, in: command)
        let sizes = Self.small + ["--data", format]
        let outcome = try command.run(["train", "consistent", "--config", Self.file(name)] + sizes)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasSuffix("model: learnt/model.safetensors\n"))
        // A checkpoint is that of one set of options, and no other.
        let resumed = ["train", "consistent", "--resume", "--optimizer", "sgd"] + sizes + flags
        let same = try command.run(resumed)
        #expect(same.status == 0, "\(same.errors)")
        for other in [["--lambda", "2"], ["--learning-rate", "0.2"], ["--weight-decay", "0.1"]] {
            #expect(try command.run(resumed + other).status == 65)
        }
    }

    @Test(arguments: [
        ("gc-imagenet-pointing-game", ["pointing-game", "pointing-game-all-classes", "pointing-game-per-class"]),
        ("gc-imagenet-stochastic-pointing-game", ["stochastic-pointing-game"]),
        ("gc-imagenet-content-heatmap", ["content-heatmap"]),
        (
            "gc-coco-pointing-game-and-content-heatmap",
            ["content-heatmap", "pointing-game", "pointing-game-all-classes", "pointing-game-per-class"]
        ),
        ("gc-coco-stochastic-pointing-game", ["stochastic-pointing-game"]),
    ])
    func `A published evaluation measures what was published`(_ name: String, _ metrics: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let isCOCO = name.hasPrefix("gc-coco")
        try draw(isCOCO ? "coco" : "voc", count: 4, in: command)
        let data = isCOCO ? "coco" : "imagenet"
        if !isCOCO {
            // ImageNet's folders, whose annotations have VOC's form.
            for (old, new) in [("JPEGImages", "val"), ("Annotations", "annotation")] {
                try FileManager.default.createDirectory(
                    at: command.folder.appending(path: data), withIntermediateDirectories: true)
                try FileManager.default.moveItem(
                    at: command.folder.appending(path: "voc/\(old)"),
                    to: command.folder.appending(path: "\(data)/\(new)"))
            }
            try draw("folder", count: 4, in: command)
        }
        let learnt = try command.run(
            ["train", isCOCO ? "consistent" : "classifier", "--data", isCOCO ? "coco" : "folder"] + Self.small)
        #expect(learnt.status == 0, "\(learnt.errors)")
        let evaluation = [
            "evaluate", "localization", "--config", Self.file(name), "--data", data, "--model",
            "learnt/model.safetensors", "--json",
        ]
        let outcome = try command.run(evaluation)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try outcome.json()
        #expect(document["form"] as? String == "published")
        let rows = try #require(document["metrics"] as? [[String: Any]])
        let isPlain = name == "gc-coco-pointing-game-and-content-heatmap"
        #expect(Set(rows.compactMap { $0["method"] as? String }) == [isPlain ? "grad-cam" : "grad-cam-elementwise"])
        let names = Set(rows.compactMap { $0["name"] as? String }.filter { !$0.hasSuffix("-small") })
        #expect(names.sorted() == metrics)
        // All are judged, however improbable: the network has learnt nothing.
        let samples = try #require(document["samples"] as? [String: Any])
        #expect(samples["judged"] as? Int == (isCOCO ? 4 : 16), "\(samples)")

        let other = try command.run(
            evaluation + ["--metric", "iou", "--no-published", "--count", "2", "--method", "random"])
        let won = try other.json()
        #expect(won["form"] as? String == "mended" && (won["samples"] as? [String: Any])?["judged"] as? Int == 2)
        let others = try #require(won["metrics"] as? [[String: Any]])
        #expect(Set(others.compactMap { $0["method"] as? String }) == ["random"])
        #expect(others.contains { $0["name"] as? String == "iou" })
        #expect(!others.contains { $0["name"] as? String == "content-heatmap" })
    }
}
