public import RationaleCore
import RationaleTorch

extension Network {
    /// The bytes of all intermediate results for one input, which a gradient keeps.
    ///
    /// - Complexity: one pass over the graph without computing.
    public func activationBytes() throws(RationaleError) -> Int {
        let trace = try traced()
        let made = graph.nodes.filter { !$0.isView }.flatMap { $0.results.compactMap(\.self) }
        let bytes = made.reduce(0) { sum, id in
            switch trace[id] {
            case .tensor(let tensor): sum + tensor.count * tensor.dtype.size
            case .tensors(let tensors): sum + tensors.reduce(0) { $0 + ($1.map { $0.count * $0.dtype.size } ?? 0) }
            default: sum
            }
        }
        return bytes / (input.fixedBatch ?? 1)
    }
}
