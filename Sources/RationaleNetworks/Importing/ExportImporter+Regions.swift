import RationaleCore
import RationaleTorch

extension ExportImporter {
    /// A part of the network that ran under some condition, as a graph of its own: its nodes are put in place of the call.
    ///
    /// - Without gradients (`torch.no_grad`): its results are detached, as in PyTorch; a classifier undoes that where no
    ///   gradient would be left.
    /// - Autocast: the part is computed in the type of its inputs, which is more exact.
    /// - A checkpoint recomputes a part to save memory; what it computes is the same.
    /// - `torch.cond`: both branches are computed, and the condition chooses between their results.
    mutating func addRegion(_ node: ExportedNode, _ name: String) throws(RationaleError) {
        if name == "cond" { return try addCondition(node) }
        guard Self.plainRegions.contains(name),
            let place = node.inputs.firstIndex(where: { if case .graph = $0.value { true } else { false } }),
            case .graph(_, let body) = node.inputs[place].value
        else {
            throw RationaleError(
                .unavailable, "\(file): \(node.name) is a \(name), whose number of steps depends on data",
                hint: "Export the network with the loop unrolled, or with fixed sizes.")
        }
        if name == "wrap_with_autocast", case .bool(true) = node.inputs[2].value {
            reducedRegions += 1
        }
        var given: [Argument] = []
        for input in node.inputs[(place + 1)...] { given += try arguments(input.value) }
        let results = try inline(body, given, of: node)
        let stopsGradients =
            if name == "wrap_with_set_grad_enabled", case .bool(false) = node.inputs[0].value { true } else { false }
        for (result, value) in zip(node.outputs.flatMap(\.names), results) {
            if stopsGradients {
                try append(node, .aten("aten::detach"), [value], results: [.tensor(result)])
            } else {
                names[result] = value
            }
        }
    }

    private static let plainRegions: Set = [
        "wrap_with_set_grad_enabled", "wrap_with_autocast", "tag_activation_checkpoint", "wrap_activation_checkpoint",
        "invoke_subgraph", "wrap", "strict_mode", "hints_wrapper", "inductor_compiled_code",
    ]

    private mutating func addCondition(_ node: ExportedNode) throws(RationaleError) {
        let bodies = node.inputs.compactMap { input -> ExportedGraph? in
            if case .graph(_, let body) = input.value { body } else { nil }
        }
        guard bodies.count == 2, let condition = node.inputs.first else {
            throw RationaleError(.badData, "\(file): \(node.name) is a condition without two branches")
        }
        var given: [Argument] = []
        for input in node.inputs.dropFirst(3) { given += try arguments(input.value) }
        let choice = try argument(condition.value)
        let (yes, no) = (try inline(bodies[0], given, of: node), try inline(bodies[1], given, of: node))
        let truth: Argument
        switch condition.value {
        case .tensor: truth = choice
        default:
            let id = newValue()
            truth = .value(id)
            try functionalizer.add(
                Node(
                    .aten("aten::full"),
                    [
                        .constant(.ints([])), choice, .constant(.dtype(.bool)), .constant(.none),
                        .constant(.device(.cpu)),
                    ], results: [id], path: node.path, name: "\(node.name)_condition"))
        }
        for (index, name) in node.outputs.flatMap(\.names).enumerated() {
            guard yes.indices.contains(index), no.indices.contains(index) else {
                throw RationaleError(.badData, "\(file): the branches of \(node.name) return too little")
            }
            try functionalizer.add(
                Node(
                    .aten("aten::where.self"), [truth, yes[index], no[index]], results: [bind(name)], path: node.path,
                    name: name))
        }
    }

    /// What a call gives to a region: a list counts as its elements.
    private func arguments(_ value: ExportedArgument) throws(RationaleError) -> [Argument] {
        switch value {
        case .tensors(let names): try names.map { name throws(RationaleError) in try argument(.tensor(name)) }
        // The name that a shared region has.
        case .string: []
        default: [try argument(value)]
        }
    }

    /// Adds a region's nodes, whose names are its own.
    ///
    /// - Returns: what it returns.
    private mutating func inline(
        _ body: ExportedGraph, _ given: [Argument], of node: ExportedNode
    ) throws(RationaleError) -> [Argument] {
        let outside = names
        let inner = body.inputs.flatMap(\.names)
        guard inner.count <= given.count else {
            throw RationaleError(
                .badData, "\(file): \(node.name) gives \(given.count) values to a region that takes \(inner.count)")
        }
        for (name, value) in zip(inner, given) { names[name] = value }
        for node in body.nodes { try add(node) }
        let results = try body.outputs.flatMap(\.names).map { name throws(RationaleError) in
            guard let value = names[name] else {
                throw RationaleError(.badData, "\(file): \(node.name) returns '\(name)', which nothing computes")
            }
            return value
        }
        names = outside
        return results
    }
}
