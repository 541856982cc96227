import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

/// An objective with second derivatives and warped maps, against PyTorch (`scripts/reference/training.py`).
struct ObjectiveTests {
    private struct Golden: Decodable {
        struct Array: Decodable {
            let shape: [Int]
            let values: [Float]
            var tensor: Tensor { Tensor(values, shape: shape) }
        }

        let starts: [String: Array]
        let ends: [String: Array]
        let statistics: [String: Array]
        let losses: [Double]
        let boxes: [[Double]]
        let flips: [Bool]
        let warped: Array

        static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

        init() throws {
            let data = try Data(contentsOf: Self.folder.appending(path: "objective.json"))
            self = try JSONDecoder().decode(Golden.self, from: data)
        }
    }

    private let golden: Golden

    init() throws { golden = try Golden() }

    private func task() throws -> Consistency {
        var network = Network(Waves.Small(), seed: 1)
        for parameter in network.graph.parameters {
            if let start = golden.starts[parameter.name] { network.weights[parameter.id] = start.tensor }
        }
        return Consistency(network: try TrainableNetwork(network))
    }

    private func settings(steps: Int) -> TrainingSettings {
        var settings = TrainingSettings(.steps(steps))
        settings.rule = .sgd(momentum: 0.9)
        settings.learningRate = 0.05
        settings.weightDecay = 0.01
        settings.groups = [
            ParameterGroup("fc.", learningRateFactor: 2), ParameterGroup("fc.bias", isFrozen: true),
            ParameterGroup("bn.", weightDecay: 0),
        ]
        settings.batchSize = 4
        settings.logInterval = 1
        settings.checkpointInterval = 4
        return settings
    }

    private func difference(_ found: Tensor?, _ expected: Tensor) -> Double {
        guard let found, found.shape == expected.shape else { return .infinity }
        return (found - expected).absolute.maximum().item
    }

    @Test func `Second derivatives, warps and groups are PyTorch's`() throws {
        let result = try Trainer(task(), settings(steps: golden.losses.count)).run()
        let losses = result.history.compactMap { $0.training?["loss"] }
        #expect(losses.count == golden.losses.count)
        for (found, expected) in zip(losses, golden.losses) { #expect(abs(found - expected) < 1e-5) }
        #expect(Set(result.last.parameters.names) == Set(golden.ends.keys))
        for (name, expected) in golden.ends {
            #expect(difference(result.last.parameters[name], expected.tensor) < 1e-5, "\(name)")
            #expect((difference(golden.starts[name]!.tensor, expected.tensor) > 1e-3) == (name != "fc.bias"), "\(name)")
        }
        for (name, expected) in golden.statistics {
            #expect(difference(result.last.statistics[name], expected.tensor) < 1e-5, "\(name)")
        }
    }

    @Test func `What is drawn for a sample, and what a warp does, are the other implementation's`() throws {
        for (number, (box, isFlipped)) in zip(golden.boxes, golden.flips).enumerated() {
            let warp = Waves.warp(number)
            #expect([warp.box.x, warp.box.y, warp.box.width, warp.box.height] == box)
            #expect(warp.isFlipped == isFlipped)
        }
        let found = Waves.picture(0).unsqueezed(0).warped(by: [Waves.warp(0)]).selected(0, 0)
        #expect(difference(found, golden.warped.tensor) < 1e-6)
    }

    private struct Stop: Error {}

    @Test(arguments: [3, 4, 9]) func `It goes on bit for bit after it was stopped`(at step: Int) throws {
        let (whole, stopped) = (try Scratch(), try Scratch())
        _ = try Trainer(task(), settings(steps: 12), folder: whole.url).run()
        #expect(throws: Stop.self) {
            try Trainer(task(), settings(steps: 12), folder: stopped.url).run { if $0.step == step { throw Stop() } }
        }
        _ = try Trainer(task(), settings(steps: 12), folder: stopped.url).run(.resume)
        for name in ["last.safetensors", "best.safetensors"] {
            #expect(try stopped.bytes(name) == whole.bytes(name), "\(name)")
        }
        #expect(try stopped.log() == whole.log())
    }
}
