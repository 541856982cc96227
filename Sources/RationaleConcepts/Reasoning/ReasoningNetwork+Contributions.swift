public import RationaleCore
import RationaleTorch

extension ReasoningNetwork {
    /// What each node and edge adds to the score of a class: the answer to "why this class".
    ///
    /// - Returns: one for each picture.
    /// - Throws: `RationaleError.Code.usage` for a class that there is not, or graphs that do not fit.
    public func contributions(
        of graphs: ConceptGraphTensors, toClass target: Int
    ) throws(RationaleError) -> [ReasoningContributions] {
        try checkClass(target)
        return try contributions(of: graphs, weights: (0..<configuration.classes).map { $0 == target ? 1 : 0 })
    }

    /// What each node and edge adds to the difference of the scores of two classes: the answer to "why this class and not
    /// that one". Positive values speak for `target`.
    ///
    /// - Returns: one for each picture.
    /// - Throws: `RationaleError.Code.usage` for a class that there is not, or graphs that do not fit.
    public func contributions(
        of graphs: ConceptGraphTensors, toClass target: Int, insteadOf other: Int
    ) throws(RationaleError) -> [ReasoningContributions] {
        for number in [target, other] { try checkClass(number) }
        var weights = [Double](repeating: 0, count: configuration.classes)
        weights[target] += 1
        weights[other] -= 1
        return try contributions(of: graphs, weights: weights)
    }

    /// Splits a weighted sum of scores, `Σ_c u_c · score_c`, into what each node, each edge and the bias add to it.
    ///
    /// With v the vectors of all graphs and W the readout, the contributions are `v ⊙ Σ_c u_c W_c`, summed over the numbers of
    /// a node or edge. They are exactly what the readout adds up. But messages, and the norm `.graph`, have brought to a node
    /// what the other nodes hold, so a node's contribution is not the change of the score when its concept is removed.
    ///
    /// - Parameters:
    ///   - graphs: the pictures.
    ///   - weights: u, one number for each class: 1 for the class asked about, or 1 and −1 for a difference.
    /// - Returns: one for each picture. Sums are exact to the precision of the network's own numbers.
    /// - Throws: `RationaleError.Code.usage` where there are not as many weights as classes, or graphs do not fit.
    /// - Complexity: one pass in inference.
    public func contributions(
        of graphs: ConceptGraphTensors, weights: [Double]
    ) throws(RationaleError) -> [ReasoningContributions] {
        guard weights.count == configuration.classes else {
            throw RationaleError(
                .usage,
                "contributions: expected a weight for each of \(configuration.classes) classes, found \(weights.count)")
        }
        return try withoutGradient { () throws(RationaleError) in
            let pass = try pass(graphs, mode: .inference)
            let products = pass.vector.converted(to: .float64) * readout(weights)
            // Of each group the values of all pictures: `[picture, class, concept or edge]`, flat.
            let parts = layout.groups.map { group in
                let (classes, concepts) = (group.classes.count, group.concepts)
                let own = products.slice(1, group.vector).reshaped([graphs.count, classes, group.vectorLength])
                let split = concepts * configuration.nodeLength
                func values(_ range: Range<Int>, _ count: Int) -> [Double] {
                    guard count > 0 else { return [] }
                    return own.slice(2, range).reshaped([graphs.count, classes, count, range.count / count])
                        .sum([3]).elements(as: Double.self)
                }
                return (
                    group: group, nodes: values(0..<split, concepts),
                    edges: values(split..<group.vectorLength, group.edgesPerClass)
                )
            }
            let bias = zip(weights, weight("readout.bias").elements(as: Double.self)).reduce(0) { $0 + $1.0 * $1.1 }
            let scores = pass.scores.elements(as: Double.self)
            return (0..<graphs.count).map { picture in
                var nodes = [[Double]](repeating: [], count: configuration.classes)
                var edges = [[ReasoningContributions.Edge]](repeating: [], count: configuration.classes)
                for part in parts {
                    let ends = ReasoningConfiguration.ends(concepts: part.group.concepts)
                    for (index, graph) in part.group.classes.enumerated() {
                        let row = picture * part.group.classes.count + index
                        let first = row * part.group.concepts
                        nodes[graph] = Array(part.nodes[first..<first + part.group.concepts])
                        edges[graph] = ends.enumerated().map { edge, ends in
                            .init(
                                graph: graph, from: ends.from, to: ends.to,
                                value: part.edges[row * part.group.edgesPerClass + edge])
                        }
                    }
                }
                let own = scores[picture * configuration.classes..<(picture + 1) * configuration.classes]
                return ReasoningContributions(
                    nodes: nodes, edges: edges.flatMap { $0 }, bias: bias,
                    score: zip(weights, own).reduce(0) { $0 + $1.0 * $1.1 })
            }
        }
    }

    /// `Σ_c u_c W_c` in group order, float64: `[ΣL]`.
    private func readout(_ weights: [Double]) -> Tensor {
        let weight = readoutWeight.converted(to: .float64)
        switch configuration.readout {
        case .all:
            let factors = Tensor(weights, shape: [weights.count]).moved(to: weight.device)
            return factors.matmul(weight).indices(0, ifAny: layout.vectors)
        case .own:
            let factors = zip(weights, configuration.vectors).flatMap { Array(repeating: $0, count: $1) }
            return (weight * Tensor(factors, shape: [factors.count]).moved(to: weight.device))
                .indices(0, ifAny: layout.vectors)
        }
    }

    private func checkClass(_ number: Int) throws(RationaleError) {
        guard (0..<configuration.classes).contains(number) else {
            throw RationaleError(
                .usage, "contributions: there is no class \(number), only 0 to \(configuration.classes - 1)")
        }
    }
}
