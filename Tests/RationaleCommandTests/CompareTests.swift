import Foundation
import Testing

/// `rationale compare`.
struct CompareTests {
    private func metrics(_ document: [String: Any]) throws -> [[String: Any]] {
        try #require(document["metrics"] as? [[String: Any]])
    }

    private func birds(_ command: Command) throws {
        let drawn = try command(
            "data", "aviary", "--output", "birds", "--format", "voc", "--per-species", "1", "--side", "128")
        #expect(drawn.status == 0, "\(drawn.errors)")
    }

    @Test func `A network does not differ from itself`() throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command)
        let outcome = try command(
            "compare", "birds", "--other-model", "aviary", "--count", "10", "--pictures", "3", "--output", "found",
            "--json", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try outcome.json()
        #expect(document["networks"] as? [String] == ["aviary (first)", "aviary (other)"])
        let rows = try metrics(document)
        #expect(rows.prefix(3).compactMap { $0["name"] as? String } == ["right", "probability", "pointing-game"])
        // A mean over classes is no mean over pairs of photos.
        #expect(!rows.contains { ($0["name"] as? String)?.contains("per-class") == true })
        for row in rows {
            let difference = try #require(row["difference"] as? [String: Double])
            #expect(difference == ["value": 0, "low": 0, "high": 0] && row["p"] as? Double == 1)
            #expect(row["first"] as? [String: Double] == row["other"] as? [String: Double])
        }
        #expect(command.files(in: "found") == ["comparison.csv", "comparison.json", "report.html"])
        let lines = String(decoding: try command.read("found/comparison.csv"), as: UTF8.self).split(separator: "\n")
        #expect(lines[0] == "photo,class,method,measure,first,other,difference")
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",0.0") })
        #expect(lines.count { $0.contains(",iou,") } == 10)
        let page = String(decoding: try command.read("found/report.html"), as: UTF8.self)
        #expect(page.components(separatedBy: "<article").count == 4)
        #expect(page.components(separatedBy: "class=\"network\"").count == 7)
        #expect(page.contains("3 of 10 photos") && page.contains("10 inputs · 1 method"))
        let again = try command("compare", "birds", "--other-model", "aviary", "--output", "found")
        #expect(again.status == 74 && again.errors.contains("--overwrite"), "\(again.errors)")
    }

    @Test func `Differences are of pairs, and the evaluation's of each network alone`() throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command)
        // The same network that sees the pictures in other colours is another one.
        let outcome = try command(
            "compare", "birds", "--other-model", "aviary", "--other-preprocessing", "unit", "--method", "grad-cam",
            "--json",
            "--metric", "iou,deletion")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try metrics(try outcome.json())
        func values(_ row: [String: Any], _ key: String) -> [String: Double] { row[key] as? [String: Double] ?? [:] }
        for row in rows {
            let (first, other) = (values(row, "first"), values(row, "other"))
            let difference = values(row, "difference")
            #expect(abs((difference["value"] ?? 9) - (other["value"] ?? 9) + (first["value"] ?? 9)) < 1e-12)
            #expect(difference["low"] ?? 9 <= difference["high"] ?? -9)
        }
        for (model, key) in [([], "first"), (["--preprocessing", "unit"], "other")] {
            let alone = try command.run(
                [
                    "evaluate", "faithfulness", "--data", "birds", "--method", "grad-cam", "--metric", "iou,deletion",
                    "--min-probability", "0", "--json",
                ] + model)
            #expect(alone.status == 0, "\(alone.errors)")
            for name in ["iou", "deletion"] {
                let expected = try metrics(try alone.json()).first { $0["name"] as? String == name }
                let found = rows.first { $0["name"] as? String == name }
                #expect(found.map { values($0, key)["value"] } == expected?["value"] as? Double, "\(name) of \(key)")
            }
        }
    }

    @Test func `Networks of different classes explain what each finds most probable, and say so`() throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command)
        let outcome = try command(
            "compare", "birds", "--other-model", Fixtures.network, "--method", "gradient", "--count", "4", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try outcome.json()
        #expect((document["notes"] as? [String])?.contains { $0.contains("not both networks know by name") } == true)
        // Nothing is right or wrong, and nobody is asked about the same class.
        #expect(try metrics(document).allSatisfy { $0["method"] as? String == "gradient" })
        let photos = try #require(document["values"] as? [[String: Any]])
        #expect(photos.count == 4 && photos.allSatisfy { $0["class"] is NSNull })
        for photo in photos {
            for side in ["first", "other"] {
                let answer = try #require(photo[side] as? [String: Any])
                let top = (answer["predictions"] as? [[String: Any]])?.first?["index"] as? Int
                #expect(answer["target"] as? Int == top)
            }
        }
    }

    @Test(arguments: [
        ExitCodeTests.Case(arguments: ["photo.jpg"], status: 64, says: ["--other-model"]),
        .init(
            arguments: [Fixtures.photo, "--other-model", "resnet18"], status: 64, says: ["has no weights of its own"]),
        .init(arguments: ["nowhere.jpg", "--other-model", "aviary"], status: 66, says: ["nowhere.jpg"]),
        .init(
            arguments: [Fixtures.photo, "--other-model", "aviary", "--metric", "iou"], status: 64,
            says: ["nobody says where things are"]),
        .init(
            arguments: [Fixtures.photo, Fixtures.pictures, "--other-model", "aviary"], status: 64,
            says: ["is a folder"]),
        .init(
            arguments: [Fixtures.photo, "--other-model", "aviary", "--pictures", "-1"], status: 64, says: ["--pictures"]
        ),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["compare"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        #expect(outcome.output.isEmpty)
    }
}
