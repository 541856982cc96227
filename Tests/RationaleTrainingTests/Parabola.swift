import RationaleTorch
import RationaleTraining

/// The simplest task: a number that is to be the mean of others. Its loss is `Σ (w − cᵢ)² / 2n`, its gradient `w − c̄`.
struct Parabola: LearningTask {
    var start = 10.0
    /// What evaluations say, one after the other by the step at which the statistic counts them.
    var evaluations: [Double] = []
    var epochLength: Int?

    var identity: [String: String] { ["task": "parabola"] }
    var objective: Objective { Objective(evaluations.isEmpty ? "distance" : "said", .lower) }
    var parameters: NamedTensors { ["w": Tensor([start], shape: [1])] }
    /// The sum of all sample numbers so far.
    var statistics: NamedTensors { ["sum": Tensor([0.0], shape: [1]), "passes": Tensor([0.0], shape: [1])] }

    static func value(_ sample: Int) -> Double { Double(sample * sample % 7) }

    func batch(of samples: Range<Int>) throws -> Range<Int> { samples }

    func loss(of batch: Range<Int>, in pass: TrainingPass) throws -> Loss {
        let targets = Tensor(batch.map(Self.value), shape: [batch.count])
        let distance = pass.parameters["w"]! - targets
        let sum = pass.statistics["sum"]! + Double(batch.reduce(0, +))
        return Loss(
            (distance * distance).mean() * 0.5,
            statistics: ["sum": sum, "passes": pass.statistics["passes"]! + 1],
            metrics: ["first": Tensor(Double(batch.lowerBound))])
    }

    func evaluate(parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare) throws -> Means {
        let passes = Int(statistics["passes"]!.sum().item)
        let said = evaluations.isEmpty ? 0 : evaluations[min(passes, evaluations.count) - 1]
        return ["distance": abs(parameters["w"]!.sum().item - 3), "said": said, "w": parameters["w"]!.sum().item]
    }
}
