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
}
