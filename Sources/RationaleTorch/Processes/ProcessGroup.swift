internal import CTorch
import Foundation
public import RationaleCore

/// Several processes, on one or more machines, that compute on the same tensors in step.
///
/// LibTorch's c10d: Gloo over TCP for the CPU, NCCL for CUDA. All processes must call the same operations in the same
/// order with tensors of the same shapes; an operation returns when this process has its result. One group belongs to
/// one launch: a process joins once.
///
/// Whatever goes wrong in one process, the others end with `RationaleError.Code.unavailable` within ``timeout``: at once where
/// a connection breaks, after the timeout where a process is only silent.
/// The first group of a process makes it ignore SIGPIPE where nothing handles that, so that a lost peer is an error.
public final class ProcessGroup: Sendable {
    // Sendable: c10d's queues carry their own locks; what the order of calls is, is the caller's duty.
    nonisolated(unsafe) let reference: CTorchProcessGroup
    /// Who this process is.
    public let environment: WorkerEnvironment
    /// Where the tensors of all operations are.
    public let device: Device
    /// How long to wait for the others, when joining and in each operation.
    public let timeout: Duration

    /// Joins the group, together with all the others.
    ///
    /// - Parameters:
    ///   - environment: who this process is, and where the processes meet.
    ///   - device: where the tensors will be.
    ///   - timeout: how long to wait for the others; 60 s suffices for processes that are started together, and must
    ///     also cover what one process does while the others wait for it in an operation. At least 1 ms.
    /// - Throws: `RationaleError.Code.unavailable` where the others do not come, with the ranks that are missing;
    ///   `RationaleError.Code.unavailable` where LibTorch cannot connect processes over the device.
    public init(
        _ environment: WorkerEnvironment, device: Device = .cpu, timeout: Duration = .seconds(60)
    ) throws(RationaleError) {
        precondition(timeout >= .milliseconds(1), "a timeout of \(timeout)")
        guard ctorch_process_group_is_built(device.reference) else {
            throw RationaleError(
                .unavailable,
                "this build cannot connect processes over \(device)"
                    + (device.kind == .cuda ? ": it was built without NCCL. Use one process, or the CPU" : ""))
        }
        self.environment = environment
        self.device = device
        self.timeout = timeout
        let clock = ContinuousClock()
        let deadline = clock.now + timeout
        let store = try RendezvousStore(at: environment, timeout: timeout)
        try Self.meet(environment, at: store, until: deadline, timeout: timeout)
        let remaining = max(.milliseconds(100), clock.now.duration(to: deadline))
        reference = try Self.connect(environment, device, at: store, within: remaining, timeout: timeout)
    }

    deinit { ctorch_process_group_free(reference) }

    /// This process's number, from 0 up to but not including ``size``.
    public var rank: Int { environment.rank }
    /// How many processes there are.
    public var size: Int { environment.size }

    /// Waits until every process has said that it is here.
    private static func meet(
        _ environment: WorkerEnvironment, at store: RendezvousStore, until deadline: ContinuousClock.Instant,
        timeout: Duration
    ) throws(RationaleError) {
        let (rank, size) = (environment.rank, environment.size)
        do throws(RationaleError) {
            // The size is in the key: with another one a process is not among those that are waited for.
            guard try store.add(1, to: "\(rank) of \(size)") == 1 else {
                throw RationaleError(.usage, "two processes say that they are rank \(rank) of \(size)")
            }
            var missing = Set(0..<size)
            while true {
                for other in missing.sorted() where try store.has("\(other) of \(size)") { missing.remove(other) }
                if missing.isEmpty { return }
                guard ContinuousClock.now < deadline else {
                    throw RationaleError(
                        .unavailable,
                        "\(missing.count) of \(size) processes did not come within \(timeout.words): rank"
                            + (missing.count == 1 ? " " : "s ") + ranges(of: missing.sorted()),
                        hint: WorkerEnvironment.howToStart)
                }
                Thread.sleep(forTimeInterval: 0.02)
            }
        } catch  where error.engineFailure != nil {
            throw RationaleError(
                .unavailable,
                "rank \(rank) of \(size) lost the store at \(environment.host) while it waited: \(error.message.plainReason)",
                hint: WorkerEnvironment.howToStart
            )
        }
    }

    private static func connect(
        _ environment: WorkerEnvironment, _ device: Device, at store: RendezvousStore, within remaining: Duration,
        timeout: Duration
    ) throws(RationaleError) -> CTorchProcessGroup {
        // This machine's name may lead nowhere; the loopback address always does, and suffices among its processes.
        let address = environment.isLocal ? (environment.host == "::1" ? "::1" : "127.0.0.1") : nil
        var result = CTorchProcessGroup()
        do {
            try check { error in
                withOptional(address) { address in
                    withOptional(environment.interface) { interface in
                        ctorch_process_group_create(
                            store.reference, Int32(environment.rank), Int32(environment.size), device.reference,
                            address, interface, remaining.milliseconds, timeout.milliseconds, &result, &error)
                    }
                }
            }
        } catch {
            throw RationaleError(
                .unavailable,
                "rank \(environment.rank) of \(environment.size) could not connect: \(error.message.plainReason)",
                hint: WorkerEnvironment.howToStart)
        }
        return result
    }
}

private func withOptional<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return text.withCString(body)
}

/// `0, 3–5, 9`; a long list ends in how many more there are.
func ranges(of sorted: [Int], most: Int = 8) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in sorted {
        if let last = ranges.last, last.upperBound + 1 == number {
            ranges[ranges.count - 1] = last.lowerBound...number
        } else {
            ranges.append(number...number)
        }
    }
    let words = ranges.prefix(most).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
    let others = ranges.dropFirst(most).map(\.count).reduce(0, +)
    return words.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
}
