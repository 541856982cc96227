import RationaleCore
import RationaleTorch

extension Network {
    /// Chooses the output that holds the scores, or what becomes of them, and leaves the others out.
    ///
    /// - Parameters:
    ///   - name: its name; `nil` for the one called `logits` or the like, or the first that is one row for each input.
    ///   - trace: shapes and types of all values for a batch of two.
    /// - Returns: its name, and those of the others.
    mutating func chooseOutput(
        _ name: String?, _ trace: [Value?]
    ) throws(RationaleError) -> (name: String, others: [String]) {
        let index: Int
        if let name {
            guard let found = outputs.firstIndex(of: name) else {
                let nearest = outputs.nearest(to: name).map { "'\($0)'" }
                throw RationaleError(
                    .usage, "\(self.name) has no output '\(name)'",
                    hint: nearest.isEmpty
                        ? "It has \(outputs.joined(separator: ", "))."
                        : "Did you mean \(nearest.joined(separator: ", "))?")
            }
            index = found
        } else {
            index = try likelyOutput(trace)
        }
        let chosen = outputs[index]
        let others = outputs.indices.filter { $0 != index }.map { outputs[$0] }
        if !others.isEmpty {
            notes.append(
                "the network returns \(outputs.joined(separator: ", ")); '\(chosen)' is explained (--output-name chooses)"
            )
        }
        let output = beforeArgmax(graph.outputs[index], trace)
        try requireRows(output, chosen, trace)
        graph = graph.slice(from: graph.inputs, to: [output])
        outputs = [chosen]
        let used = Set(graph.parameters.map(\.id))
        weights = weights.filter { used.contains($0.key) }
        return (chosen, others)
    }

    private static let usualNames = [
        "logits", "scores", "probabilities", "probs", "logit", "prediction", "predictions",
    ]

    private func likelyOutput(_ trace: [Value?]) throws(RationaleError) -> Int {
        let rows = outputs.indices.filter { isRows(beforeArgmax(graph.outputs[$0], trace), trace) }
        let scores = rows.filter { trace[graph.outputs[$0]]?.tensor?.dtype.isFloatingPoint ?? false }
        for name in Self.usualNames { if let index = rows.first(where: { outputs[$0] == name }) { return index } }
        // What is refused is told of the first.
        return scores.first ?? rows.first ?? 0
    }

    /// Class numbers are no scores: what they are chosen from is.
    private func beforeArgmax(_ output: Graph.ValueID, _ trace: [Value?]) -> Graph.ValueID {
        guard let node = graph.nodes.first(where: { $0.results.first == .some(output) }),
            node.operatorName == "aten::argmax", case .value(let source)? = node.arguments.first,
            isRows(source, trace)
        else { return output }
        return source
    }

    /// Whether a value is one row of floating-point numbers for each input, perhaps with further dimensions of length 1.
    private func isRows(_ value: Graph.ValueID, _ trace: [Value?]) -> Bool {
        guard let tensor = trace[value]?.tensor, tensor.dtype.isFloatingPoint else { return false }
        if input.fixedBatch == 1, tensor.rank == 1, tensor.shape[0] > 1 { return true }
        return tensor.rank >= 1 && tensor.shape[0] == (input.fixedBatch ?? 2)
            && tensor.shape.dropFirst(2).allSatisfy { $0 == 1 }
    }

    private mutating func requireRows(
        _ output: Graph.ValueID, _ name: String, _ trace: [Value?]
    ) throws(RationaleError) {
        if isRows(output, trace) {
            if output != graph.outputs[outputs.firstIndex(of: name) ?? 0] {
                notes.append("'\(name)' is a class number (argmax); the scores that it is chosen from are explained")
            }
            return
        }
        guard let tensor = trace[output]?.tensor else {
            throw RationaleError(
                .badData, "the output '\(name)' of \(self.name) is no tensor",
                hint: "Export a network that returns one row of scores for each input.")
        }
        let reason =
            !tensor.dtype.isFloatingPoint
            ? "its elements are whole numbers (\(tensor.dtype)), so nothing says how a score changes"
            : tensor.rank > 2 && tensor.shape[0] == (input.fixedBatch ?? 2)
                ? "it has a score at each of \(tensor.shape.dropFirst(2).map(String.init).joined(separator: "×")) "
                    + "positions, as a segmentation or detection has" : "it is not one row for each input"
        throw RationaleError(
            .badData,
            "\(self.name) is not a classifier: its output '\(name)' has the shape \(tensor.shape) for a batch of "
                + "\(input.fixedBatch ?? 2), and \(reason)",
            hint: outputs.count > 1
                ? "--output-name chooses another of \(outputs.joined(separator: ", "))."
                : "Export the network with the head that returns one score for each class.")
    }
}
