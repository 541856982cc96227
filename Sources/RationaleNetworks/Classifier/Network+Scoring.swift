import RationaleCore
import RationaleTorch

extension Network {
    /// Makes the output the scores, `[batch, class]`, and finds out what they mean.
    ///
    /// - Parameters:
    ///   - wanted: what the caller says; `nil` to take what the graph shows, or the usual where it shows nothing.
    ///   - trace: shapes and types of all values for a batch of two.
    /// - Returns: what the scores mean, and how that is known.
    mutating func readScores(
        _ wanted: Scoring?, _ trace: [Value?]
    ) throws(RationaleError) -> (Scoring, reason: String) {
        let output = graph.outputs[0]
        let columns = columns(of: output, trace)
        let last = graph.finalNonlinearity(of: output, trace: trace)
        if wanted == .value { return (.value, read(output, trace, .value, reason: "chosen by the caller")) }
        guard let last else { return try readRaw(output, columns, trace, wanted) }
        let found = last.kind.scoring(columns: columns)
        guard wanted == nil || wanted == found else {
            throw RationaleError(
                .usage,
                "\(name) ends in a \(last.kind.name), so its scoring is '\(found.rawValue)', not '\(wanted?.rawValue ?? "")'",
                hint: "Leave --scoring out, or say 'value' to explain what the network returns as a plain number.")
        }
        let reason = "the network ends in a \(last.kind.name), which is left out"
        let isReversed = last.kind == .twoSigmoids(isReversed: true)
        return (found, read(last.scores, trace, found, isReversed: isReversed, reason: reason))
    }

    /// The scores are what the network returns.
    private mutating func readRaw(
        _ output: Graph.ValueID, _ columns: Int, _ trace: [Value?], _ wanted: Scoring?
    ) throws(RationaleError) -> (Scoring, reason: String) {
        let scoring = wanted ?? (columns == 1 ? .logit : .softmax)
        switch (scoring, columns) {
        case (.softmax, 1):
            throw RationaleError(
                .usage, "\(name) returns one number for each input, of which a softmax is always 1",
                hint: "Say --scoring logit for two classes, or --scoring value for a quantity.")
        case (.logit, 2...):
            throw RationaleError(
                .usage, "\(name) returns \(columns) numbers for each input, not one logit",
                hint:
                    "Say --scoring sigmoid for labels that are independent of each other, or softmax for exclusive ones."
            )
        // One label by itself is the same as two classes.
        case (.sigmoid, 1): return (.logit, read(output, trace, .logit, reason: "chosen by the caller"))
        default: break
        }
        guard wanted == nil else { return (scoring, read(output, trace, scoring, reason: "chosen by the caller")) }
        if scoring == .logit {
            notes.append(
                "the network returns one number for each input, which is read as one logit z with the scores -z and z for "
                    + "two classes; --scoring value reads it as a quantity")
        }
        return (scoring, read(output, trace, scoring, reason: "the usual where nothing in the graph says otherwise"))
    }

    private func columns(of output: Graph.ValueID, _ trace: [Value?]) -> Int {
        guard let shape = trace[output]?.tensor?.shape else { return 0 }
        return isOneRow(shape) ? shape[0] : shape.dropFirst().first ?? 1
    }

    /// Whether a network that takes one input at a time returns its scores without a batch.
    private func isOneRow(_ shape: [Int]) -> Bool { shape.count == 1 && input.fixedBatch == 1 && shape[0] > 1 }

    /// Makes a value the output, in the shape of scores.
    ///
    /// - Returns: the reason, so that a caller needs one line.
    private mutating func read(
        _ value: Graph.ValueID, _ trace: [Value?], _ scoring: Scoring, isReversed: Bool = false, reason: String
    ) -> String {
        let shape = trace[value]?.tensor?.shape ?? []
        var nodes = graph.nodes
        var next = graph.valueCount
        func add(_ operation: Operator, _ arguments: [Argument], _ name: String) -> Graph.ValueID {
            defer { next += 1 }
            nodes.append(Node(.aten(operation), arguments, results: [next], path: "", name: name))
            return next
        }
        var scores = value
        if scoring == .logit {
            scores = add("aten::reshape", [.value(value), .constant(.ints([-1, 1]))], "one_logit")
            let negative = add("aten::neg", [.value(scores)], "score_of_first_class")
            let pair = isReversed ? [scores, negative] : [negative, scores]
            scores = add("aten::cat", [.list(pair.map(Argument.value)), .constant(.int(1))], "two_scores")
        } else if shape.count != 2 {
            let sizes = isOneRow(shape) ? [1, -1] : shape.count == 1 ? [-1, 1] : [-1, shape[1]]
            scores = add("aten::reshape", [.value(value), .constant(.ints(sizes))], "scores")
        }
        graph = graph.rebuilt(nodes: nodes, outputs: [scores], valueCount: next).slice(from: graph.inputs, to: [scores])
        let used = Set(graph.parameters.map(\.id))
        weights = weights.filter { used.contains($0.key) }
        return reason
    }
}

extension FinalNonlinearity.Kind {
    fileprivate var name: String {
        switch self {
        case .softmax: "softmax"
        case .logSoftmax: "log-softmax"
        case .sigmoid: "sigmoid"
        case .logSigmoid: "log-sigmoid"
        case .twoSigmoids: "sigmoid and its complement"
        }
    }

    fileprivate func scoring(columns: Int) -> Scoring {
        switch self {
        case .softmax, .logSoftmax: .softmax
        case .sigmoid, .logSigmoid: columns == 1 ? .logit : .sigmoid
        case .twoSigmoids: .logit
        }
    }
}
