import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// The form in which nodes and edges say what they are named after.
struct LocalReasoningTests {
    private static let concepts = [3, 2, 4]

    private static func configuration(
        _ messages: ReasoningConfiguration.Messages, _ edges: ReasoningConfiguration.Edges
    ) -> ReasoningConfiguration {
        var configuration = SmallReasoning.configuration(concepts, .running, .own)
        configuration.messages = messages
        configuration.edgeContent = edges
        return configuration
    }

    /// A tensor with one node's numbers replaced.
    private static func changed(_ tensor: Tensor, node: Int, by shift: Double) -> Tensor {
        let width = tensor.shape[2]
        var values = tensor.elements(as: Double.self)
        for place in node * width..<(node + 1) * width { values[place] += shift }
        return Tensor(values, shape: tensor.shape)
    }

    @Test(arguments: [ReasoningConfiguration.Edges.positions, .relations])
    func `without messages only the changed node's own contribution changes`(
        _ edges: ReasoningConfiguration.Edges
    ) throws {
        let configuration = Self.configuration(.none, edges)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(1, configuration)
        let other = try ConceptGraphTensors(
            features: Self.changed(graphs.features, node: 1, by: 0.7), positions: graphs.positions,
            found: Tensor.full([1, configuration.nodes], 1))
        let whole = try ConceptGraphTensors(
            features: graphs.features, positions: graphs.positions, found: Tensor.full([1, configuration.nodes], 1))
        let before = try network.contributions(of: whole, toClass: 0)[0]
        let after = try network.contributions(of: other, toClass: 0)[0]
        #expect(abs(before.nodes[0][1] - after.nodes[0][1]) > 1e-6)
        #expect(difference([before.nodes[0][0], before.nodes[0][2]], [after.nodes[0][0], after.nodes[0][2]]) < 1e-12)
        #expect(difference(before.edges.map(\.value), after.edges.map(\.value)) < 1e-12)
    }

    @Test func `with messages other nodes change too`() throws {
        let configuration = Self.configuration(.neighbors, .positions)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(1, configuration)
        let all = Tensor.full([1, configuration.nodes], 1)
        let before = try ConceptGraphTensors(features: graphs.features, positions: graphs.positions, found: all)
        let after = try ConceptGraphTensors(
            features: Self.changed(graphs.features, node: 1, by: 0.7), positions: graphs.positions, found: all)
        let values = try [before, after].map { try network.contributions(of: $0, toClass: 0)[0].nodes[0] }
        #expect(abs(values[0][0] - values[1][0]) > 1e-6)
    }

    @Test(arguments: ReasoningConfiguration.Messages.allCases)
    func `a moved node changes its own edges alone`(_ messages: ReasoningConfiguration.Messages) throws {
        let configuration = Self.configuration(messages, .relations)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(1, configuration)
        let other = try ConceptGraphTensors(
            features: graphs.features, positions: Self.changed(graphs.positions, node: 0, by: 0.4), found: graphs.found)
        let before = try network.contributions(of: graphs, toClass: 0)[0].edges
        let after = try network.contributions(of: other, toClass: 0)[0].edges
        for (first, second) in zip(before, after) where first.graph == 0 {
            let isAtNode = first.from == 0 || first.to == 0
            #expect(isAtNode ? first.value != second.value : abs(first.value - second.value) < 1e-12)
        }
    }

    @Test func `relations are the same wherever the whole is`() throws {
        let configuration = Self.configuration(.none, .relations)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(2, configuration)
        let moved = try ConceptGraphTensors(
            features: graphs.features, positions: graphs.positions + 0.3, found: graphs.found)
        #expect(
            difference(try network.scores(of: graphs).doubles, try network.scores(of: moved).doubles) < 1e-10)
    }

    @Test(arguments: ReasoningConfiguration.Messages.allCases, [ReasoningConfiguration.Edges.positions, .relations])
    func `contributions add up to the score`(
        _ messages: ReasoningConfiguration.Messages, _ edges: ReasoningConfiguration.Edges
    ) throws {
        let configuration = Self.configuration(messages, edges)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(3, configuration)
        for target in Self.concepts.indices {
            for found in try network.contributions(of: graphs, toClass: target) {
                let sum = found.nodes.joined().reduce(0, +) + found.edges.reduce(0) { $0 + $1.value } + found.bias
                #expect(abs(sum - found.score) < 1e-10)
            }
        }
    }

    /// Plain loops, for the form without messages and with relations.
    @Test func `scores are those of plain loops`() throws {
        let configuration = Self.configuration(.none, .relations)
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(1, configuration)
        func weight(_ name: String) -> [Double] {
            (network.parameters[name] ?? network.statistics[name])!.elements(as: Double.self)
        }
        func linear(_ x: [Double], _ name: String) -> [Double] {
            let (matrix, bias) = (weight(name + ".weight"), weight(name + ".bias"))
            return bias.indices.map { row in
                x.indices.reduce(bias[row]) { $0 + matrix[row * x.count + $1] * x[$1] }
            }
        }
        func norm(_ x: [Double], _ name: String) -> [Double] {
            let (scale, shift) = (weight(name + ".weight"), weight(name + ".bias"))
            let (mean, variance) = (weight(name + ".mean"), weight(name + ".variance"))
            return x.indices.map { (x[$0] - mean[$0]) / (variance[$0] + 1e-5).squareRoot() * scale[$0] + shift[$0] }
        }
        let (features, positions) = (graphs.features.doubles, graphs.positions.doubles)
        let found = graphs.found.elements(as: Bool.self)
        let readout = weight("readout.weight")
        var (first, start) = (0, 0)
        var scores = weight("readout.bias")
        for (index, count) in Self.concepts.enumerated() {
            var vector: [Double] = []
            for node in first..<first + count {
                var x = found[node] ? Array(features[node * 7..<node * 7 + 7]) : Array(repeating: 1, count: 7)
                for layer in ["layer1", "layer2"] {
                    x = norm(linear(x, layer + ".self").map { max(0, $0) }, layer + ".norm")
                }
                vector += x
            }
            for from in first..<first + count {
                for to in first..<first + count where to != from {
                    let dx = positions[2 * to] - positions[2 * from]
                    let dy = positions[2 * to + 1] - positions[2 * from + 1]
                    var x = [dx, dy, abs(dx), (dx * dx + dy * dy + 1e-5).squareRoot()]
                    for layer in ["layer1", "layer2"] {
                        x = norm(linear(x, layer + ".edge"), layer + ".edgeNorm").map { max(0, $0) }
                    }
                    vector += x
                }
            }
            for (place, value) in vector.enumerated() { scores[index] += readout[start + place] * value }
            first += count
            start += vector.count
        }
        #expect(difference(try network.scores(of: graphs).doubles, scores) < 1e-10)
    }
}
