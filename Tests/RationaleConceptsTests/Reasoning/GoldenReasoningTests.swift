import Foundation
import RationaleConcepts
import RationaleTorch
import Testing

/// The numbers of `scripts/reference/reasoning.py`: PyTorch, written from the equations, one message at a time.
struct GoldenReasoningTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        typealias Array = Golden.Array

        /// Its key in the file.
        var name = ""
        let concepts, nodeWidths, edgeWidths: [Int]
        let width: Int
        let normalization: ReasoningConfiguration.Normalization
        let readout: ReasoningConfiguration.Readout
        let parameters, statistics, statisticsAfter, gradients: [String: Array]
        let features, positions, found, scores, weights, nodes, edges, training, seeds: Array
        var testDescription: String { name }

        private enum CodingKeys: String, CodingKey {
            case concepts, nodeWidths, edgeWidths, width, normalization, readout, parameters, statistics
            case statisticsAfter, gradients, features, positions, found, scores, weights, nodes, edges, training, seeds
        }

        func network() throws -> ReasoningNetwork {
            var configuration = ReasoningConfiguration(
                concepts: concepts, featureWidth: width, normalization: normalization, readout: readout)
            configuration.nodeWidths = nodeWidths
            configuration.edgeWidths = edgeWidths
            func named(_ arrays: [String: Array]) -> NamedTensors {
                NamedTensors(arrays.map { (name: $0.key, tensor: $0.value.tensor) })
            }
            return try ReasoningNetwork(
                configuration, parameters: named(parameters), statistics: named(statistics))
        }

        func graphs() throws -> ConceptGraphTensors {
            try ConceptGraphTensors(features: features.tensor, positions: positions.tensor, found: found.tensor)
        }
    }

    static let cases: [Case] = {
        let found = (try? Golden.load("reasoning.json", as: [String: Case].self)) ?? [:]
        return found.sorted { $0.key < $1.key }.map { name, example in
            var example = example
            example.name = name
            return example
        }
    }()

    @Test func `there are references`() { #expect(Self.cases.count == 6) }

    @Test(arguments: cases) func `scores are those of PyTorch`(_ example: Case) throws {
        let (network, graphs) = (try example.network(), try example.graphs())
        #expect(difference(try network.scores(of: graphs).doubles, example.scores.values) < 1e-10)
        // In single precision, as networks are used.
        let single = try network.converted(to: .float32).scores(of: graphs.converted(to: .float32))
        #expect(difference(single.doubles, example.scores.values) < 1e-4)
    }

    @Test(arguments: cases) func `gradients and statistics are those of PyTorch`(_ example: Case) throws {
        let network = try example.network()
        let learning = try ReasoningNetwork(
            network.configuration, parameters: network.parameters.mapTensors(\.requiringGradient),
            statistics: network.statistics)
        let pass = try learning.pass(example.graphs(), mode: .training)
        #expect(difference(pass.scores.doubles, example.training.values) < 1e-10)
        let gradients = learning.parameters.with(
            try gradient(
                of: [pass.scores], with: learning.parameters.tensors, seeds: [example.seeds.tensor]))
        #expect(Set(gradients.names) == Set(example.gradients.keys))
        for (name, tensor) in gradients {
            let expected = try #require(example.gradients[name]).values
            #expect(difference(tensor.doubles, expected) < 1e-8, "\(name)")
        }
        #expect(Set(pass.statistics.names) == Set(example.statisticsAfter.keys))
        for (name, tensor) in pass.statistics {
            #expect(difference(tensor.doubles, try #require(example.statisticsAfter[name]).values) < 1e-10, "\(name)")
        }
    }

    @Test(arguments: cases) func `contributions are those of the formula`(_ example: Case) throws {
        let found = try example.network().contributions(of: example.graphs(), weights: example.weights.values)
        #expect(difference(found.flatMap { $0.nodes.flatMap { $0 } }, example.nodes.values) < 1e-10)
        #expect(difference(found.flatMap { $0.edges.map(\.value) }, example.edges.values) < 1e-10)
    }
}
