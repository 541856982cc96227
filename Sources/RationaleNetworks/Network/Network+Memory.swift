public import RationaleCore
import RationaleTorch

extension Network {
    /// The bytes of all intermediate results for one input, which a gradient keeps.
    ///
    /// - Complexity: one pass over the graph without computing.
    public func activationBytes() throws(RationaleError) -> Int {
        let trace = try traced()
        let made = graph.nodes.filter { !$0.isView }.flatMap { $0.results.compactMap(\.self) }
        let results = made.reduce(0) { sum, id in
            switch trace[id] {
            case .tensor(let tensor): sum + tensor.count * tensor.dtype.size
            case .tensors(let tensors): sum + tensors.reduce(0) { $0 + ($1.map { $0.count * $0.dtype.size } ?? 0) }
            default: sum
            }
        }
        let workspaces = graph.nodes.reduce(0) { $0 + recurrentWorkspace(of: $1, trace) }
        return (results + workspaces) / (input.fixedBatch ?? 1)
    }

    /// What a recurrent layer keeps for its gradient besides its results: at each position the gates and their inputs,
    /// for each direction and layer as many numbers as its weights have rows.
    private func recurrentWorkspace(of node: Node, _ trace: [Value?]) -> Int {
        guard ["aten::lstm", "aten::gru", "aten::rnn_"].contains(where: { node.operatorName?.hasPrefix($0) ?? false }),
            case .value(let id)? = node.arguments.first, let input = trace[id]?.tensor, let width = input.shape.last
        else { return 0 }
        let matrices = node.arguments.flatMap(\.values).compactMap { weights[$0] }.filter { $0.rank == 2 }
        let rows = matrices.reduce(0) { $0 + $1.shape[0] }
        return input.count / max(1, width) * rows * input.dtype.size
    }
}
