import Foundation
import Testing

/// `rationale data check` and `data negatives`, on data sets that `data aviary` wrote.
struct DataCheckTests {
    private func birds(_ command: Command, _ format: String) throws {
        let outcome = try command(
            "data", "aviary", "--output", "birds", "--format", format, "--count", "12", "--species-count", "3",
            "--side",
            "64", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test(arguments: [
        ("folder", "folders of pictures"), ("voc", "annotations of Pascal VOC"), ("coco", "COCO"),
        ("cub", "CUB-200-2011"),
    ])
    func `What was written whole has nothing wrong, and each picture lacks all classes but one`(
        format: String, layout: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command, format)
        let outcome = try command("data", "check", "birds", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "birds: \(layout), 12 pictures, 3 classes: nothing is wrong\n")

        let negatives = try command("data", "negatives", "birds", "--output", "negatives.json")
        #expect(negatives.status == 0 && negatives.output == "3 classes, 12 pictures: negatives.json\n", "\(negatives)")
        let lists = try JSONDecoder().decode([String: [String]].self, from: command.read("negatives.json"))
        #expect(lists.values.map(\.count) == [8, 8, 8])
        let pictures = Set(lists.values.joined())
        #expect(pictures.count == 12)
        for picture in pictures {
            #expect(FileManager.default.fileExists(atPath: command.folder.appending(path: "birds/\(picture)").path))
            #expect(lists.values.count { $0.contains(picture) } == 2)
        }
    }

    @Test func `What is wrong is a table, a document, and exit status 65`() throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command, "cub")
        let pictures = command.files(in: "birds/images")
        try FileManager.default.removeItem(at: command.folder.appending(path: "birds/images/\(pictures[0])"))
        try command.write(command.read("birds/images/\(pictures[1])"), to: "birds/images/\(pictures[2])")
        try command.write("words", to: "birds/images/\(pictures[3])")
        let outcome = try command("data", "check", "birds", "--quiet")
        #expect(outcome.status == 65 && outcome.errors.isEmpty, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "birds: CUB-200-2011, 11 pictures, 3 classes")
        #expect(lines[1].hasPrefix("  problem      count  the first"))
        #expect(lines[2] == "  missing          1  images/\(pictures[0])")
        #expect(lines[3].hasPrefix("  unreadable       1  birds/images/\(pictures[3]): "))
        #expect(lines[4] == "  duplicate        1  images/\(pictures[2]) is images/\(pictures[1])")
        #expect(lines.count == 5)

        let document = try command("data", "check", "birds", "--json", "--quiet")
        #expect(document.status == 65)
        let check = try #require(try document.json()["check"] as? [String: Any])
        #expect(check["pictures"] as? Int == 11 && check["layout"] as? String == "CUB-200-2011")
        let findings = try #require(check["findings"] as? [[String: Any]])
        #expect(findings.map { $0["problem"] as? String } == ["missing", "unreadable", "duplicate"])
        #expect(findings[0]["places"] as? [String] == ["images/\(pictures[0])"])

        let negatives = try command("data", "negatives", "birds", "--output", "n.json", "--json")
        let result = try #require(try negatives.json()["negatives"] as? [String: Any])
        #expect(result["pictures"] as? Int == 11 && result["missing"] as? Int == 1 && result["excluded"] as? Int == 0)
    }

    @Test func `An evaluation takes the test split of CUB, and the validation set of COCO with its polygons`() throws {
        for format in ["cub", "coco"] {
            let command = try Command()
            defer { command.remove() }
            let made = try command(
                "data", "aviary", "--output", "birds", "--format", format, "--per-species", "1", "--train-share", "0")
            #expect(made.status == 0)
            let outcome = try command(
                "evaluate", "localization", "--data", "birds", "--method", "centre", "--min-probability", "0", "--json",
                "--quiet")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let samples = try #require(try outcome.json()["samples"] as? [String: Any])
            #expect(samples["judged"] as? Int == 50, "\(samples)")
        }
    }

    @Test func `A classifier learns from CUB's lists`() throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command, "cub")
        let outcome = try command(
            "train", "classifier", "--data", "birds", "--output", "net", "--side", "64", "--steps", "1", "--batch-size",
            "2",
            "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let labels = try command("model", "inspect", "net/model.safetensors", "--labels")
        #expect(labels.output.contains("001.") && labels.output.contains("003."), "\(labels.output)")
    }

    @Test(arguments: [
        ExitCodeTests.Case(arguments: ["check", "none"], status: 66, says: ["none", "no such folder"]),
        .init(arguments: ["check"], status: 64, says: ["data"]),
        .init(arguments: ["check", "birds", "--boxes", "x.csv"], status: 66, says: ["x.csv", "--boxes"]),
        .init(arguments: ["negatives", "none", "--output", "n.json"], status: 66, says: ["no such folder"]),
        .init(arguments: ["negatives", "birds"], status: 64, says: ["--output"]),
        .init(arguments: ["negatives", "birds", "--output", "there.json"], status: 74, says: ["--overwrite"]),
        .init(arguments: ["negatives", "birds", "--output", "none/n.json"], status: 74, says: ["none/n.json"]),
        .init(arguments: ["negatives", "empty", "--output", "n.json"], status: 65, says: ["nobody says"]),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        try birds(command, "folder")
        try command.write("{}", to: "there.json")
        try command.write("words", to: "empty/notes.txt")
        let outcome = try command.run(["data"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        #expect(try command.read("there.json") == Data("{}".utf8))
    }
}
