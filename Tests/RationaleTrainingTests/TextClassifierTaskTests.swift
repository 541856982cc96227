import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

/// Learning to name texts.
@Suite struct TextClassifierTaskTests {
    /// Whether a text of tokens 2 to 5 has a 3 in it.
    private static func text(_ number: Int) -> LabeledTokens {
        var random = SplitMix64(seed: UInt64(number), for: "text")
        let tokens = (0..<1 + random.index(below: 7)).map { _ in
            random.chance(0.12) ? 3 : [2, 4, 5][random.index(below: 3)]
        }
        return LabeledTokens(tokens, [tokens.contains(3) ? 1 : 0])
    }

    private func task(evaluation: [LabeledTokens]? = nil) throws -> TextClassifierTask {
        let architecture = DeepLSTM(vocabulary: 6, embedding: 6, hidden: 12, layers: 1, dropout: 0.1)
        return try TextClassifierTask(
            Classifier(architecture, seed: 1), labels: LabelSet(["without", "with"]), source: ["data": "threes"],
            evaluation: evaluation ?? (0..<200).map { Self.text(1_000_000 + $0) }
        ) { Self.text($0) }
    }

    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "rationale-test-\(UUID().uuidString)")
    }

    private var settings: TrainingSettings {
        var settings = TrainingSettings(.steps(200))
        settings.learningRate = 0.02
        settings.batchSize = 16
        settings.evaluationInterval = 100
        settings.checkpointInterval = 50
        return settings
    }

    @Test func `It learns, with a single logit for two classes`() throws {
        LibTorch.setThreads(1)
        let place = folder()
        defer { try? FileManager.default.removeItem(at: place) }
        let result = try Trainer(try task(), settings, folder: place).run(.refuse) { _ in }
        let last = try #require(result.history.last { $0.evaluation != nil }?.evaluation)
        #expect(try #require(last["accuracy"]) > 0.95, "\(last)")
    }

    @Test func `A stopped run goes on to the same weights`() throws {
        LibTorch.setThreads(1)
        let (whole, stopped) = (folder(), folder())
        defer { for place in [whole, stopped] { try? FileManager.default.removeItem(at: place) } }
        var settings = settings
        settings.length = .steps(30)
        settings.checkpointInterval = 10
        let first = try Trainer(try task(), settings, folder: whole).run(.refuse) { _ in }
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try Trainer(try task(), settings, folder: stopped).run(.refuse) { if $0.step == 17 { throw Stop() } }
        }
        let second = try Trainer(try task(), settings, folder: stopped).run(.resume) { _ in }
        for (name, tensor) in first.last.parameters {
            #expect(second.last.parameters[name]?.bytes == tensor.bytes, "\(name)")
        }
    }

    @Test func `What stands beside a text does not change what it costs`() throws {
        let texts = [LabeledTokens([2, 3, 4, 5, 2, 4], [1]), LabeledTokens([5], [0]), LabeledTokens([], [0])]
        let alone = try texts.map { text in
            let task = try self.task(evaluation: [text])
            return try task.evaluate(parameters: task.parameters, statistics: [:], share: .whole).values["loss"]!
        }
        let task = try self.task(evaluation: texts)
        let together = try task.evaluate(parameters: task.parameters, statistics: [:], share: .whole).values["loss"]!
        #expect(abs(together - alone.reduce(0, +) / 3) < 1e-6)
    }

    @Test func `What cannot learn from texts is refused`() throws {
        let pictures = #expect(throws: RationaleError.self) {
            try TextClassifierTask(
                Classifier(CIFARResNet(depth: 20, classes: 2), seed: 0), labels: LabelSet(["a", "b"]), source: [:],
                evaluation: [Self.text(0)]
            ) { Self.text($0) }
        }
        #expect(pictures?.code == .usage && pictures?.message.contains("tokens") == true)
        #expect(throws: RationaleError.self) { try task(evaluation: []) }
    }
}
