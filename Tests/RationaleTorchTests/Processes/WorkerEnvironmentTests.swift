import RationaleCore
import RationaleTorch
import Testing

struct WorkerEnvironmentTests {
    typealias Row = (variables: String, expected: WorkerEnvironment?)

    static func variables(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for assignment in text.split(separator: " ") {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            variables[String(parts[0])] = String(parts[1])
        }
        return variables
    }

    static let torchrun = "RANK=1 WORLD_SIZE=4 LOCAL_RANK=1 MASTER_ADDR=localhost MASTER_PORT=36509"
    static let mpirun = "OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3 OMPI_COMM_WORLD_LOCAL_RANK=2"
    static let srun = "SLURM_PROCID=5 SLURM_NTASKS=8 SLURM_LOCALID=1"

    @Test(
        arguments: [
            ("", nil),
            ("LOCAL_RANK=1 MASTER_ADDR=localhost", nil),
            ("RANK= WORLD_SIZE=", nil),
            ("SLURM_NTASKS=4 SLURM_JOB_ID=7", nil),
            (torchrun, try! .init(rank: 1, size: 4, localRank: 1, host: "localhost", port: 36509)),
            (
                torchrun + " TORCHELASTIC_USE_AGENT_STORE=True TORCHELASTIC_RESTART_COUNT=3 GLOO_SOCKET_IFNAME=eth1",
                try! .init(
                    rank: 1, size: 4, localRank: 1, host: "localhost", port: 36509, storeIsServed: true, attempt: 3,
                    interface: "eth1")
            ),
            (
                torchrun + " TORCHELASTIC_USE_AGENT_STORE=False",
                try! .init(rank: 1, size: 4, host: "localhost", port: 36509)
            ),
            ("RANK=3 WORLD_SIZE=4 MASTER_ADDR=a MASTER_PORT=1", try! .init(rank: 3, size: 4, host: "a", port: 1)),
            // torchrun's own come before those of the launcher that started it.
            (torchrun + " " + srun, try! .init(rank: 1, size: 4, host: "localhost", port: 36509)),
            (
                mpirun + " OMPI_COMM_WORLD_LOCAL_SIZE=3 OMPI_MCA_ess_base_jobid=1351024641",
                try! .init(rank: 2, size: 3, host: "127.0.0.1", port: 24641)
            ),
            (mpirun + " MASTER_ADDR=node7 MASTER_PORT=99", try! .init(rank: 2, size: 3, host: "node7", port: 99)),
            (
                "OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1",
                try! .init(rank: 0, size: 1, host: "127.0.0.1", port: 20000)
            ),
            (
                srun + " SLURM_NNODES=1 SLURM_JOB_ID=123456",
                try! .init(rank: 5, size: 8, localRank: 1, host: "127.0.0.1", port: 23456)
            ),
            (
                srun + " SLURM_NNODES=4 SLURM_JOB_ID=6 MASTER_ADDR=n0",
                try! .init(rank: 5, size: 8, localRank: 1, host: "n0", port: 20006)
            ),
        ] as [Row])
    func `What a launcher says is understood`(row: Row) throws {
        #expect(try WorkerEnvironment(Self.variables(row.variables)) == row.expected)
    }

    @Test(arguments: [
        ("RANK=0", "WORLD_SIZE is not set"),
        ("WORLD_SIZE=2", "RANK is not set"),
        ("RANK=0 WORLD_SIZE=2 MASTER_PORT=1", "MASTER_ADDR is not set"),
        ("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a", "MASTER_PORT is not set"),
        ("RANK=first WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1", "RANK is \"first\": expected a whole number"),
        ("RANK=-1 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1", "RANK is \"-1\""),
        ("RANK=1 WORLD_SIZE=2.5 MASTER_ADDR=a MASTER_PORT=1", "WORLD_SIZE is \"2.5\""),
        (
            "RANK=1 WORLD_SIZE=99999999999999999999 MASTER_ADDR=a MASTER_PORT=1",
            "WORLD_SIZE is \"99999999999999999999\""
        ),
        ("RANK=2 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1", "rank 2 of 2 processes: expected 0 to 1"),
        ("RANK=0 WORLD_SIZE=0 MASTER_ADDR=a MASTER_PORT=1", "a group of 0 processes"),
        ("RANK=0 WORLD_SIZE=1 MASTER_ADDR=a MASTER_PORT=0", "port 0: expected 1 to 65535"),
        ("RANK=0 WORLD_SIZE=1 MASTER_ADDR=a MASTER_PORT=65536", "port 65536"),
        ("RANK=0 WORLD_SIZE=2 LOCAL_RANK=1 MASTER_ADDR=a MASTER_PORT=1", "local rank 1 of rank 0"),
        ("RANK=0 WORLD_SIZE=2 LOCAL_RANK=x MASTER_ADDR=a MASTER_PORT=1", "LOCAL_RANK is \"x\""),
        (mpirun, "mpirun started 3 processes on several machines and MASTER_ADDR is not set"),
        (mpirun + " OMPI_COMM_WORLD_LOCAL_SIZE=2", "mpirun started 3 processes on several machines"),
        (srun + " SLURM_NNODES=2", "srun started 8 processes on several machines"),
        (srun + " SLURM_NNODES=two", "SLURM_NNODES is \"two\""),
    ])
    func `What makes no sense is refused, and named`(text: String, message: String) {
        let error = #expect(throws: RationaleError.self) { try WorkerEnvironment(Self.variables(text)) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("node", false),
        ("192.0.2.1", false),
    ])
    func `The loopback address is known`(host: String, isLocal: Bool) throws {
        #expect(try WorkerEnvironment(rank: 0, size: 1, host: host, port: 1).isLocal == isLocal)
    }

    @Test(arguments: [
        (torchrun, "torchrun 1/4"), ("RANK=0 WORLD_SIZE=2", "torchrun 0/2"), (mpirun, "mpirun 2/3"), (srun, "srun 5/8"),
        ("PMI_RANK=1 PMI_SIZE=2", "mpirun 1/2"), ("SLURM_NTASKS=4", nil), ("", nil),
        ("RANK=0 WORLD_SIZE=2 SLURM_PROCID=5 SLURM_NTASKS=8", "torchrun 0/2"),
    ])
    func `Who a process is needs no place to meet`(text: String, expected: String?) throws {
        let place = try WorkerEnvironment.place(in: Self.variables(text))
        #expect(place.map { "\($0.launcher) \($0.rank)/\($0.size)" } == expected)
    }

    @Test(arguments: [
        ("RANK=0", "WORLD_SIZE is not set"), ("RANK=2 WORLD_SIZE=2", "rank 2 of 2"),
        ("SLURM_PROCID=x SLURM_NTASKS=8", "SLURM_PROCID is \"x\""),
    ])
    func `A place that makes no sense is refused`(text: String, message: String) {
        let error = #expect(throws: RationaleError.self) { try WorkerEnvironment.place(in: Self.variables(text)) }
        #expect(error?.code == .usage && error?.message.contains(message) == true)
    }
}
