internal import CTorch
public import RationaleCore

extension ProcessGroup {
    /// The mean of each tensor over the processes: the same bytes in every process and every run.
    ///
    /// Neighbours in the list travel as one large tensor, up to 8 MiB, because each journey costs a round of messages
    /// whatever its size. Sums are made in the tensors' own type.
    ///
    /// - Parameter tensors: floating-point tensors on the group's ``device``, of the same shapes and types in the same
    ///   order everywhere.
    /// - Throws: `RationaleError.Code.unavailable` where another process ended or is silent for the timeout.
    public func mean(of tensors: [Tensor]) throws(RationaleError) -> [Tensor] {
        if size == 1 { return tensors }
        precondition(tensors.allSatisfy(\.dtype.isFloatingPoint), "a mean of whole numbers")
        return try TensorBuckets.map(tensors) { bucket throws(RationaleError) in
            try overwriting(bucket) {
                ctorch_process_group_sum(reference, $0, &$1)
            } / Double(size)
        }
    }

    /// The tensors of one process, in all.
    ///
    /// - Parameters:
    ///   - tensors: those to give away, on the group's ``device``; in the other processes tensors of the same shapes and
    ///     types, whose elements do not matter.
    ///   - root: whose tensors all get.
    /// - Throws: `RationaleError.Code.unavailable` where another process ended or is silent for the timeout.
    public func broadcast(_ tensors: [Tensor], from root: Int = 0) throws(RationaleError) -> [Tensor] {
        precondition((0..<size).contains(root), "rank \(root) of \(size)")
        if size == 1 { return tensors }
        return try TensorBuckets.map(tensors) { bucket throws(RationaleError) in
            try overwriting(bucket) {
                ctorch_process_group_broadcast(reference, $0, Int32(root), &$1)
            }
        }
    }

    /// Waits until every process is here.
    ///
    /// - Throws: `RationaleError.Code.unavailable` where another process ended or is silent for the timeout.
    public func barrier() throws(RationaleError) {
        // c10d's own barriers know no deadline of the device; a sum that needs everybody does.
        _ = try mean(of: [.zeros([1], device: device)])
    }

    /// An operation that overwrites its tensor, which nobody else may hold.
    private func overwriting(
        _ tensor: Tensor, _ operation: (CTorchTensor, inout CTorchError) -> Int32
    ) throws(RationaleError) -> Tensor {
        do {
            try check { operation(tensor.reference, &$0) }
            return tensor
        } catch {
            let others = size == 2 ? "rank \(1 - rank)" : "one of the other \(size - 1) processes"
            let reason = error.message.plainReason
            let isSilent = reason.lowercased().contains("timed out") || reason.contains("no answer")
            throw RationaleError(
                .unavailable,
                "rank \(rank) of \(size) was left by \(others)"
                    + (isSilent ? ", which did not answer within \(timeout.words)" : ": \(reason)"))
        }
    }
}
