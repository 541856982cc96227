import Foundation
import Testing

/// `rationale evaluate truth`.
struct EvaluateTruthTests {
    @Test func `Hand-wired networks give exact methods full marks`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "truth", "--wired", "--method", "input-x-gradient,random", "--count", "4", "--json", "--quiet",
            "--output", "found")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let document = try outcome.json()
        #expect(
            Set(document.keys) == ["form", "scenes", "calibrationScenes", "seed", "metrics", "methods", "failures"])
        let metrics = try #require(document["metrics"] as? [[String: Any]])
        let keys: Set = ["network", "method", "name", "value", "low", "high", "count", "direction"]
        #expect(metrics.allSatisfy { Set($0.keys) == keys })
        // Three of the network and ten of each method, for each of two networks.
        #expect(metrics.count == 2 * (3 + 2 * 10))
        let overall = metrics.first {
            $0["network"] as? String == "wired-additive" && $0["method"] as? String == "input-x-gradient"
                && $0["name"] as? String == "overall"
        }
        #expect(overall?["value"] as? Double == 1)
        #expect(overall?["direction"] as? String == "higher")
        #expect(command.files(in: "found") == ["truth.json", "truth.md"])
        #expect(try command.read("found/truth.json") == Data(outcome.output.utf8))
        let table = String(decoding: try command.read("found/truth.md"), as: UTF8.self)
        #expect(table.contains("| input-x-gradient (exact) | 1.000 | 1.000–1.000 | 1.000 |"))
    }

    @Test(arguments: [
        (["--wired", "--count", "0"], "0 scenes"),
        (["--wired", "--calibration", "0"], "on 0 scenes"),
        (["--wired", "--method", "grad-cma"], "Did you mean 'grad-cam'"),
        (["--wired", "--model", "x.pt2"], "--wired brings networks of its own"),
        (["--wired", "--weights", "x.pth"], "--wired brings networks of its own"),
        (["--published", "--calibration", "7"], "--calibration has no effect"),
        (["--count", "10001"], "10001 scenes"),
        (["--model", Fixtures.network], "10 classes"),
        (["--model", Fixtures.textNetwork], "square colour pictures"),
    ])
    func `What makes no sense is refused`(arguments: [String], expected: String) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["evaluate", "truth"] + arguments)
        #expect(outcome.status == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains(expected), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `Weights of a named architecture are those of a network of the aviary`() throws {
        let command = try Command()
        defer { command.remove() }
        let weights = Fixtures.root.appending(path: "Models/aviary.safetensors").path
        let outcome = try command(
            "evaluate", "truth", "--model", "small_resnet", "--weights", weights, "--method", "random", "--count", "2")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `A folder that cannot be written is found before any work`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("", to: "file")
        let outcome = try command("evaluate", "truth", "--wired", "--count", "10000", "--output", "file/folder")
        #expect(outcome.status == 74)
    }
}
