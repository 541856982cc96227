import RationaleTorch

/// Edges that say whether both ends are there and lie to each other as usual; see ``ReasoningConfiguration/Edges/arrangement``.
extension ReasoningNetwork {
    /// γ: where the ends' displacements differ by so much, in fractions of the picture, an edge says half as much. Chosen on ten species of
    /// the aviary, as ``edgeShare``.
    static let tolerance = 0.1
    /// c: an edge counts as c / (n − 1). All weights learn at one pace; counted in full, the n − 1 edges of a node would take over what the
    /// node itself has to say.
    static let edgeShare = 3.0

    /// `c / (n − 1) · p_s p_t / (1 + |Δ|² / γ²)` of each edge: `[picture, edge, 1]`.
    ///
    /// - Parameters:
    ///   - nodes: after the last layer, in group order: `[picture, node, width]`.
    ///   - displacements: in class order: `[picture, node, 2]`.
    func arrangement(of nodes: Tensor, _ displacements: Tensor) -> Tensor {
        let logits = (nodes * weight("presence.weight")).sum([2], keepingDimensions: true) + weight("presence.bias")
        let presence = logits.sigmoid  // [picture, node, 1]
        let offsets = displacements.indices(1, ifAny: layout.nodes)
        let difference = offsets.indices(1, layout.to) - offsets.indices(1, layout.from)
        let square = (difference * difference).sum([2], keepingDimensions: true)
        let nearness = (square * (1 / (Self.tolerance * Self.tolerance)) + 1).power(-1)
        let shares = layout.groups.flatMap { group in
            [Double](repeating: Self.edgeShare / Double(max(1, group.concepts - 1)), count: group.edges.count)
        }
        return presence.indices(1, layout.from) * presence.indices(1, layout.to) * nearness
            * Tensor(shares, shape: [shares.count, 1]).moved(to: nodes.device).converted(to: nodes.dtype)
    }

    /// The readout's weights as they count, in class order: those of such edges without their sign.
    var readoutWeight: Tensor {
        let weight = weight("readout.weight")
        guard configuration.edgeContent == .arrangement else { return weight }
        let isEdge = configuration.concepts.flatMap { concepts in
            [Float](repeating: 0, count: concepts * configuration.nodeLength)
                + [Float](repeating: 1, count: concepts * (concepts - 1) * configuration.edgeLength)
        }
        let edges = Tensor(isEdge, shape: [isEdge.count]).moved(to: weight.device)
        return weight.absolute.chosen(where: edges.isGreater(than: edges.zerosLike), else: weight)
    }
}
