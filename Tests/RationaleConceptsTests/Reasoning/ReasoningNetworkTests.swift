import Foundation
import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

struct ReasoningNetworkTests {
    typealias Normalization = ReasoningConfiguration.Normalization
    typealias Readout = ReasoningConfiguration.Readout

    @Test(arguments: [Normalization.graph, .running, .none], Readout.allCases)
    func `scores are those of plain loops`(_ normalization: Normalization, _ readout: Readout) throws {
        let configuration = SmallReasoning.configuration([3, 2, 4, 1, 2, 3], normalization, readout)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(4, configuration)
        let found = try network.scores(of: graphs)
        #expect(found.shape == [4, 6])
        #expect(difference(found.doubles, SlowReasoning(network).scores(of: graphs)) < 1e-11)
    }

    @Test(arguments: Normalization.allCases, Readout.allCases)
    func `a batch gives what its pictures give alone`(_ normalization: Normalization, _ readout: Readout) throws {
        let configuration = SmallReasoning.configuration([2, 3, 2], normalization, readout)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(5, configuration)
        let alone = try (0..<5).flatMap { try network.scores(of: graphs.slice($0..<$0 + 1)).doubles }
        #expect(difference(try network.scores(of: graphs).doubles, alone) < 1e-12)
        #expect(
            difference(
                try network.scores(of: graphs.rows([3, 1])).doubles, [3, 1].flatMap { alone[$0 * 3..<$0 * 3 + 3] })
                < 1e-12)
    }

    @Test(arguments: [[3, 3, 3], [3, 2, 4]], Normalization.allCases)
    func `scores move with the classes`(_ concepts: [Int], _ normalization: Normalization) throws {
        let order = [2, 0, 1]
        let configuration = SmallReasoning.configuration(concepts, normalization, .own)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(3, configuration)
        func starts(_ counts: [Int]) -> [Int] { counts.indices.map { counts[..<$0].reduce(0, +) } }
        func moved(_ tensor: Tensor, _ dimension: Int, _ counts: [Int]) -> Tensor {
            tensor.indices(dimension, order.flatMap { starts(counts)[$0]..<starts(counts)[$0] + counts[$0] })
        }
        // Five numbers a node and four an edge after the last layer.
        let lengths = concepts.map { $0 * 5 + $0 * ($0 - 1) * 4 }
        let parameters = network.parameters.merging([
            "edges": moved(network.parameters["edges"]!, 0, configuration.edges),
            "readout.weight": moved(network.parameters["readout.weight"]!, 0, lengths),
            "readout.bias": network.parameters["readout.bias"]!.indices(0, order),
        ])
        let other = try ReasoningNetwork(
            SmallReasoning.configuration(order.map { concepts[$0] }, normalization, .own), parameters: parameters,
            statistics: network.statistics)
        let movedGraphs = try ConceptGraphTensors(
            features: moved(graphs.features, 1, concepts), positions: moved(graphs.positions, 1, concepts),
            found: moved(graphs.found, 1, concepts))
        let expected = try network.scores(of: graphs).indices(1, order)
        #expect(difference(try other.scores(of: movedGraphs).doubles, expected.doubles) < 1e-12)
    }

    @Test(arguments: [[4, 4, 4], [3, 0, 4, 1]], Readout.allCases)
    func `contributions add up to the score`(_ concepts: [Int], _ readout: Readout) throws {
        let configuration = SmallReasoning.configuration(concepts, .graph, readout)
        let network = try SmallReasoning.network(configuration).converted(to: .float32)
        let graphs = try SmallReasoning.graphs(3, configuration, dtype: .float32)
        let scores = try network.scores(of: graphs).doubles
        let classes = concepts.count
        for target in 0..<classes {
            for (picture, found) in try network.contributions(of: graphs, toClass: target).enumerated() {
                let sum = found.nodes.flatMap { $0 }.reduce(0, +) + found.edges.map(\.value).reduce(0, +) + found.bias
                #expect(abs(sum - found.score) < 1e-5)
                #expect(abs(found.score - scores[picture * classes + target]) < 1e-6)
                #expect(found.nodes.map(\.count) == concepts)
                let byClass = (0..<classes).map(found.sum(ofClass:)).reduce(found.bias, +)
                #expect(abs(byClass - sum) < 1e-9)
                if readout == .own {
                    #expect((0..<classes).allSatisfy { $0 == target || found.sum(ofClass: $0) == 0 })
                }
            }
        }
        let difference = try network.contributions(of: graphs, toClass: 2, insteadOf: 0)[1]
        let sum = (0..<classes).map(difference.sum(ofClass:)).reduce(difference.bias, +)
        #expect(abs(sum - difference.score) < 1e-5)
        #expect(abs(difference.score - (scores[classes + 2] - scores[classes])) < 1e-6)
        let edge = try #require(difference.edges.first { $0.graph == 2 && $0.from == 3 && $0.to == 1 })
        #expect(difference.edge(ofClass: 2, from: 3, to: 1) == edge.value)
        #expect(difference.edge(ofClass: 2, from: 3, to: 3) == nil)
    }

    @Test func `what was not found counts as ones`() throws {
        let configuration = SmallReasoning.configuration([3, 2], .none)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(6, configuration)
        let filled = try ConceptGraphTensors(
            features: graphs.features.chosen(where: graphs.found.unsqueezed(2), else: graphs.features.onesLike),
            positions: graphs.positions, found: graphs.found.onesLike)
        #expect(graphs.found.elements(as: Bool.self).contains(false))
        #expect(difference(try network.scores(of: graphs).doubles, try network.scores(of: filled).doubles) < 1e-12)
    }

    @Test(arguments: Normalization.allCases, Readout.allCases)
    func `gradients are finite and reach every weight`(_ normalization: Normalization, _ readout: Readout) throws {
        let configuration = SmallReasoning.configuration([4, 1, 3], normalization, readout)
        let begin = try SmallReasoning.network(configuration)
        let network = try ReasoningNetwork(
            configuration, parameters: begin.parameters.mapTensors(\.requiringGradient), statistics: begin.statistics)
        let pass = try network.pass(SmallReasoning.graphs(6, configuration), mode: .training)
        let gradients = try gradient(of: [pass.scores.power(2).sum()], with: network.parameters.tensors)
        for (name, gradient) in zip(network.parameters.names, gradients) {
            #expect(gradient.isFinite, "\(name)")
            // A norm takes away what a bias before it adds to every edge.
            let cancels = name.hasSuffix("edge.bias") && (normalization == .graph || normalization == .batch)
            #expect((gradient.absolute.maximum().item > 1e-9) != cancels, "\(name)")
        }
    }

    @Test func `a network comes back from its tensors`() throws {
        let configuration = SmallReasoning.configuration([2, 3], .batch, .all)
        let network = try SmallReasoning.network(configuration)
        let coded = try JSONDecoder().decode(
            ReasoningConfiguration.self, from: JSONEncoder().encode(configuration))
        let tensors = network.tensors(prefix: "reasoning.").merging(["centers": Tensor(1.0)])
        let other = try ReasoningNetwork(tensors: tensors, prefix: "reasoning.", configuration: coded)
        let graphs = try SmallReasoning.graphs(3, configuration)
        #expect(try network.scores(of: graphs).doubles == other.scores(of: graphs).doubles)
        #expect(other.tensors(prefix: "reasoning.").names == Array(tensors.names.dropLast()))
    }

    @Test func `equal seeds give equal networks`() throws {
        let configuration = SmallReasoning.configuration([3, 2])
        func weights(_ seed: UInt64) throws -> [Double] {
            try ReasoningNetwork(configuration, seed: seed).parameters.tensors.flatMap(\.doubles)
        }
        #expect(try weights(1) == weights(1))
        #expect(try weights(1) != weights(2))
    }
}
