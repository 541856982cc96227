import Foundation
import RationaleNetworks
import RationaleTorch
import RationaleTraining

/// An objective of its own, as small as it gets: the Grad-CAM map of a picture, moved as the picture is moved, is to be
/// the map of the moved picture. The map holds a gradient, so the loss needs second derivatives.
struct Consistency: LearningTask {
    let network: TrainableNetwork
    var identity: [String: String] { ["task": "consistency"] }
    var parameters: NamedTensors { network.parameters }
    var statistics: NamedTensors { network.statistics }

    struct Batch: Sendable {
        let pictures, targets: Tensor
        let warps: [Warp]
    }

    func batch(of samples: Range<Int>) -> Batch {
        Batch(
            pictures: .stacked(samples.map(Waves.picture)), targets: .stacked(samples.map(Waves.target)),
            warps: samples.map(Waves.warp))
    }

    func loss(of batch: Batch, in step: TrainingPass) throws -> Loss {
        let (pictures, warps, layer) = (batch.pictures, batch.warps, ["relu2"])
        let original = try network(
            pictures, step.parameters, step.statistics, observing: layer, using: step.generator)
        let moved = try network(
            pictures.warped(by: warps), step.parameters, original.statistics, observing: layer, using: step.generator)
        let distance = try map(moved, batch.targets) - map(original, batch.targets).warped(by: warps)
        let loss = Waves.labels.loss(original.logits, batch.targets) + distance.absolute.mean() * 5
        return Loss(loss, statistics: moved.statistics)
    }

    private func map(_ pass: TrainableNetwork.Pass, _ targets: Tensor) throws -> Tensor {
        let score = (pass.logits * targets).sum()
        let slope = try gradient(of: [score], with: pass.activations, creatingGraph: true)[0]
        let map = (pass.activations[0] * slope).sum([1]).relu  // [batch, height, width]
        return map / (map.sum([1, 2], keepingDimensions: true) + 1e-8)
    }

    func evaluate(parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare) throws -> Means {
        let scores = try network.network(parameters, statistics).logits(batch(of: 900..<908).pictures)
        return ["loss": Waves.labels.loss(scores, batch(of: 900..<908).targets).item]
    }
}

/// What it learns from: pictures that are sums of a sine, and a network of two convolutions.
enum Waves {
    static let labels = LabelSet(["a", "b", "c"])

    static func picture(_ number: Int) -> Tensor {
        var levels: [Float] = []
        for channel in 0..<3 {
            let start: Double = 0.9 * Double(number) + 1.3 * Double(channel)
            for row in 0..<12 {
                for column in 0..<12 { levels.append(Float(sin(start + 0.7 * Double(row) + 0.4 * Double(column)))) }
            }
        }
        return Tensor(levels, shape: [3, 12, 12])
    }

    static func target(_ number: Int) -> Tensor {
        let target: [Float] = (0..<3).map { $0 == number % 3 ? 1 : 0 }
        return Tensor(target, shape: [3])
    }

    static func warp(_ number: Int) -> Warp {
        var augmentation = Augmentation()
        augmentation.flips = true
        augmentation.shift = 1
        augmentation.crop = .init(area: 0.3...1)
        return augmentation.drawn(forSample: number, seed: 5, height: 12, width: 12).warp
    }

    struct Small: Architecture {
        let name = "waves"
        let input = Network.InputDescription(shape: [3, 12, 12])

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            var x = builder.conv2d(x, "conv1", from: 3, to: 4, kernel: 3, padding: 1)
            x = builder.relu(builder.batchNorm2d(x, "bn", channels: 4), "relu1")
            x = builder.conv2d(x, "conv2", from: 4, to: 6, kernel: 3, stride: 2, padding: 1)
            x = builder.relu(x, "relu2")  // [batch, 6, 6, 6]
            x = builder.call("aten::mean.dim", .value(x), .constant(.ints([2, 3])))
            return builder.linear(x, "fc", from: 6, to: 3)
        }
    }
}
