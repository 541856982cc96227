public import RationaleCore

/// What a launcher tells a process about the others that it started: who it is, and where they meet.
///
/// `torchrun`, `mpirun` (Open MPI) and `srun` (Slurm) start the same program several times and describe the group in
/// environment variables; ``init(_:)`` reads them. A test or a launcher of its own makes one from its parts.
public struct WorkerEnvironment: Sendable, Hashable {
    static let howToStart = "Start all processes at once: torchrun --no-python --nproc-per-node 2 PROGRAM …"

    /// This process's number, from 0 up to but not including ``size``.
    public var rank: Int
    /// How many processes there are.
    public var size: Int
    /// This process's number among those on this machine: which of its accelerators to take.
    public var localRank: Int
    /// Where the processes meet: a name or an address of the machine of rank 0.
    public var host: String
    /// The port there.
    public var port: Int
    /// Whether somebody else, such as torchrun's agent, keeps the store at the port; otherwise rank 0 does.
    public var storeIsServed: Bool
    /// How often the launcher has started the group again.
    public var attempt: Int
    /// The network interface for the connections (`eth0`); `nil` for the one that this machine's name leads to.
    public var interface: String?

    /// A group that some launcher described.
    ///
    /// - Throws: `RationaleError.Code.usage` where the parts contradict each other.
    public init(
        rank: Int, size: Int, localRank: Int? = nil, host: String, port: Int, storeIsServed: Bool = false,
        attempt: Int = 0, interface: String? = nil
    ) throws(RationaleError) {
        func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(RationaleError) {
            if !condition { throw RationaleError(.usage, message()) }
        }
        try require(size >= 1, "a group of \(size) processes: expected at least 1")
        try require((0..<size).contains(rank), "rank \(rank) of \(size) processes: expected 0 to \(size - 1)")
        try require((0...rank).contains(localRank ?? rank), "local rank \(localRank ?? rank) of rank \(rank)")
        try require(!host.isEmpty, "the host where the processes meet is empty")
        try require((1...65535).contains(port), "port \(port): expected 1 to 65535")
        self.rank = rank
        self.size = size
        self.localRank = localRank ?? rank
        self.host = host
        self.port = port
        self.storeIsServed = storeIsServed
        self.attempt = attempt
        self.interface = interface
    }

    /// Whether the processes meet on this machine's loopback address, which no other machine can reach.
    public var isLocal: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
