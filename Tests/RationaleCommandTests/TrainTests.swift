import Foundation
import Testing

/// `rationale train classifier`.
struct TrainTests {
    private static let small = [
        "train", "classifier", "--output", "out", "--species-count", "2", "--side", "32", "--batch-size", "4",
        "--evaluation-count", "8", "--evaluation-interval", "4", "--checkpoint-interval", "1", "--device", "cpu",
    ]

    @Test func `Its result is a model for the other commands`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(Self.small + ["--steps", "4"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("of 8 pictures right after step 4"), "\(outcome.output)")
        #expect(outcome.output.hasSuffix("model: out/model.safetensors\n"))
        #expect(outcome.errors.contains("step 4: "))
        #expect(command.files(in: "out") == ["best.safetensors", "last.safetensors", "log.jsonl", "model.safetensors"])
        let again = try command.run(Self.small + ["--steps", "4", "--resume", "--json"])
        let training = try #require(try again.json()["training"] as? [String: Any])
        #expect(training["model"] as? String == "out/model.safetensors")
        #expect(training["step"] as? Int == 4)
        let explained = try command("explain", Fixtures.second, "--model", "out/model.safetensors")
        #expect(explained.status == 0, "\(explained.errors)")
    }

    @Test(arguments: [
        small + ["--steps", "60", "--precision", "bfloat16"], TrainConsistentTests.small + ["--steps", "30"],
    ])
    func `A killed run goes on to the same model`(_ long: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(long).status == 0)
        let whole = try command.read("out/model.safetensors")
        try FileManager.default.removeItem(at: command.folder.appending(path: "out"))
        let running = try command.start(Command.executable, long)
        let checkpoint = command.folder.appending(path: "out/last.safetensors").path
        while running.process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        #expect(!FileManager.default.fileExists(atPath: command.folder.appending(path: "out/model.safetensors").path))
        #expect(try command.run(long + ["--resume"]).status == 0)
        #expect(try whole == command.read("out/model.safetensors"))
    }

    static let cases = [
        ExitCodeTests.Case(arguments: ["--species-count", "0"], status: 64, says: ["0 species"]),
        .init(arguments: ["--batch-size", "0"], status: 64, says: ["--batch-size"]),
        .init(arguments: ["--steps", "0"], status: 64, says: ["--steps"]),
        .init(arguments: ["--epochs", "2"], status: 64, says: ["--steps"]),
        .init(arguments: ["--side", "8"], status: 64, says: ["--side", "32"]),
        .init(arguments: ["--architecture", "small-resnet"], status: 64, says: ["small_resnet"]),
        .init(arguments: ["--optimizer", "sdg"], status: 64, says: ["sgd"]),
        .init(arguments: ["--schedule", "cosin"], status: 64, says: ["cosine"]),
        .init(arguments: ["--precision", "float16"], status: 64, says: ["bfloat16"]),
        .init(arguments: ["--learning-rate", "nan"], status: 64, says: ["learning rate"]),
        .init(arguments: ["--resume"], status: 66, says: ["no checkpoint", "--resume"]),
        .init(arguments: ["--data", "gone"], status: 66, says: ["gone", "train/CLASS"]),
        .init(arguments: ["--output", "/proc/nowhere"], status: 74, says: ["/proc/nowhere"]),
    ]

    @Test(arguments: cases)
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let begin = ["train", "classifier", "--output", "out", "--evaluation-count", "8"]
        let outcome = try command.run(begin + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        #expect(outcome.output == "")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        #expect(command.files(in: ".") == [])
    }

    @Test func `A checkpoint of another run or a damaged one is refused, and kept`() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(Self.small + ["--steps", "2"]).status == 0)
        let refused = try command.run(Self.small + ["--steps", "2"])
        #expect(refused.status == 74)
        let other = try command.run(Self.small + ["--steps", "2", "--resume", "--architecture", "squeezenet1_1"])
        #expect(other.status == 65, "\(other.errors)")
        #expect(other.errors.contains("small_resnet"), "\(other.errors)")
        let bytes = try command.read("out/last.safetensors")
        try command.write(bytes.prefix(bytes.count / 2), to: "out/last.safetensors")
        let truncated = try command.run(Self.small + ["--steps", "2", "--resume"])
        #expect(truncated.status == 65, "\(truncated.errors)")
        #expect(truncated.errors.contains("last.safetensors"), "\(truncated.errors)")
        #expect(try command.read("out/last.safetensors").count == bytes.count / 2)
    }
}
