public import RationaleCore
public import RationaleNetworks

/// How much memory an explanation may take for activations.
public struct MemoryBudget: Sendable, Hashable {
    public var bytes: Int
    /// No more inputs at once than this, whatever fits. Default: 16, beyond which ResNet-18 and VGG-16 on a CPU gain at
    /// most 3 %, and without `LibTorch.keepFreedMemory()` lose more.
    public var largestChunk: Int

    public init(bytes: Int, largestChunk: Int = 16) {
        self.bytes = bytes
        self.largestChunk = largestChunk
    }

    /// 2 GiB.
    public static let standard = MemoryBudget(bytes: 2 << 30)

    /// How many inputs of a network fit at once with everything that a gradient needs; at least one.
    ///
    /// - Parameter network: whose intermediate results are to fit.
    /// - Parameter limit: how many there are.
    /// - Complexity: none for a single input; otherwise one pass over the graph's shapes, without computing.
    public func chunk(of network: Network, limit: Int) throws(RationaleError) -> Int {
        if limit <= 1 { return max(1, limit) }
        let fitting = bytes / max(1, try network.activationBytes())
        return max(1, min(limit, fitting, largestChunk))
    }

    /// How many of something to do at once for each of a number of inputs, so that all chunks are about as large.
    ///
    /// - Parameters:
    ///   - limit: how many there are to do for each input.
    ///   - each: the number of inputs.
    func evenChunk(of network: Network, limit: Int, each batch: Int) throws(RationaleError) -> Int {
        let largest = max(1, try chunk(of: network, limit: limit * batch) / batch)
        let chunks = (limit + largest - 1) / largest
        return (limit + chunks - 1) / chunks
    }
}
