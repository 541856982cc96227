import RationaleTorch

extension PerturbableInput {
    /// The target's probability while places are replaced one after the other, in the orders of several maps.
    ///
    /// - Parameters:
    ///   - orders: one for each map.
    ///   - counts: at how many replaced places the network is asked.
    ///   - start: before anything is replaced, of the input's shape.
    ///   - end: when all places are.
    /// - Returns: for each order, the probabilities at each of the counts.
    /// - Complexity: `orders.count · counts.count` forward passes, all orders in the same batches.
    func readouts(
        replacing orders: [PlaceOrder], counts: [Int], from start: Tensor, to end: Tensor
    ) throws -> [[Double]] {
        guard !orders.isEmpty, !counts.isEmpty else { return orders.map { _ in [] } }
        let ranks = Tensor(orders.flatMap { $0.ranks.map(Int32.init) }, shape: [orders.count, places])
            .moved(to: input.device)
        let all = try scores(of: orders.count * counts.count) { range in
            let limits = Tensor(range.map { Int32(counts[$0 % counts.count]) }, shape: [range.count, 1])
                .moved(to: input.device)
            let isReplaced = ranks.indices(0, range.map { $0 / counts.count }).isLess(than: limits)  // [state, places]
            return end.chosen(where: spread(isReplaced), else: start)
        } score: {
            targetReadout($0)
        }
        return orders.indices.map { Array(all[$0 * counts.count..<($0 + 1) * counts.count]) }
    }
}
