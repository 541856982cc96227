/// What each concept, and each pair of concepts, adds to a score or to a difference of scores.
///
/// Exact: ``score`` = Σ ``nodes`` + Σ ``edges`` + ``bias``. All values have the unit of the network's scores; a positive one
/// speaks for the score, or for the class counted positively in a difference.
public struct ReasoningContributions: Sendable, Hashable, Codable {
    /// What an ordered pair of a class's concepts adds.
    public struct Edge: Sendable, Hashable, Codable {
        /// The class whose graph it is of.
        public let graph: Int
        /// Concepts of that class, from 0; the edge sends from the first to the second.
        public let from, to: Int
        public let value: Double

        public init(graph: Int, from: Int, to: Int, value: Double) {
            self.graph = graph
            self.from = from
            self.to = to
            self.value = value
        }
    }

    /// `[class][concept]`: what each concept of each class's graph adds.
    public let nodes: [[Double]]
    /// Class by class, (0,1), (0,2), …, (1,0), ….
    public let edges: [Edge]
    /// What no graph adds.
    public let bias: Double
    /// The network's score, or difference of scores.
    public let score: Double

    public init(nodes: [[Double]], edges: [Edge], bias: Double, score: Double) {
        self.nodes = nodes
        self.edges = edges
        self.bias = bias
        self.score = score
    }

    /// What a pair of concepts adds; `nil` where there is no such edge.
    ///
    /// - Complexity: O(1).
    public func edge(ofClass graph: Int, from: Int, to: Int) -> Double? {
        guard nodes.indices.contains(graph) else { return nil }
        let concepts = nodes[graph].count
        guard (0..<concepts).contains(from), (0..<concepts).contains(to), from != to else { return nil }
        let before = nodes[..<graph].reduce(0) { $0 + $1.count * ($1.count - 1) }
        return edges[before + ReasoningConfiguration.edge(from: from, to: to, concepts: concepts)].value
    }

    /// What the graph of a class adds in all: its nodes and its edges.
    ///
    /// - Precondition: there is such a class.
    public func sum(ofClass graph: Int) -> Double {
        edges.reduce(nodes[graph].reduce(0, +)) { $1.graph == graph ? $0 + $1.value : $0 }
    }
}
