import RationaleCore

/// Many small tensors as few large ones, for what costs by the call.
enum TensorBuckets {
    /// Large enough that a message's fixed cost vanishes, small enough that the copy is not felt.
    static let byteLimit = 8 << 20

    /// Applies `body` to one-dimensional tensors that hold several of the given ones behind each other, and takes the
    /// results apart again.
    ///
    /// Neighbours of one type share a bucket; the order is kept, so that equal lists make equal buckets everywhere. Each
    /// bucket is a fresh copy outside any gradient graph, which `body` may overwrite.
    static func map(
        _ tensors: [Tensor], _ body: (Tensor) throws(RationaleError) -> Tensor
    ) throws(RationaleError) -> [Tensor] {
        var results: [Tensor] = []
        results.reserveCapacity(tensors.count)
        var start = 0
        while start < tensors.count {
            let end = end(of: tensors, from: start)
            let members = tensors[start..<end]
            let bucket = try body(.concatenated(members.map { $0.detached.reshaped([-1]) }))
            var offset = 0
            for member in members {
                results.append(bucket.slice(0, offset..<offset + member.count).reshaped(member.shape))
                offset += member.count
            }
            start = end
        }
        return results
    }

    private static func end(of tensors: [Tensor], from start: Int) -> Int {
        let dtype = tensors[start].dtype
        var bytes = 0
        var end = start
        while end < tensors.count, tensors[end].dtype == dtype {
            bytes += tensors[end].count * dtype.size
            if end > start, bytes > byteLimit { break }
            end += 1
        }
        return end
    }
}
