import RationaleCore

extension Network {
    /// The same network, whose own random numbers (a dropout that drops, noise) are others.
    ///
    /// Each operator that draws has numbers of its own, so that a part of the network draws what the whole does.
    public func drawing(seed: UInt64) -> Network {
        func seeded(_ graph: Graph) -> Graph {
            graph.rebuilt(
                nodes: graph.nodes.map { node in
                    guard case .generator = node.operation else { return node }
                    var node = node
                    var numbers = SplitMix64(seed: seed, for: node.name)
                    node.operation = .generator(seed: numbers.next())
                    return node
                })
        }
        guard graph.nodes.contains(where: { if case .generator = $0.operation { true } else { false } }) else {
            return self
        }
        var network = self
        network.graph = seeded(graph)
        if packed != nil { network.packed = PackedConvolutions(network) }
        return network
    }
}
