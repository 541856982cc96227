import RationaleConcepts
import RationaleCore
import RationaleTorch
import RationaleTraining

/// A toy problem: each concept has a direction, in which its features lie where the picture is of the concept's class and only
/// noise elsewhere. The classifier adds up how far the features of a class's concepts lie in their directions.
enum PlantedConcepts {
    static let configuration: ReasoningConfiguration = {
        var configuration = SmallReasoning.configuration([3, 2, 4], .batch, .own, width: 8)
        configuration.nodeWidths = [12, 8]
        return configuration
    }()

    /// `[node, width]`.
    static let directions = Tensor.normal([9, 8], using: Generator(seed: 5))

    /// The classifier's scores: `[picture, class]`.
    static func scores(_ features: Tensor) -> Tensor {
        let each = (features * directions).sum([2])  // [picture, node]
        return .stacked(
            [each.slice(1, 0..<3).sum([1]), each.slice(1, 3..<5).sum([1]), each.slice(1, 5..<9).sum([1])],
            dimension: 1) * 0.3
    }

    /// - Parameter withEdits: whether each node of each picture is edited once: nothing but noise is left of it.
    static func samples(_ count: Int, seed: UInt64, withEdits: Bool = false) throws -> ConceptGraphSamples {
        let generator = Generator(seed: seed)
        let labels = (0..<count).map { $0 % 3 }
        let isOfClass = Tensor(
            labels.flatMap { label in [0, 0, 0, 1, 1, 2, 2, 2, 2].map { $0 == label ? Float(1) : 0 } },
            shape: [count, 9, 1])
        func noise(_ rows: Int) -> Tensor { .normal([rows, 9, 8], using: generator) * 0.3 }
        let features = isOfClass * directions + noise(count)
        let positions = Tensor.uniform([count, 9, 2], using: generator)
        func graphs(_ features: Tensor, _ positions: Tensor) throws -> ConceptGraphTensors {
            try ConceptGraphTensors(
                features: features, positions: positions, found: .ones(Array(features.shape.prefix(2))))
        }
        var edits: ConceptGraphSamples.Edits?
        if withEdits {
            let originals = (0..<count).flatMap { Array(repeating: $0, count: 9) }
            let keeps = Tensor(
                (0..<count).flatMap { _ in (0..<9).flatMap { edit in (0..<9).map { $0 == edit ? Float(0) : 1 } } },
                shape: [count * 9, 9, 1])
            let edited = features.indices(0, originals) * keeps + noise(count * 9) * (keeps * -1 + 1)
            edits = .init(
                samples: originals, graphs: try graphs(edited, positions.indices(0, originals)),
                scores: scores(edited))
        }
        return try ConceptGraphSamples(graphs(features, positions), scores: scores(features), edits: edits)
    }

    static func task(withEdits: Bool = false, seed: UInt64 = 2) throws -> DistillationTask {
        try DistillationTask(
            ReasoningNetwork(configuration, seed: seed),
            training: samples(90, seed: seed, withEdits: withEdits),
            evaluation: samples(60, seed: ~seed, withEdits: withEdits), source: ["data": "planted"], seed: seed)
    }

    static func settings(steps: Int) -> TrainingSettings {
        var settings = TrainingSettings(.steps(steps))
        settings.rule = .adam()
        settings.learningRate = 0.01
        settings.batchSize = 30
        settings.evaluationInterval = 50
        return settings
    }

    /// The last evaluation of a training.
    static func evaluation(_ result: TrainingResult) -> [String: Double] {
        result.history.last { $0.evaluation != nil }?.evaluation ?? [:]
    }
}
