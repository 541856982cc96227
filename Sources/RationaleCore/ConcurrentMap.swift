import Dispatch

extension RandomAccessCollection where Index == Int {
    /// Each element's result, computed on all cores, in the elements' order.
    ///
    /// - Parameter transform: may run on any thread, several at once.
    package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result]
    where Self: Sendable {
        let count = self.count
        let start = startIndex
        return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Sendable: every iteration writes its own element, and all have ended before the buffer is read.
            nonisolated(unsafe) let base = buffer.baseAddress
            DispatchQueue.concurrentPerform(iterations: count) { index in
                (base! + index).initialize(to: transform(self[start + index]))
            }
            initialized = count
        }
    }
}
