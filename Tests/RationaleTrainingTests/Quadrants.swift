import Foundation
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining

/// A tiny problem: in which quarter of a noisy picture the bright spot is.
enum Quadrants {
    static let side = 12

    struct SmallClassifier: Architecture {
        let name = "quadrants"
        var hasNorm = true
        var dropout = 0.1
        var input: Network.InputDescription { .init(shape: [3, Quadrants.side, Quadrants.side]) }

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            var x = builder.conv2d(x, "conv", from: 3, to: 8, kernel: 3, stride: 2, padding: 1)
            if hasNorm { x = builder.batchNorm2d(x, "bn", channels: 8) }
            x = builder.relu(x)  // [batch, 8, 6, 6]
            x = builder.flatten(x)
            if dropout > 0 { x = builder.dropout(x, probability: dropout) }
            return builder.linear(x, "fc", from: 8 * 36, to: 4)
        }
    }

    static func sample(_ number: Int, seed: UInt64) -> LabeledImage {
        var random = SplitMix64(seed: seed, for: "picture \(number)")
        let quarter = random.index(below: 4)
        let row = random.index(below: 4) + 1 + quarter / 2 * 6
        let column = random.index(below: 4) + 1 + quarter % 2 * 6
        var pixels = (0..<side * side * 3).map { _ in UInt8(random.index(below: 120)) }
        for place in [(row, column), (row, column + 1), (row + 1, column)] {
            let index = (min(place.0, side - 1) * side + min(place.1, side - 1)) * 3
            for channel in 0..<3 { pixels[index + channel] = 250 }
        }
        return LabeledImage(Image(width: side, height: side, pixels: pixels), [quarter])
    }

    static func task(
        _ architecture: SmallClassifier = SmallClassifier(), seed: UInt64 = 1,
        augmentation: Augmentation = Augmentation(),
        evaluationCount: Int = 100
    ) throws -> ClassifierTask {
        try ClassifierTask(
            Classifier(architecture, seed: seed), labels: LabelSet(["a", "b", "c", "d"]),
            source: ["pictures": "quadrants", "seed": "\(seed)"], seed: seed, augmentation: augmentation,
            evaluationCount: evaluationCount, evaluationSample: { sample($0, seed: ~seed) },
            trainingSample: { sample($0, seed: seed) })
    }

    static func settings(steps: Int) -> TrainingSettings {
        var settings = TrainingSettings(.steps(steps))
        settings.batchSize = 16
        settings.learningRate = 0.01
        settings.schedule = LearningRateSchedule(.cosine(), warmup: 10)
        settings.evaluationInterval = 25
        settings.logInterval = 5
        settings.checkpointInterval = 20
        return settings
    }
}

/// A folder that is gone when the test is over.
final class Scratch: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "rationale-training-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

    /// The log without what depends on the machine's mood.
    func log() throws -> [TrainingRecord] {
        try bytes("log.jsonl").split(separator: UInt8(ascii: "\n")).map { line in
            var record = try JSONDecoder().decode(TrainingRecord.self, from: line)
            record.timing = nil
            return record
        }
    }
}
