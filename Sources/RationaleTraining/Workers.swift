public import Foundation
import RationaleCore
import RationaleNetworks
public import RationaleTorch

/// The processes that learn one task together, each on its own samples of every step.
///
/// All begin with the same weights and change them by the same gradients, so they stay equal without being compared.
public protocol Workers: Sendable {
    /// Which one this is, from 0. The first one writes the files.
    var rank: Int { get }
    /// How many there are.
    var count: Int { get }
    /// Which one of those on its machine this is, from 0: the GPU that is its own.
    var localRank: Int { get }

    /// The mean of each tensor over the workers: the same bytes on every one.
    ///
    /// All call it with as many tensors of the same shapes and types, in the same order.
    /// - Throws: `RationaleError.Code.unavailable` where another worker is gone.
    func mean(of tensors: [Tensor]) throws -> [Tensor]

    /// The first worker's tensors, on every one.
    ///
    /// All call it with as many tensors of the same shapes and types, in the same order.
    /// - Throws: `RationaleError.Code.unavailable` where another worker is gone.
    func broadcast(_ tensors: [Tensor]) throws -> [Tensor]
}

/// One process by itself.
public struct LoneWorker: Workers {
    public let rank = 0
    public let count = 1
    public let localRank = 0

    public init() {}

    public func mean(of tensors: [Tensor]) -> [Tensor] { tensors }
    public func broadcast(_ tensors: [Tensor]) -> [Tensor] { tensors }
}

/// The processes of a group as workers.
public struct ProcessWorkers: Workers {
    public let group: ProcessGroup
    public let localRank: Int

    /// - Parameter group: all of them.
    /// - Parameter localRank: which one of those on its machine this is.
    public init(_ group: ProcessGroup, localRank: Int) {
        self.group = group
        self.localRank = localRank
    }

    public var rank: Int { group.rank }
    public var count: Int { group.size }

    /// Joins the processes that a launcher started together with this one: `torchrun`, `mpirun` or `srun`.
    ///
    /// - Parameters:
    ///   - variables: where launchers say what they started; see `WorkerEnvironment`.
    ///   - device: where the tensors are that workers share: the CPU, or each process's own CUDA device.
    ///   - timeout: how long to wait for the others, here and in every step. It must cover the longest time for which
    ///     one worker is busy by itself; writing a checkpoint is the usual one.
    /// - Returns: a ``LoneWorker`` where nothing was launched, or only this process.
    /// - Throws: `RationaleError`: `usage` where the variables make no sense, `unavailable` where processes do not come,
    ///   naming their ranks, or the device has no connections.
    public static func launched(
        _ variables: [String: String] = ProcessInfo.processInfo.environment, device: Device = .cpu,
        timeout: Duration = .seconds(60)
    ) throws -> any Workers {
        guard let environment = try WorkerEnvironment(variables), environment.size > 1 else { return LoneWorker() }
        let group = try ProcessGroup(environment, device: device, timeout: timeout)
        return ProcessWorkers(group, localRank: environment.localRank)
    }

    public func mean(of tensors: [Tensor]) throws -> [Tensor] {
        try onDevice(tensors) { tensors throws(RationaleError) in try group.mean(of: tensors) }
    }

    public func broadcast(_ tensors: [Tensor]) throws -> [Tensor] {
        try onDevice(tensors) { tensors throws(RationaleError) in try group.broadcast(tensors) }
    }

    private func onDevice(
        _ tensors: [Tensor], _ body: ([Tensor]) throws(RationaleError) -> [Tensor]
    ) throws -> [Tensor] {
        do throws(RationaleError) {
            let found = try body(tensors.map { $0.moved(to: group.device) })
            return zip(found, tensors).map { $0.moved(to: $1.device) }
        } catch {
            throw error.with(
                hint: "What was learnt up to the last checkpoint is kept. Start all processes again to go on from it.")
        }
    }
}
