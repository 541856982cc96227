import RationaleConcepts
import RationaleCore
import RationaleTorch

/// Small networks and graphs with numbers drawn by a seed.
enum SmallReasoning {
    static func configuration(
        _ concepts: [Int], _ normalization: ReasoningConfiguration.Normalization = .graph,
        _ readout: ReasoningConfiguration.Readout = .own, width: Int = 7
    ) -> ReasoningConfiguration {
        var configuration = ReasoningConfiguration(
            concepts: concepts, featureWidth: width, normalization: normalization, readout: readout)
        configuration.nodeWidths = [6, 5]
        configuration.edgeWidths = [3, 4]
        return configuration
    }

    /// A network whose norms and statistics are not those of the beginning.
    static func network(_ configuration: ReasoningConfiguration, seed: UInt64 = 3) throws -> ReasoningNetwork {
        let network = try ReasoningNetwork(configuration, seed: seed)
        let generator = Generator(seed: seed + 1)
        func moved(_ tensors: NamedTensors) -> NamedTensors {
            tensors.mapTensors { $0 + Tensor.uniform($0.shape, using: generator) * 0.3 }
        }
        return try ReasoningNetwork(
            configuration, parameters: moved(network.parameters), statistics: moved(network.statistics)
        ).converted(to: .float64)
    }

    static func graphs(
        _ count: Int, _ configuration: ReasoningConfiguration, seed: UInt64 = 1, dtype: DType = .float64
    ) throws -> ConceptGraphTensors {
        let generator = Generator(seed: seed)
        let nodes = configuration.nodes
        return try ConceptGraphTensors(
            features: .normal([count, nodes, configuration.featureWidth], using: generator, dtype: dtype),
            positions: .uniform([count, nodes, 2], using: generator, dtype: dtype),
            displacements: .normal([count, nodes, 2], using: Generator(seed: seed + 100), dtype: dtype) * 0.1,
            found: Tensor.uniform([count, nodes], using: generator).isGreater(than: .full([count, nodes], 0.2)))
    }
}

/// The largest difference of two lists; infinite where their lengths differ.
func difference(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}

extension Tensor {
    var doubles: [Double] { elements(as: Double.self) }
}
