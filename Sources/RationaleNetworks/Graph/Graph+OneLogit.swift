internal import RationaleTorch

extension Graph {
    /// The graph of a classifier with a single logit z, returning the scores of two classes: `[−z/2, z/2]`.
    ///
    /// Their softmax is `[1 − σ(z), σ(z)]` with the sigmoid σ, and their cross-entropy is the binary cross-entropy of z,
    /// so whatever reads two scores reads the network rightly. The halves are what makes both classes explicable: with
    /// `[0, z]` nothing would ever speak for the first. What speaks for one class speaks as much against the other.
    ///
    /// A sigmoid at the end is left out: what is explained is the logit, not the probability, which saturates.
    /// - Precondition: the only output is of the shape `[batch, 1]` or `[batch]`.
    func readingOneLogit() -> Graph {
        var nodes = nodes
        var logit = outputs[0]
        if let last = nodes.firstIndex(where: { $0.results.first == .some(logit) }),
            nodes[last].operatorName == "aten::sigmoid", case .value(let source) = nodes[last].arguments[0]
        {
            logit = source
        }
        let (column, first, second, scores) = (valueCount, valueCount + 1, valueCount + 2, valueCount + 3)
        func add(_ operation: Operator, _ arguments: [Argument], _ result: ValueID, _ name: String) {
            nodes.append(Node(.aten(operation), arguments, results: [result], path: "", name: name))
        }
        add("aten::reshape", [.value(logit), .constant(.ints([-1, 1]))], column, "one_logit")
        add("aten::mul.Tensor", [.value(column), .constant(.double(-0.5))], first, "score_of_first_class")
        add("aten::mul.Tensor", [.value(column), .constant(.double(0.5))], second, "score_of_second_class")
        add("aten::cat", [.list([.value(first), .value(second)]), .constant(.int(1))], scores, "two_scores")
        return rebuilt(nodes: nodes, outputs: [scores], valueCount: valueCount + 4)
            .slice(from: inputs, to: [scores])
    }
}
