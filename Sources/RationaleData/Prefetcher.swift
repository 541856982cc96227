import Foundation

/// Values made ahead of their use by threads of their own, and handed out in order.
///
/// Value number `n` is `make(n)`, so what comes out does not depend on how many threads there are or how far ahead they
/// run. A learner that asks for the next batch finds it made, unless making takes longer than learning.
///
/// ```swift
/// let batches = Prefetcher(from: step, ahead: 4, threads: 1) { try task.batch(of: samples($0)) }
/// let batch = try batches.next()
/// ```
public final class Prefetcher<Element: Sendable>: Sendable {
    private let queue: Queue<Element>

    /// Starts making values.
    ///
    /// - Parameter first: the number of the value that ``next()`` returns first.
    /// - Parameter ahead: how many values may wait; at least 1. Each is kept in memory.
    /// - Parameter threads: how many threads make values; at least 1.
    /// - Parameter make: makes value number `n`; called on those threads. The first error ends the making, and is
    ///   thrown where its value would have been.
    public init(
        from first: Int = 0, ahead: Int = 4, threads: Int = 1, make: @escaping @Sendable (Int) throws -> Element
    ) {
        precondition(ahead > 0 && threads > 0)
        queue = Queue(from: first, ahead: ahead)
        for number in 0..<threads {
            let thread = Thread { [queue] in
                while let index = queue.take() { queue.put(Result { try make(index) }, at: index) }
            }
            thread.name = "prefetcher \(number)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { queue.stop() }

    /// The next value in order; waits until it is made.
    ///
    /// - Throws: what `make` threw for this value, again on every later call.
    public func next() throws -> Element { try queue.next() }

    /// For how long ``next()`` has waited in all.
    public var waited: Duration { queue.waited }
}

/// The values between the threads that make them and the one that uses them.
private final class Queue<Element: Sendable>: @unchecked Sendable {
    // Sendable: everything below is touched only while `condition` is locked.
    private let condition = NSCondition()
    private let ahead: Int
    private var made: [Int: Result<Element, any Error>] = [:]
    private var upcoming: Int
    private var wanted: Int
    private var stopped = false
    private var waiting = Duration.zero

    init(from first: Int, ahead: Int) {
        self.ahead = ahead
        upcoming = first
        wanted = first
    }

    var waited: Duration { condition.withLock { waiting } }

    func stop() {
        condition.withLock {
            stopped = true
            condition.broadcast()
        }
    }

    /// The number of a value to make, or `nil` when none is needed any more.
    func take() -> Int? {
        condition.withLock {
            while !stopped && upcoming >= wanted + ahead { condition.wait() }
            if stopped { return nil }
            defer { upcoming += 1 }
            return upcoming
        }
    }

    func put(_ value: Result<Element, any Error>, at index: Int) {
        condition.withLock {
            made[index] = value
            if case .failure = value { stopped = true }
            condition.broadcast()
        }
    }

    func next() throws -> Element {
        try condition.withLock {
            let begin = ContinuousClock.now
            while made[wanted] == nil { condition.wait() }
            waiting += begin.duration(to: .now)
            guard case .success(let value)? = made[wanted] else { return try made[wanted]!.get() }
            made[wanted] = nil
            wanted += 1
            condition.broadcast()
            return value
        }
    }
}
