import RationaleTorch

/// Where nodes, edges and vectors of each class stand, so that classes of equally many concepts are computed together.
///
/// Inside the network the classes stand in group order: by their number of concepts, then as they are numbered. Each group is
/// then a slice of the nodes and of the edges, and a view `[picture, class, concept, width]` of it needs no copy.
struct ReasoningLayout: Sendable {
    /// Classes of equally many concepts, at least one concept.
    struct Group: Sendable {
        let classes: [Int]
        let concepts: Int
        /// In group order.
        let nodes, edges, vector: Range<Int>
        /// For each (to, from) the edge from `from` to `to`; the number after the last edge where they are the same.
        let matrix: [Int]
        /// For each (to, k) the k-th edge that ends there.
        let incoming: [Int]

        var edgesPerClass: Int { concepts * (concepts - 1) }
        var vectorLength: Int { vector.count / classes.count }
    }

    let groups: [Group]
    /// The number that each element in group order has in class order; `nil` where the orders are the same.
    let nodes, edges, vectors: [Int]?
    /// For each class where it stands in group order; `nil` where the orders are the same. Classes without concepts come last.
    let classes: [Int]?
    /// The ends of all edges, in group order, as nodes in group order.
    let from, to: [Int]
    /// How many edges end at each node, in group order.
    let degrees: [Int]

    init(_ configuration: ReasoningConfiguration) {
        let byCount = Dictionary(grouping: 0..<configuration.classes) { configuration.concepts[$0] }
        let counts = byCount.keys.filter { $0 > 0 }.sorted()
        let order = (counts + [0]).flatMap { byCount[$0] ?? [] }
        let (edgeCounts, vectorCounts) = (configuration.edges, configuration.vectors)
        nodes = Self.permutation(order, configuration.concepts)
        edges = Self.permutation(order, edgeCounts)
        vectors = Self.permutation(order, vectorCounts)
        classes = order == Array(order.indices) ? nil : order.indices.sorted { order[$0] < order[$1] }

        var groups: [Group] = []
        var (from, to, degrees): ([Int], [Int], [Int]) = ([], [], [])
        var (node, edge, vector) = (0, 0, 0)
        for concepts in counts {
            let classes = byCount[concepts] ?? []
            let ends = ReasoningConfiguration.ends(concepts: concepts)
            let matrix = (0..<concepts).flatMap { to in
                (0..<concepts).map { from in
                    from == to ? ends.count : ReasoningConfiguration.edge(from: from, to: to, concepts: concepts)
                }
            }
            let incoming = matrix.filter { $0 < ends.count }
            let vectorLength = vectorCounts[classes[0]]
            groups.append(
                Group(
                    classes: classes, concepts: concepts, nodes: node..<node + classes.count * concepts,
                    edges: edge..<edge + classes.count * ends.count,
                    vector: vector..<vector + classes.count * vectorLength, matrix: matrix, incoming: incoming))
            for index in classes.indices {
                from += ends.map { node + index * concepts + $0.from }
                to += ends.map { node + index * concepts + $0.to }
            }
            degrees += Array(repeating: concepts - 1, count: classes.count * concepts)
            node += classes.count * concepts
            edge += classes.count * ends.count
            vector += classes.count * vectorLength
        }
        self.groups = groups
        (self.from, self.to, self.degrees) = (from, to, degrees)
    }

    /// Elements of classes in class order, `counts[c]` each, when the classes stand in another order.
    private static func permutation(_ order: [Int], _ counts: [Int]) -> [Int]? {
        guard order != Array(order.indices) else { return nil }
        var starts = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        return order.flatMap { starts[$0]..<starts[$0 + 1] }
    }
}

extension Tensor {
    /// The given indices along a dimension; the tensor itself where there are none to pick.
    func indices(_ dimension: Int, ifAny index: [Int]?) -> Tensor { index.map { indices(dimension, $0) } ?? self }
}
