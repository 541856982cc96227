import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining

/// Two spirals in the plane, told apart by a small perceptron: quick, and with every kind of state that a run has.
struct Spirals: LearningTask {
    struct Batch: Sendable {
        let points: Tensor
        let targets: Tensor
    }

    private let labels = LabelSet(["left", "right"])
    private let width = 24
    /// Without the parts that see how samples are shared out, dropout and the running mean, and in double precision: so
    /// that workers compute what one of them computes on all their samples, to rounding.
    var isPlain = false

    private var dtype: DType { isPlain ? .float64 : .float32 }

    var identity: [String: String] { ["task": "spirals", "plain": "\(isPlain)"] }
    let epochLength: Int? = 4096
    let objective = Objective("accuracy", .higher)

    var parameters: NamedTensors {
        let generator = Generator(seed: 11)
        func layer(_ inputs: Int, _ outputs: Int) -> Tensor {
            (Tensor.normal([inputs, outputs], using: generator) * (2 / Double(inputs)).squareRoot()).converted(
                to: dtype)
        }
        return [
            "first.weight": layer(2, width), "first.bias": .zeros([width], dtype: dtype),
            "second.weight": layer(width, width),
            "second.bias": .zeros([width], dtype: dtype), "third.weight": layer(width, 2),
            "third.bias": .zeros([2], dtype: dtype),
        ]
    }

    /// The running mean of all points.
    var statistics: NamedTensors { ["centre": .zeros([2], dtype: dtype)] }

    func batch(of samples: Range<Int>) throws -> Batch {
        var points: [Float] = []
        var targets: [Float] = []
        for number in samples {
            var random = SplitMix64(seed: 5, for: "point \(number)")
            let side = random.index(below: 2)
            let turn = random.unit()
            let angle = (turn * 1.5 + Double(side)) * .pi
            for value in [cos(angle), sin(angle)] {
                points.append(Float(value * (0.2 + turn) + 0.05 * (random.unit() - 0.5)))
            }
            targets += try labels.target(of: [side])
        }
        return Batch(
            points: Tensor(points, shape: [samples.count, 2]).converted(to: dtype),
            targets: Tensor(targets, shape: [samples.count, 2]).converted(to: dtype))
    }

    func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        if isPlain {
            let scores = scores(batch.points, pass.parameters, pass.statistics["centre"]!, kept: nil)
            return Loss(labels.loss(scores, batch.targets))
        }
        let kept = Tensor.uniform([batch.points.shape[0], width], using: pass.generator)
            .isGreater(than: Tensor.full([1], 0.1)).converted(to: .float32)
        let scores = scores(batch.points, pass.parameters, pass.statistics["centre"]!, kept: kept)
        let centre = pass.statistics["centre"]! * 0.9 + batch.points.mean([0]) * 0.1
        return Loss(
            labels.loss(scores, batch.targets), statistics: ["centre": centre],
            metrics: ["accuracy": labels.accuracy(scores, batch.targets)])
    }

    private func scores(_ points: Tensor, _ weights: NamedTensors, _ centre: Tensor, kept: Tensor?) -> Tensor {
        func layer(_ x: Tensor, _ name: String) -> Tensor {
            x.matmul(weights["\(name).weight"]!) + weights["\(name).bias"]!
        }
        var x = layer(points - centre, "first").relu
        if let kept { x = x * kept / 0.9 }
        return layer(layer(x, "second").relu, "third")
    }

    func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> ClassificationMetrics {
        let samples = share.range(of: 200)
        let batch = try batch(of: 100_000 + samples.lowerBound..<100_000 + samples.upperBound)
        var metrics = ClassificationMetrics(labels)
        metrics.add(scores(batch.points, parameters, statistics["centre"]!, kept: nil), batch.targets)
        return metrics
    }
}
