import RationaleConcepts
import RationaleTorch

/// The network once more, from its equations: one graph at a time, one message at a time, in plain loops of float64. Norms
/// are `.graph`, `.running` or `.none`.
struct SlowReasoning {
    let configuration: ReasoningConfiguration
    private let tensors: [String: [Double]]

    init(_ network: ReasoningNetwork) {
        configuration = network.configuration
        tensors = Dictionary(
            uniqueKeysWithValues: network.tensors().map { ($0.name, $0.tensor.elements(as: Double.self)) })
    }

    /// The nodes' and edges' numbers of one class's graph after the last layer.
    func graph(
        ofClass number: Int, features: [[Double]], positions: [[Double]]
    ) -> (nodes: [[Double]], edges: [[Double]]) {
        let count = features.count
        var pairs: [(Int, Int)] = []
        for s in 0..<count { for t in 0..<count where s != t { pairs.append((s, t)) } }
        let firstEdge = configuration.edges[..<number].reduce(0, +)
        var (nodes, edges) = (features, pairs.map { positions[$0.0] + positions[$0.1] })
        for layer in 1...configuration.nodeWidths.count {
            edges = norm(edges.map { linear($0, "layer\(layer).edge") }, "layer\(layer).edgeNorm")
            let neighbors = nodes.map { linear($0, "layer\(layer).neighbor") }
            var sums = nodes.map { linear($0, "layer\(layer).self") }
            for (index, (s, t)) in pairs.enumerated() {
                let strength = tensors["edges"]![firstEdge + index]
                let message = linear(neighbors[s].map { $0 * strength } + edges[index], "layer\(layer).message")
                sums[t] = zip(sums[t], message).map(+)
            }
            nodes = norm(sums.map { $0.map { max(0, $0) } }, "layer\(layer).norm")
        }
        return (nodes, edges)
    }

    /// The scores of one picture.
    func scores(features: [[Double]], positions: [[Double]]) -> [Double] {
        var vectors: [[Double]] = []
        var start = 0
        for (number, count) in configuration.concepts.enumerated() {
            let range = start..<start + count
            let (nodes, edges) = graph(
                ofClass: number, features: Array(features[range]), positions: Array(positions[range]))
            vectors.append(nodes.flatMap { $0 } + edges.flatMap { $0 })
            start += count
        }
        if configuration.readout == .all { return linear(vectors.flatMap { $0 }, "readout") }
        let weights = tensors["readout.weight"]!
        var first = 0
        return vectors.enumerated().map { number, vector in
            defer { first += vector.count }
            return zip(vector, weights[first...]).reduce(tensors["readout.bias"]![number]) { $0 + $1.0 * $1.1 }
        }
    }

    /// The scores of pictures, row by row; features of concepts that were not found are ones.
    func scores(of graphs: ConceptGraphTensors) -> [Double] {
        let width = configuration.featureWidth
        let nodes = configuration.nodes
        let features = graphs.features.elements(as: Double.self)
        let positions = graphs.positions.elements(as: Double.self)
        let found = graphs.found.elements(as: Bool.self)
        return (0..<graphs.count).flatMap { picture in
            let rows = picture * nodes..<(picture + 1) * nodes
            return scores(
                features: rows.map {
                    found[$0] ? Array(features[$0 * width..<($0 + 1) * width]) : Array(repeating: 1, count: width)
                }, positions: rows.map { Array(positions[2 * $0..<2 * $0 + 2]) })
        }
    }

    private func linear(_ x: [Double], _ name: String) -> [Double] {
        let (weight, bias) = (tensors[name + ".weight"]!, tensors[name + ".bias"]!)
        return bias.indices.map { row in
            x.indices.reduce(bias[row]) { $0 + weight[row * x.count + $1] * x[$1] }
        }
    }

    private func norm(_ rows: [[Double]], _ name: String) -> [[Double]] {
        guard configuration.normalization != .none, let width = rows.first?.count else { return rows }
        let (weight, bias) = (tensors[name + ".weight"]!, tensors[name + ".bias"]!)
        var result = rows
        for column in 0..<width {
            let values = rows.map { $0[column] }
            var mean = values.reduce(0, +) / Double(values.count)
            var variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            if configuration.normalization == .running {
                (mean, variance) = (tensors[name + ".mean"]![column], tensors[name + ".variance"]![column])
            }
            for row in rows.indices {
                result[row][column] =
                    (rows[row][column] - mean) / (variance + 1e-5).squareRoot() * weight[column] + bias[column]
            }
        }
        return result
    }
}
