import Foundation
import Synchronization

/// A value that another thread computes meanwhile.
final class BackgroundValue<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ compute: @escaping @Sendable () throws -> Value) {
        let thread = Thread { [self] in
            let computed = Result { try compute() }
            result.withLock { $0 = computed }
            done.signal()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Waits for it.
    func get() throws -> Value {
        done.wait()
        defer { done.signal() }
        return try result.withLock { $0 }!.get()
    }
}
