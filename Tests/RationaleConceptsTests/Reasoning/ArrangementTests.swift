import Foundation
import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// Edges that say whether both ends are there and lie to each other as usual.
struct ArrangementTests {
    private static let configuration: ReasoningConfiguration = {
        var configuration = SmallReasoning.configuration([3, 1, 0, 4], .running, .own)
        configuration.messages = .none
        configuration.edgeContent = .arrangement
        return configuration
    }()

    private let network: ReasoningNetwork
    private let graphs: ConceptGraphTensors

    init() throws {
        network = try SmallReasoning.network(Self.configuration)
        graphs = try SmallReasoning.graphs(2, Self.configuration)
    }

    private func weight(_ name: String) -> [Double] { (network.parameters[name] ?? network.statistics[name])!.doubles }

    /// The nodes of one picture after the last layer, in plain loops.
    private func nodes(_ picture: Int) -> [[Double]] {
        let (features, found) = (graphs.features.doubles, graphs.found.elements(as: Bool.self))
        return (0..<8).map { node in
            let row = picture * 8 + node
            var x = found[row] ? Array(features[row * 7..<row * 7 + 7]) : Array(repeating: 1, count: 7)
            for layer in ["layer1", "layer2"] {
                let (matrix, bias) = (weight(layer + ".self.weight"), weight(layer + ".self.bias"))
                let norm = ["weight", "bias", "mean", "variance"].map { weight(layer + ".norm." + $0) }
                x = bias.indices.map { out in
                    let sum = max(0, x.indices.reduce(bias[out]) { $0 + matrix[out * x.count + $1] * x[$1] })
                    return (sum - norm[2][out]) / (norm[3][out] + 1e-5).squareRoot() * norm[0][out] + norm[1][out]
                }
            }
            return x
        }
    }

    @Test func `Scores are those of plain loops`() throws {
        let (readout, presence) = (weight("readout.weight"), weight("presence.weight"))
        // Weights of both signs, of which only the size counts.
        #expect(readout.contains { $0 < -0.01 } && readout.contains { $0 > 0.01 })
        let displacements = graphs.displacements.doubles
        var expected: [Double] = []
        for picture in 0..<2 {
            let nodes = nodes(picture)
            let isThere = nodes.map { x in
                1 / (1 + exp(-zip(x, presence).reduce(weight("presence.bias")[0]) { $0 + $1.0 * $1.1 }))
            }
            var (first, place) = (0, 0)
            for (index, count) in Self.configuration.concepts.enumerated() {
                var score = weight("readout.bias")[index]
                for x in nodes[first..<first + count].joined() {
                    score += readout[place] * x
                    place += 1
                }
                for from in first..<first + count {
                    for to in first..<first + count where to != from {
                        func offset(_ axis: Int) -> Double {
                            displacements[(picture * 8 + to) * 2 + axis]
                                - displacements[(picture * 8 + from) * 2 + axis]
                        }
                        let square = offset(0) * offset(0) + offset(1) * offset(1)
                        let edge = isThere[from] * isThere[to] / (1 + square / 0.01)
                        score += abs(readout[place]) * edge * 3 / Double(count - 1)
                        place += 1
                    }
                }
                first += count
                expected.append(score)
            }
            #expect(place == readout.count)
        }
        #expect(difference(try network.scores(of: graphs).doubles, expected) < 1e-10)
    }

    /// One node's displacement replaced.
    private func contributions(of node: Int, displacedBy offset: (Double, Double)) throws -> ReasoningContributions {
        var values = graphs.displacements.slice(0, 0..<1).doubles
        // All of the class lie as usual, but for this one.
        for place in 0..<6 { values[place] = 0.2 }
        values[2 * node] += offset.0
        values[2 * node + 1] += offset.1
        let one = graphs.slice(0..<1)
        let moved = try ConceptGraphTensors(
            features: one.features, positions: one.positions, displacements: Tensor(values, shape: [1, 8, 2]),
            found: one.found)
        return try network.contributions(of: moved, toClass: 0)[0]
    }

    @Test func `The further an end is displaced, the less its edges say, and nothing else changes`() throws {
        let steps = try [0, 0.05, 0.1, 0.3, 1].map { try contributions(of: 1, displacedBy: (0.6 * $0, -0.8 * $0)) }
        for (near, far) in zip(steps, steps.dropFirst()) {
            #expect(difference(near.nodes[0], far.nodes[0]) < 1e-12)
            for (before, after) in zip(near.edges, far.edges) where before.graph == 0 {
                #expect(before.value >= 0)
                if before.from == 1 || before.to == 1 {
                    #expect(after.value < before.value)
                } else {
                    #expect(after.value == before.value)
                }
            }
        }
        // γ away an edge says half as much.
        for (none, half) in zip(steps[0].edges, steps[2].edges) where none.from == 1 || none.to == 1 {
            #expect(abs(half.value - none.value / 2) < 1e-12)
        }
    }

    @Test func `Where the whole lies is of no account`() throws {
        let moved = try ConceptGraphTensors(
            features: graphs.features, positions: graphs.positions + 0.3, displacements: graphs.displacements - 0.2,
            found: graphs.found)
        #expect(difference(try network.scores(of: graphs).doubles, try network.scores(of: moved).doubles) < 1e-10)
    }

    @Test func `Contributions add up, and the network comes back from its tensors`() throws {
        for target in 0..<4 {
            for found in try network.contributions(of: graphs, toClass: target) {
                let sum = found.nodes.joined().reduce(0, +) + found.edges.reduce(0) { $0 + $1.value } + found.bias
                #expect(abs(sum - found.score) < 1e-10)
                #expect(found.edges.count == 6 + 12)
            }
        }
        let again = try ReasoningNetwork(
            tensors: network.tensors(prefix: "a."), prefix: "a.", configuration: Self.configuration)
        #expect(try again.scores(of: graphs).doubles == network.scores(of: graphs).doubles)
        let names = network.tensors().map(\.name)
        #expect(!names.contains { $0.contains("edge") } && names.contains("presence.weight"))
    }

    @Test func `Gradients reach every weight from the beginning`() throws {
        var configuration = Self.configuration
        configuration.normalization = .batch
        let start = try ReasoningNetwork(configuration, seed: 4)
        let network = try ReasoningNetwork(
            configuration, parameters: start.parameters.mapTensors(\.requiringGradient), statistics: start.statistics)
        let pass = try network.pass(
            SmallReasoning.graphs(20, configuration, dtype: .float32), mode: .training)
        let gradients = try gradient(of: [pass.scores.power(2).sum()], with: network.parameters.tensors)
        for (name, gradient) in zip(network.parameters.names, gradients) {
            #expect(gradient.isFinite && gradient.absolute.maximum().item > 1e-9, "\(name)")
        }
    }

    @Test func `What cannot read such edges is refused`() {
        for change: (inout ReasoningConfiguration) -> Void in [{ $0.readout = .all }, { $0.messages = .neighbors }] {
            var configuration = Self.configuration
            change(&configuration)
            let error = refusal { _ = try ReasoningNetwork(configuration, seed: 1) }
            #expect(error?.code == .usage)
            #expect(error?.message.contains("edges 'arrangement': expected readout 'own' and messages 'none'") == true)
        }
    }
}
