import Foundation
import Testing

/// `rationale evaluate faithfulness`, `localization` and `sanity`.
struct EvaluateMapsTests {
    private func metrics(_ document: [String: Any], _ key: String = "metrics") throws -> [[String: Any]] {
        try #require(document[key] as? [[String: Any]])
    }

    private func value(_ rows: [[String: Any]], _ method: String, _ name: String) -> Double? {
        rows.first { $0["method"] as? String == method && $0["name"] as? String == name }?["value"] as? Double
    }

    @Test func `Controls localise the built-in birds worse, and every value is in the document`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "localization", "--method", "grad-cam,random", "--count", "6", "--json", "--quiet", "--output",
            "found")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let document = try outcome.json()
        #expect(
            Set(document.keys) == [
                "kind", "form", "model", "seed", "shard", "notes", "samples", "metrics", "differences", "methods",
                "failures", "values", "seconds", "perSecond",
            ])
        #expect((document["perSecond"] as? Double ?? 0) > 0)
        let rows = try metrics(document)
        let keys: Set = ["method", "name", "value", "low", "high", "count", "direction"]
        #expect(rows.allSatisfy { Set($0.keys) == keys })
        let names = [
            "ehr", "ehr-small", "pointing-game", "pointing-game-small", "pointing-game-per-class",
            "pointing-game-per-class-small", "stochastic-pointing-game", "stochastic-pointing-game-small",
            "content-heatmap", "content-heatmap-small", "iou", "iou-small", "best-iou", "best-iou-small",
        ]
        #expect(rows.filter { $0["method"] as? String == "random" }.compactMap { $0["name"] as? String } == names)
        for name in ["ehr", "pointing-game", "stochastic-pointing-game", "content-heatmap", "iou"] {
            #expect((value(rows, "grad-cam", name) ?? 0) > (value(rows, "random", name) ?? 1))
        }
        let differences = try metrics(document, "differences")
        #expect(differences.count == names.count && differences.allSatisfy { $0["reference"] as? String == "grad-cam" })
        // The mean of the differences is the difference of the means where both are of the same samples.
        let difference = try #require(value(differences, "random", "iou"))
        #expect(abs(difference - ((value(rows, "random", "iou") ?? 0) - (value(rows, "grad-cam", "iou") ?? 0))) < 1e-9)
        let values = try metrics(document, "values")
        #expect(values.count == 6)
        let own = values.compactMap { ($0["values"] as? [String: [String: Double]])?["random"]?["iou"] }
        #expect(abs(own.reduce(0, +) / 6 - (value(rows, "random", "iou") ?? 9)) < 1e-9)
        #expect(values.allSatisfy { ($0["probability"] as? Double ?? 0) >= 0.6 })
        #expect(
            command.files(in: "found") == ["localization.json", "localization.md", "results.sqlite", "run.json"])
        // The file is what is printed without times, which no two runs have in common.
        var printed = document
        printed["seconds"] = nil
        printed["perSecond"] = nil
        printed["methods"] = (document["methods"] as? [[String: Any]])?.map { $0.filter { $0.key != "secondsPerMap" } }
        let kept = try JSONSerialization.jsonObject(with: command.read("found/localization.json"))
        #expect(kept as? NSDictionary == printed as NSDictionary)
        #expect(
            String(decoding: try command.read("found/localization.md"), as: UTF8.self).contains("| less grad-cam |"))
    }

    @Test func `Faithfulness prints both tables, and agreement is that of two seeds`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "faithfulness", "--method", "random,grad-cam", "--reference", "grad-cam", "--count", "2",
            "--metric",
            "deletion,sensitivity-n", "--step", "0.1", "--sizes", "100,4000", "--masks-per-size", "10", "--agreement")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("aviary: 2 samples"))
        #expect(
            lines[1].contains("deletion ↓") && lines[1].contains("sensitivity-n ↑") && lines[1].contains("agreement ↑"))
        #expect(!lines[1].contains("insertion") && !lines[1].contains("sensitivity-100"))
        #expect(lines.contains { $0.contains("less grad-cam") })
        let repeated = try command(
            "evaluate", "faithfulness", "--method", "grad-cam", "--count", "1", "--metric", "deletion", "--published",
            "--json")
        #expect(try repeated.json()["form"] as? String == "published")
        #expect(try metrics(try repeated.json(), "differences").isEmpty)
    }

    @Test func `Both input bottlenecks in one run, judged by what the network does and by the place`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "faithfulness", "--method", "input-iba,input-iba-published", "--adversary", "0", "--steps", "2",
            "--samples", "2", "--count", "2", "--metric", "deletion,iou", "--step", "0.1", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try metrics(try outcome.json())
        for method in ["input-iba", "input-iba-published"] {
            #expect(value(rows, method, "deletion") != nil && value(rows, method, "iou") != nil)
        }
        let alone = try command("evaluate", "faithfulness", "--method", "input-iba", "--adversary", "0")
        #expect(alone.status == 64 && alone.errors.contains("--objective published"), "\(alone.errors)")
    }

    @Test func `Controls pass no sanity check, gradients do`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "sanity", "--method", "gradient,centre", "--count", "2", "--layers", "fc,layer3", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try metrics(try outcome.json())
        #expect(rows.compactMap { $0["name"] as? String }.prefix(3) == ["ssim", "ssim-fc", "ssim-layer3"])
        #expect(rows.allSatisfy { $0["direction"] as? String == "lower" })
        #expect(abs((value(rows, "centre", "ssim") ?? 0) - 1) < 1e-9)
        #expect((value(rows, "gradient", "ssim") ?? 1) < 0.9)
    }

    @Test func `A method that fails leaves the others' scores, and the exit code says so`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "faithfulness", "--method", "random,input-iba", "--samples", "5", "--count", "1", "--metric",
            "insertion", "--json", "--quiet")
        #expect(outcome.status == 65, "\(outcome.errors)")
        let document = try outcome.json()
        #expect(try metrics(document, "failures").compactMap { $0["method"] as? String } == ["input-iba"])
        #expect(try value(metrics(document), "random", "insertion") != nil)
    }

    @Test func `Pictures come with boxes of their classes, broken ones are passed over`() throws {
        let command = try Command()
        defer { command.remove() }
        let drawn = try command(
            "data", "aviary", "--output", "birds", "--format", "voc", "--per-species", "1", "--side", "128")
        #expect(drawn.status == 0, "\(drawn.errors)")
        let pictures = command.files(in: "birds/JPEGImages")
        try command.write("no picture", to: "birds/JPEGImages/\(pictures[0])")
        let outcome = try command(
            "evaluate", "localization", "--data", "birds", "--method", "grad-cam,centre", "--min-probability", "0",
            "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try outcome.json()
        let samples = try #require(document["samples"] as? [String: Any])
        #expect(samples["judged"] as? Int == pictures.count - 1)
        let notes = try #require(document["notes"] as? [String])
        #expect(
            notes.contains { $0.contains("1 of \(pictures.count) pictures is passed over") && $0.contains(pictures[0]) }
        )
        #expect(outcome.errors.contains("pictures is passed over"))
    }

    @Test(arguments: [
        ExitCodeTests.Case(
            arguments: ["faithfulness", "--method", "grad-cma"], status: 64, says: ["Did you mean 'grad-cam'"]),
        .init(arguments: ["faithfulness", "--layer", "layer99"], status: 64, says: ["no layer 'layer99'"]),
        .init(arguments: ["faithfulness", "--metric", "insrtion"], status: 64, says: ["Did you mean insertion"]),
        .init(arguments: ["faithfulness", "--count", "0"], status: 64, says: ["0 samples"]),
        .init(arguments: ["faithfulness", "--count", "9223372036854775807"], status: 64, says: ["samples"]),
        .init(arguments: ["faithfulness", "--step", "2.5"], status: 64, says: ["a step of '2.5'"]),
        .init(
            arguments: ["faithfulness", "--count", "1", "--step", "99999"], status: 64, says: ["larger than the input"]),
        .init(arguments: ["faithfulness", "--count", "1", "--sizes", "16384"], status: 64, says: ["16384 of 16384"]),
        .init(arguments: ["faithfulness", "--sizes", "many"], status: 64, says: ["whole numbers"]),
        .init(arguments: ["faithfulness", "--min-probability", "1.5"], status: 64, says: ["no probability"]),
        .init(
            arguments: ["faithfulness", "--agreement", "--method", "grad-cam"], status: 64,
            says: ["--agreement has no effect"]),
        .init(
            arguments: ["faithfulness", "--reference", "rise", "--method", "grad-cam"], status: 64,
            says: ["--reference rise"]),
        .init(arguments: ["faithfulness", "--model", Fixtures.network], status: 64, says: ["10 classes"]),
        .init(arguments: ["faithfulness", "--model", Fixtures.textNetwork], status: 64, says: ["not photos"]),
        .init(arguments: ["faithfulness", "--instead", "3"], status: 64, says: ["no effect here"]),
        .init(
            arguments: ["faithfulness", "--data", "nowhere"], status: 66, says: ["nowhere: there is no such folder"]),
        .init(
            arguments: ["faithfulness", "--metric", "ehr", "--data", Fixtures.pictures], status: 64,
            says: ["nobody says where things are"]),
        .init(arguments: ["localization", "--boxes", "x.csv"], status: 64, says: ["--boxes needs --data"]),
        .init(
            arguments: ["localization", "--data", Fixtures.pictures], status: 64, says: ["nobody says where things are"]
        ),
        .init(
            arguments: ["localization", "--data", Fixtures.pictures, "--boxes", "x.csv"], status: 66, says: ["x.csv"]),
        .init(arguments: ["localization", "--max-region", "7"], status: 64, says: ["--max-region"]),
        .init(arguments: ["sanity", "--layers", "fcc"], status: 64, says: ["no layer 'fcc'", "'fc'"]),
        .init(arguments: ["sanity", "--published", "--layers", "conv1"], status: 64, says: ["has no bias"]),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["evaluate"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        #expect(outcome.output.isEmpty)
    }

    @Test func `Folders without pictures, texts, and samples that are all improbable are errors`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("a text", to: "texts/a.txt")
        let texts = try command("evaluate", "faithfulness", "--data", "texts")
        #expect(texts.status == 66 && texts.errors.contains("there are no pictures"), "\(texts.errors)")
        let file = try command("evaluate", "faithfulness", "--data", "texts/a.txt")
        #expect(file.status == 65 && file.errors.contains("found a file"), "\(file.errors)")
        try command.write("no picture", to: "broken/a.jpg")
        let broken = try command("evaluate", "faithfulness", "--data", "broken")
        #expect(broken.status == 65 && broken.errors.contains("broken/a.jpg"), "\(broken.errors)")
        let none = try command("evaluate", "faithfulness", "--count", "1", "--min-probability", "1")
        #expect(none.status == 65 && none.errors.contains("no sample is left"), "\(none.errors)")
        try command.write("", to: "file")
        let output = try command("evaluate", "sanity", "--output", "file/folder")
        #expect(output.status == 74)
    }
}
