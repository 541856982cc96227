import Foundation
import Testing

/// `rationale evaluate captions`.
struct EvaluateCaptionsTests {
    private func prepared() throws -> Command {
        let command = try Command()
        try command.write("a small bird with a red breast\nthe crow is black\n", to: "said.txt")
        try command.write(
            """
            this small bird has a red breast
            a tiny bird with a red breast
            the crow is all black
            a black crow

            """, to: "truth.txt")
        try command.write("this small bird has a red breast\nthe crow is all black\n", to: "one.txt")
        try command.write("a tiny bird with a red breast\na black crow\n", to: "two.txt")
        try command.write(
            #"[{"image_id": 2, "caption": "the crow is black"}, {"image_id": 1, "caption": "a small bird with a red breast"}]"#,
            to: "said.json")
        try command.write(
            """
            {"annotations": [{"image_id": 1, "caption": "this small bird has a red breast"},
            {"image_id": 2, "caption": "the crow is all black"}, {"image_id": 2, "caption": "a black crow"},
            {"image_id": 1, "caption": "a tiny bird with a red breast"}, {"image_id": 3, "caption": "no bird"}]}
            """, to: "truth.json")
        return command
    }

    private func values(_ outcome: Command.Outcome) throws -> [String: Double] {
        #expect(outcome.status == 0, "\(outcome.errors)")
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: metrics.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? -1) })
    }

    @Test func `three ways to write references give one score`() throws {
        let command = try prepared()
        defer { command.remove() }
        let metrics = ["--metric", "bleu,bleu-nltk,cider,cider-d,rouge-l", "--json", "--quiet"]
        let consecutive = try values(
            command.run(["evaluate", "captions", "said.txt", "truth.txt", "--references-per", "2"] + metrics))
        #expect(consecutive.count == 8 && consecutive.values.allSatisfy { $0 > 0 })
        #expect(
            try values(command.run(["evaluate", "captions", "said.txt", "one.txt", "two.txt"] + metrics)) == consecutive
        )
        let matched = try values(command.run(["evaluate", "captions", "said.json", "truth.json"] + metrics))
        for (name, value) in consecutive { #expect(abs((matched[name] ?? 0) - value) < 1e-12, "\(name)") }
    }

    @Test func `text has a table with intervals, signatures, and each sentence where that is asked for`() throws {
        let command = try prepared()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "captions", "said.json", "truth.json", "--metric", "rouge-l", "--segments")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("1 image has references and no hypothesis"))
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0] == "said.json: 2 sentences, 2 references each")
        #expect(lines[2].contains("ROUGE-L") && lines[2].contains("ROUGE-L|beta:1.2|tok:ptb-3.4.1-coco"))
        #expect(lines.contains { $0.contains("sentence") } && lines.count == 6)
    }

    @Test func `the output folder holds each sentence's scores`() throws {
        let command = try prepared()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "captions", "said.json", "truth.json", "--metric", "bleu", "--output", "scores", "--quiet")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let document = try JSONSerialization.jsonObject(with: command.read("scores/captions.json")) as? [String: Any]
        let segments = try #require(document?["segmentScores"] as? [[String: Any]])
        #expect(segments.map { $0["name"] as? String } == ["2", "1"])
        #expect((segments[0]["scores"] as? [String: Double])?.count == 4)
    }

    @Test func `help names the metrics and no settings of methods`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("evaluate", "captions", "--help")
        #expect(outcome.status == 0 && outcome.output.contains("cider-d"))
        #expect(!outcome.output.contains("SETTINGS OF METHODS"))
    }

    @Test(arguments: [
        ExitCodeTests.Case(
            arguments: ["said.txt", "truth.txt"], status: 65, says: ["truth.txt", "--references-per 2"]),
        .init(arguments: ["said.txt", "nowhere.txt"], status: 66, says: ["nowhere.txt"]),
        .init(arguments: ["said.txt", "truth.json"], status: 64, says: ["JSON"]),
        .init(arguments: ["said.txt", "one.txt", "--metric", "cidre"], status: 64, says: ["cidre", "cider-d"]),
        .init(arguments: ["said.txt"], status: 64, says: ["references"]),
        .init(
            arguments: ["said.txt", "one.txt", "--metric", "bleu", "--paraphrases", "x"], status: 64, says: ["METEOR"]),
        .init(arguments: ["said.txt", "one.txt", "--references-per", "0"], status: 64, says: ["0"]),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try prepared()
        defer { command.remove() }
        let outcome = try command.run(["evaluate", "captions"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }
}
