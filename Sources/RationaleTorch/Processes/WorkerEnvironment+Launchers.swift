public import RationaleCore

extension WorkerEnvironment {
    /// The group that environment variables describe, or `nil` where there is none.
    ///
    /// | launcher | read |
    /// |---|---|
    /// | `torchrun`, or any that follows it | `RANK`, `WORLD_SIZE`, `LOCAL_RANK`, `MASTER_ADDR`, `MASTER_PORT`, `TORCHELASTIC_USE_AGENT_STORE`, `TORCHELASTIC_RESTART_COUNT` |
    /// | `mpirun` of Open MPI | `OMPI_COMM_WORLD_RANK`, `…_SIZE`, `…_LOCAL_RANK`, `…_LOCAL_SIZE` |
    /// | `srun` of Slurm | `SLURM_PROCID`, `SLURM_NTASKS`, `SLURM_LOCALID`, `SLURM_NNODES` |
    /// | `mpirun` of MPICH | `PMI_RANK`, `PMI_SIZE`, `MPI_LOCALRANKID`, `MPI_LOCALNRANKS` |
    ///
    /// The first of these whose variables are there decides. torchrun always says where to meet. The others do not:
    /// `MASTER_ADDR` and `MASTER_PORT` are read beside them; where all processes are on one machine, they may be left
    /// out: then it is the loopback address and a port that follows from the job's number. `GLOO_SOCKET_IFNAME` names the
    /// network interface.
    ///
    /// - Parameter variables: `ProcessInfo.processInfo.environment`, or a test's own.
    /// - Throws: `RationaleError.Code.usage`, with the variable, what it said and what was expected.
    public init?(_ variables: [String: String]) throws(RationaleError) {
        let variables = EnvironmentVariables(values: variables.filter { !$0.value.isEmpty })
        if variables.has("RANK") || variables.has("WORLD_SIZE") {
            try self.init(torchrun: variables)
        } else if let launcher = Launcher.all.first(where: { variables.has($0.rank) && variables.has($0.size) }) {
            try self.init(variables, launcher)
        } else {
            return nil
        }
    }

    /// Who a process is among those that a launcher started: all that is needed where they do not talk to each other.
    ///
    /// - Parameter variables: `ProcessInfo.processInfo.environment`, or a test's own.
    /// - Returns: the launcher's name, the process's number from 0, and how many there are; `nil` without a launcher.
    /// - Throws: `RationaleError.Code.usage`, with the variable, what it said and what was expected.
    public static func place(
        in variables: [String: String]
    ) throws(RationaleError) -> (launcher: String, rank: Int, size: Int)? {
        let variables = EnvironmentVariables(values: variables.filter { !$0.value.isEmpty })
        let place: (launcher: String, rank: Int, size: Int)
        if variables.has("RANK") || variables.has("WORLD_SIZE") {
            place = ("torchrun", try variables.number("RANK"), try variables.number("WORLD_SIZE"))
        } else if let launcher = Launcher.all.first(where: { variables.has($0.rank) && variables.has($0.size) }) {
            place = (launcher.name, try variables.number(launcher.rank), try variables.number(launcher.size))
        } else {
            return nil
        }
        guard place.rank < place.size else {
            throw RationaleError(
                .usage,
                "\(place.launcher): rank \(place.rank) of \(place.size) processes: expected 0 to \(place.size - 1)")
        }
        return place
    }

    private init(torchrun variables: EnvironmentVariables) throws(RationaleError) {
        let attempt = variables.has("TORCHELASTIC_RESTART_COUNT")
        try self.init(
            rank: variables.number("RANK"), size: variables.number("WORLD_SIZE"),
            localRank: variables.has("LOCAL_RANK") ? variables.number("LOCAL_RANK") : nil,
            host: variables.text("MASTER_ADDR"), port: variables.number("MASTER_PORT"),
            storeIsServed: variables.values["TORCHELASTIC_USE_AGENT_STORE"]?.lowercased() == "true",
            attempt: attempt ? variables.number("TORCHELASTIC_RESTART_COUNT") : 0,
            interface: variables.values["GLOO_SOCKET_IFNAME"])
    }

    private init(_ variables: EnvironmentVariables, _ launcher: Launcher) throws(RationaleError) {
        let size = try variables.number(launcher.size)
        if !variables.has("MASTER_ADDR"), try !launcher.isOnOneMachine(variables, size) {
            throw RationaleError(
                .usage,
                "\(launcher.name) started \(size) processes on several machines and MASTER_ADDR is not set: "
                    + "export it as the name of the machine of rank 0, and MASTER_PORT as a free port there")
        }
        try self.init(
            rank: variables.number(launcher.rank), size: size,
            localRank: variables.has(launcher.localRank) ? variables.number(launcher.localRank) : nil,
            host: variables.values["MASTER_ADDR"] ?? "127.0.0.1",
            port: variables.has("MASTER_PORT") ? variables.number("MASTER_PORT") : launcher.port(variables),
            interface: variables.values["GLOO_SOCKET_IFNAME"])
    }
}

/// A launcher that says who a process is, but not where all meet.
private struct Launcher: Sendable {
    let name: String
    let rank: String
    let size: String
    let localRank: String
    let job: String
    /// The variable that tells how far the group reaches, and whether it counts processes of this machine or machines.
    let extent: String
    let extentCountsMachines: Bool

    static let all = [
        Launcher(
            name: "mpirun", rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE",
            localRank: "OMPI_COMM_WORLD_LOCAL_RANK", job: "OMPI_MCA_ess_base_jobid",
            extent: "OMPI_COMM_WORLD_LOCAL_SIZE", extentCountsMachines: false),
        Launcher(
            name: "srun", rank: "SLURM_PROCID", size: "SLURM_NTASKS", localRank: "SLURM_LOCALID", job: "SLURM_JOB_ID",
            extent: "SLURM_NNODES", extentCountsMachines: true),
        Launcher(
            name: "mpirun", rank: "PMI_RANK", size: "PMI_SIZE", localRank: "MPI_LOCALRANKID", job: "PMI_JOBID",
            extent: "MPI_LOCALNRANKS", extentCountsMachines: false),
    ]

    func isOnOneMachine(_ variables: EnvironmentVariables, _ size: Int) throws(RationaleError) -> Bool {
        guard variables.has(extent) else { return size == 1 }
        return try variables.number(extent) == (extentCountsMachines ? 1 : size)
    }

    /// Below the ports that systems hand out by themselves, and different for jobs that run at the same time.
    func port(_ variables: EnvironmentVariables) -> Int {
        20_000 + Int((variables.values[job].flatMap { UInt64($0) } ?? 0) % 10_000)
    }
}

private struct EnvironmentVariables {
    let values: [String: String]

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) throws(RationaleError) -> String {
        guard let value = values[name] else {
            throw RationaleError(
                .usage,
                "\(name) is not set, but RANK or WORLD_SIZE is: a launcher such as torchrun sets RANK, WORLD_SIZE, "
                    + "MASTER_ADDR and MASTER_PORT together; unset all of them for a single process")
        }
        return value
    }

    func number(_ name: String) throws(RationaleError) -> Int {
        let value = try text(name)
        guard let number = Int(value), number >= 0 else {
            throw RationaleError(.usage, "\(name) is \"\(value)\": expected a whole number from 0")
        }
        return number
    }
}
