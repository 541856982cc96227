import Foundation
import RationaleCore
import RationaleImaging
import TestSupport
import Testing

/// `rationale train consistent`.
@Suite(.serialized) struct TrainConsistentTests {
    static let small = [
        "train", "consistent", "--output", "out", "--species-count", "5", "--side", "32", "--batch-size", "4",
        "--evaluation-count", "8", "--evaluation-interval", "4", "--checkpoint-interval", "1", "--device", "cpu",
    ]

    @Test(arguments: [["--objective", "gc"], ["--objective", "cgc"], ["--pooling", "maximum", "--detach-target"]])
    func `Its result is a model for the other commands, and the log has both costs`(_ options: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(Self.small + ["--steps", "4"] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasSuffix("model: out/model.safetensors\n"))
        let log = try String(decoding: command.read("out/log.jsonl"), as: UTF8.self)
        #expect(log.contains("\"naming\""))
        #expect(log.contains(options.contains("cgc") ? "\"contrast\"" : "\"consistency\""), "\(log)")
        let explained = try command("explain", Fixtures.second, "--model", "out/model.safetensors")
        #expect(explained.status == 0, "\(explained.errors)")
        // A model knows its pool: another one gives other scores.
        if options.contains("maximum") {
            let average = try command(
                "explain", Fixtures.second, "--model", "out/model.safetensors", "--pooling", "average", "--output",
                "average")
            #expect(average.status == 0, "\(average.errors)")
            #expect(average.output != explained.output)
        }
    }

    /// Batch norms are frozen, because otherwise each process normalises by its own half of the batch.
    @Test func `Two processes are one with a batch twice as large`() throws {
        let (shared, alone) = (try Command(), try Command())
        defer { for command in [shared, alone] { command.remove() } }
        let options = [
            "train", "consistent", "--output", "out", "--species-count", "5", "--side", "32", "--steps", "6",
            "--evaluation-count", "8", "--evaluation-interval", "3", "--device", "cpu", "--freeze-batch-norms",
            "--optimizer", "sgd", "--learning-rate", "0.01",
        ]
        let port = FreePort.any
        let both = try (0..<2).map { rank in
            try shared.start(
                Command.executable, options + ["--batch-size", "2"],
                environment: [
                    "RANK": "\(rank)", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "\(port)",
                ])
        }
        for outcome in try both.map({ try $0.wait() }) { #expect(outcome.status == 0, "\(outcome.errors)") }
        #expect(try alone.run(options + ["--batch-size", "4"]).status == 0)
        func figures(_ command: Command) throws -> [Double] {
            try String(decoding: command.read("out/log.jsonl"), as: UTF8.self).split(separator: "\n").flatMap { line in
                let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
                return ["training", "evaluation"].flatMap { part in
                    (record[part] as? [String: Double] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
                }
            }
        }
        let (found, expected) = (try figures(shared), try figures(alone))
        // Four means of training, and loss and accuracy of two evaluations. More steps, and rounding would grow: maps have kinks.
        #expect(found.count == 8 && found.count == expected.count, "\(found) \(expected)")
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found) \(expected)")
        #expect(expected[3] > 1e-3, "the maps have a cost: \(expected)")
    }

    @Test func `A checkpoint of another objective is refused`() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(Self.small + ["--steps", "2"]).status == 0)
        for other in [["--objective", "cgc"], ["--lambda", "3"], ["--distinct-classes"]] {
            let refused = try command.run(Self.small + ["--steps", "2", "--resume"] + other)
            #expect(refused.status == 65, "\(refused.errors)")
        }
    }

    static let cases = [
        ExitCodeTests.Case(arguments: ["--objective", "gcc"], status: 64, says: ["--objective", "gc"]),
        .init(arguments: ["--lambda=-1"], status: 64, says: ["--lambda"]),
        .init(arguments: ["--objective", "cgc", "--temperature", "0"], status: 64, says: ["--temperature"]),
        .init(arguments: ["--temperature", "0.5"], status: 64, says: ["--temperature", "gc"]),
        .init(
            arguments: ["--objective", "cgc", "--distinct-classes"], status: 64, says: ["--distinct-classes", "cgc"]),
        .init(arguments: ["--level", "pixels"], status: 64, says: ["--level", "pixel"]),
        .init(arguments: ["--layer", "layer9"], status: 64, says: ["layer9", "layer3"]),
        .init(arguments: ["--pooling", "max"], status: 64, says: ["--pooling", "maximum"]),
        .init(arguments: ["--species-count", "1"], status: 64, says: ["1 classes"]),
        .init(arguments: ["--species-count", "3", "--distinct-classes"], status: 64, says: ["3 classes in all"]),
        .init(arguments: ["--weights", "gone.pth"], status: 66, says: ["gone.pth"]),
        .init(arguments: ["--architecture", "alexnet", "--pooling", "maximum"], status: 64, says: ["global pool"]),
    ]

    @Test(arguments: cases)
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let begin = ["train", "consistent", "--output", "out", "--evaluation-count", "8", "--side", "64"]
        let outcome = try command.run(begin + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        #expect(outcome.output == "")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        #expect(command.files(in: ".") == [])
    }

    @Test(arguments: [("one class each", "25"), ("several classes", "1")])
    func `Without a weight it is the published one of the data's kind`(kind: String, lambda: String) throws {
        let command = try Command()
        defer { command.remove() }
        var lines = ["file,class,xmin,ymin,xmax,ymax"]
        for number in 0..<12 {
            let (name, level) = (["a", "b"][number % 2], UInt8(20 * number))
            let folder = kind == "several classes" ? "images" : "\(number < 8 ? "train" : "val")/\(name)"
            let picture = try Image(width: 32, height: 32, color: (level, 255 - level, 9)).pngData()
            try command.write(Data(picture), to: "data/\(folder)/\(number).png")
            lines.append("\(number).png,\(name),1,1,9,9")
        }
        if kind == "several classes" { try command.write(lines.joined(separator: "\n"), to: "data/boxes.csv") }
        let run = [
            "train", "consistent", "--output", "out", "--data", "data", "--side", "32", "--batch-size", "2", "--steps",
            "2",
            "--device", "cpu",
        ]
        #expect(try command.run(run).status == 0)
        let same = try command.run(run + ["--resume", "--lambda", lambda])
        #expect(same.status == 0, "\(same.errors)")
        #expect(try command.run(run + ["--resume", "--lambda", "7"]).status == 65)
    }

    @Test func `A picture that vanishes while a network learns is named, and what was learnt is kept`() throws {
        let command = try Command()
        defer { command.remove() }
        for (index, name) in ["a", "b", "c", "d"].enumerated() {
            let level = UInt8(40 + 50 * index)
            for part in ["train", "val"] {
                let folder = command.folder.appending(path: "data/\(part)/\(name)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for number in 0..<3 {
                    try Image(width: 32, height: 32, color: (level, 255 - level, UInt8(20 * number)))
                        .write(to: folder.appending(path: "\(number).png"))
                }
            }
        }
        let long = [
            "train", "consistent", "--output", "out", "--data", "data", "--side", "32", "--batch-size", "4", "--steps",
            "2000", "--evaluation-interval", "1000", "--checkpoint-interval", "1", "--device", "cpu",
        ]
        let running = try command.start(Command.executable, long)
        let checkpoint = command.folder.appending(path: "out/last.safetensors").path
        while running.process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
        try FileManager.default.removeItem(at: command.folder.appending(path: "data/train/c/1.png"))
        let outcome = try running.wait()
        #expect(outcome.status == 66, "\(outcome.errors)")
        #expect(outcome.errors.contains("data/train/c/1.png"), "\(outcome.errors)")
        #expect(FileManager.default.fileExists(atPath: checkpoint))
    }
}
