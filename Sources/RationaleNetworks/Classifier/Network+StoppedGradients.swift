import RationaleTorch

extension Network {
    /// Lets gradients through where the network stops them (`torch.no_grad`, `detach`) on every way from the input to the
    /// scores: what stopped them were frozen weights, and weights are frozen here anyway.
    ///
    /// Where another way is open, they stay stopped, so that gradients are PyTorch's; a note says so.
    ///
    /// - Parameter trace: shapes and types of all values.
    mutating func passStoppedGradients(_ trace: [Value?]) {
        let stops = graph.nodes.indices.filter { Self.stopping.contains(graph.nodes[$0].operatorName ?? "") }
        guard !stops.isEmpty else { return }
        let reached = differentiable(trace, stops: false)
        // What stops constants stops nothing.
        let effective = stops.filter { stop in
            graph.nodes[stop].arguments.flatMap(\.values).contains(where: reached.contains)
        }
        guard !effective.isEmpty else { return }
        guard graph.outputs.allSatisfy({ !differentiable(trace, stops: true).contains($0) }) else {
            notes.append(
                "gradients stop at \(effective.count) place\(effective.count == 1 ? "" : "s") of the network "
                    + "(torch.no_grad or detach), as in PyTorch: maps by gradients leave out what flows there")
            return
        }
        var replacement: [Graph.ValueID: Graph.ValueID] = [:]
        for stop in effective {
            guard case .value(let source)? = graph.nodes[stop].arguments.first,
                let result = graph.nodes[stop].results.first
            else { continue }
            if let result { replacement[result] = source }
        }
        graph = graph.removing(Set(effective), replacing: replacement)
        notes.append(
            "gradients pass where the network stops them (torch.no_grad or detach): no other way leads to the scores")
    }

    private static let stopping: Set = ["aten::detach", "aten::detach_copy"]

    /// The values to which a gradient could flow back from, up to the explained input.
    private func differentiable(_ trace: [Value?], stops: Bool) -> Set<Graph.ValueID> {
        var reached: Set = [graph.inputs[0]]
        for node in graph.nodes where node.arguments.flatMap(\.values).contains(where: reached.contains) {
            if stops, Self.stopping.contains(node.operatorName ?? "") { continue }
            for result in node.results.compactMap(\.self) {
                // Sizes and whole numbers carry no gradient; a list of tensors is traced as its elements.
                let carries = trace[result]?.tensor.map(\.dtype.isFloatingPoint) ?? (trace[result]?.int == nil)
                if carries { reached.insert(result) }
            }
        }
        return reached
    }
}
