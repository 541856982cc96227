import Foundation
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import RationaleWorkbench
import Testing

/// `train classifier`, small.
@Suite(.serialized) struct ClassifierRunTests {
    private func options(_ scratch: Scratch, _ name: String = "run") -> ClassifierOptions {
        var options = ClassifierOptions(output: scratch.folder.appending(path: name).path)
        options.side = 32
        options.speciesCount = 2
        options.steps = 6
        options.batchSize = 4
        options.evaluationCount = 8
        options.evaluationInterval = 3
        options.checkpointInterval = 2
        options.device = "cpu"
        return options
    }

    private func run(_ options: ClassifierOptions, _ existing: ExistingOutput = .refuse) throws -> ClassifierResult {
        try ClassifierRun(options, command: ["rationale", "train"], existing: existing).run { _ in }
    }

    @Test func `What is written is a model that says where it comes from`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let result = try run(options(scratch))
        let classifier = try ModelSource(result.model).classifier()
        #expect(classifier.labels == (try Aviary(speciesCount: 2, seed: 0).species.map(\.name)))
        #expect(classifier.input.shape == [3, 32, 32])
        let file = try WeightFile(contentsOf: URL(fileURLWithPath: result.model))
        let own = try #require(OwnModel(file.metadata))
        #expect(own.architecture == "small_resnet")
        #expect(own.origin?.command == "rationale train")
        #expect(own.origin?.step == result.step)
        #expect(own.origin?.evaluation == result.evaluation)
        let log = try String(contentsOfFile: "\(options(scratch).output)/log.jsonl", encoding: .utf8)
        #expect(log.split(separator: "\n").count { $0.contains("evaluation") } == 2)
    }

    @Test func `A stopped run goes on to the same model`() throws {
        LibTorch.setThreads(1)
        let scratch = try Scratch()
        defer { scratch.remove() }
        let whole = try run(options(scratch, "whole"))
        let stopped = options(scratch, "stopped")
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try ClassifierRun(stopped, command: ["rationale", "train"]).run { if $0.step == 5 { throw Stop() } }
        }
        let resumed = try run(stopped, .resume)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: whole.model))
                == Data(contentsOf: URL(fileURLWithPath: resumed.model)))
    }

    @Test func `A folder of pictures is learnt`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let data = scratch.folder.appending(path: "data")
        for (name, color) in [("blue", (20, 40, 200)), ("red", (200, 40, 20))] as [(String, (UInt8, UInt8, UInt8))] {
            for (part, count) in [("train", 6), ("val", 2)] {
                let folder = data.appending(path: "\(part)/\(name)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for index in 0..<count {
                    try Image(width: 40 + index, height: 36, color: color)
                        .write(to: folder.appending(path: "\(index).png"))
                }
            }
        }
        var options = options(scratch)
        options.data = data.path
        options.speciesCount = nil
        options.steps = nil
        options.epochs = 8
        options.evaluationInterval = 6
        let result = try run(options)
        #expect(result.evaluation["accuracy"] == 1)
        #expect(try ModelSource(result.model).classifier().labels == ["blue", "red"])
    }
}
