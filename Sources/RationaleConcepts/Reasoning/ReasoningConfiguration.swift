public import RationaleCore

/// The form of a ``ReasoningNetwork``: its classes and their concepts, widths, normalisation and readout.
public struct ReasoningConfiguration: Sendable, Hashable, Codable {
    /// Over what a norm takes mean and variance (biased, ε = 1e-5).
    public enum Normalization: String, Sendable, Codable, CaseIterable {
        /// Over the nodes, or edges, of one graph, in training and inference. Published: the authors' batch norms see one
        /// graph at a time and stay in training mode. A node's features then only tell how it differs from the other nodes
        /// of its graph.
        case graph
        /// Over all graphs of a training batch; running statistics in inference, as batch norms are meant.
        case batch
        /// Fixed statistics in training and inference: the authors' weights with their running statistics.
        case running
        /// No norms.
        case none

        /// Whether a network of this kind has means and variances of its own.
        var hasStatistics: Bool { self == .batch || self == .running }
    }

    /// What the score of a class is computed from. L(c) is the length of the vector of class c's graph.
    public enum Readout: String, Sendable, Codable, CaseIterable {
        /// The vectors of all classes' graphs, concatenated; `classes · ΣL` weights. Published.
        case all
        /// The vector of the class's own graph; `ΣL` weights, so that 50 classes stay small, and a score depends on
        /// the concepts of its class only.
        case own
    }

    /// What a layer brings to a node.
    public enum Messages: String, Sendable, Codable, CaseIterable {
        /// What the other nodes of its graph hold, and the edges from them. Published. A node's contribution then also says
        /// what is the matter with the others.
        case neighbors
        /// Nothing: a node's contribution follows from its own region alone, and that of an edge from its two ends alone, so
        /// that each says what it is named after.
        case none
    }

    /// What an edge is made of.
    public enum Edges: String, Sendable, Codable, CaseIterable {
        /// The positions of both ends, `(x_s, y_s, x_t, y_t)`, passed on by linear layers. Published.
        case positions
        /// How the ends lie to each other, `(x_t − x_s, y_t − y_s, |x_t − x_s|, distance)`, with a ReLU behind each layer: the same
        /// wherever both are in the picture, and able to tell a mirrored picture from a moved part.
        case relations
        /// Whether both ends are there and lie to each other as usual: one number, which only ever speaks for the class. Of a class of n
        /// concepts,
        ///
        ///     e(s→t) = 3 / (n − 1) · p_s p_t / (1 + |Δ|² / γ²),  p_i = sigmoid(v · x_i + b)
        ///
        /// Δ is the difference of the ends' displacements, p the network's own judgement whether an end is there, x are the nodes after
        /// the last layer, and γ is one tenth of the picture's side. The edges' weights of the readout count without their sign. An edge that learns its
        /// form and its sign from pictures can as well come to speak for a part at the wrong place. A departure from the paper. Needs ``Readout/own`` and
        /// ``Messages/none``; has no layers, so that ``edgeWidths`` do not count.
        case arrangement
    }

    /// How many concepts each class has, at least 0.
    public var concepts: [Int]
    /// Numbers in a concept's feature vector. Published: 2048 (Xception).
    public var featureWidth: Int
    /// Numbers in a node after each layer.
    public var nodeWidths = [64, 32, 32]
    /// Numbers in an edge after each layer; of no account for ``Edges/arrangement``.
    public var edgeWidths = [5, 5, 5]
    public var normalization: Normalization
    public var readout: Readout
    public var messages: Messages
    public var edgeContent: Edges

    /// Published: three classes of four concepts, features of 2048 numbers, `.graph`, `.all`, `.neighbors`, `.positions`.
    public init(
        concepts: [Int], featureWidth: Int, normalization: Normalization = .graph, readout: Readout = .all,
        messages: Messages = .neighbors, edgeContent: Edges = .positions
    ) {
        self.messages = messages
        self.edgeContent = edgeContent
        self.concepts = concepts
        self.featureWidth = featureWidth
        self.normalization = normalization
        self.readout = readout
    }

    public var classes: Int { concepts.count }
    /// Nodes of all graphs of a sample: Σ concepts.
    public var nodes: Int { concepts.reduce(0, +) }
    /// Directed edges of each class: n (n − 1).
    public var edges: [Int] { concepts.map { $0 * ($0 - 1) } }
    /// Length of the vector of each class's graph: its nodes, one after another, then its edges.
    var vectors: [Int] { concepts.map { $0 * nodeLength + $0 * ($0 - 1) * edgeLength } }
    /// How many numbers of the vector a node has.
    var nodeLength: Int { nodeWidths.last ?? 0 }
    /// How many numbers of the vector an edge has.
    var edgeLength: Int { edgeContent == .arrangement ? 1 : edgeWidths.last ?? 0 }

    /// The ends of a class's edges, in order: (0,1), (0,2), …, (1,0), (1,2), …; an edge sends from the first to the second.
    static func ends(concepts: Int) -> [(from: Int, to: Int)] {
        (0..<concepts).flatMap { from in (0..<concepts).filter { $0 != from }.map { (from, $0) } }
    }

    /// Where an edge stands in that order.
    static func edge(from: Int, to: Int, concepts: Int) -> Int { from * (concepts - 1) + (to < from ? to : to - 1) }

    /// - Throws: `RationaleError.Code.usage` for numbers that make no network. They may come from a file, hence the limits.
    public func check() throws(RationaleError) {
        func refuse(_ what: String, _ expected: String, _ found: String) throws(RationaleError) -> Never {
            throw RationaleError(.usage, "reasoning network: \(what): expected \(expected), found \(found)")
        }
        if !(1...10_000).contains(classes) { try refuse("classes", "1 to 10000", "\(classes)") }
        for (number, count) in concepts.enumerated() where !(0...256).contains(count) {
            try refuse("concepts of class \(number)", "0 to 256", "\(count)")
        }
        if nodes == 0 { try refuse("concepts", "at least one in all", "none") }
        if nodeWidths.count != edgeWidths.count || !(1...16).contains(nodeWidths.count) {
            try refuse(
                "layers", "1 to 16 node widths and as many edge widths",
                "\(nodeWidths.count) and \(edgeWidths.count)")
        }
        for width in [featureWidth] + nodeWidths + edgeWidths where !(1...65536).contains(width) {
            try refuse("a width", "1 to 65536", "\(width)")
        }
        if edgeContent == .arrangement, readout != .own || messages != .none {
            try refuse(
                "edges 'arrangement'", "readout 'own' and messages 'none'",
                "'\(readout.rawValue)' and '\(messages.rawValue)'; edges 'relations' and 'positions' go with all of them"
            )
        }
        let weights = vectors.reduce(0, +) * (readout == .all ? classes : 1)
        if weights > 1 << 30 {
            try refuse("weights of the readout", "at most 2³⁰", "\(weights); readout 'own' needs fewer")
        }
    }
}
