import Foundation
import Testing

/// Processes that a launcher started, and `rationale join`.
struct JoinTests {
    /// Two processes with the environment of `torchrun`, each with its part.
    private func ranks(_ command: Command, _ arguments: [String]) throws -> [Command.Outcome] {
        try (0..<2).map { rank in
            try command.start(
                Command.executable, arguments,
                environment: ["RANK": "\(rank)", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"])
        }.map { try $0.wait() }
    }

    @Test(arguments: [
        ["localization", "--count", "30", "--method", "grad-cam,random"],
        ["sanity", "--count", "10", "--method", "gradient,centre", "--layers", "fc"],
        ["faithfulness", "--count", "9", "--method", "grad-cam", "--metric", "deletion", "--step", "0.1"],
    ])
    func `Two ranks joined are one run, byte for byte`(arguments: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let evaluate = ["evaluate"] + arguments
        let outcomes = try ranks(command, evaluate + ["--output", "parts"])
        #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.errors))")
        #expect(outcomes[1].errors.contains("part 2 of 2, as torchrun says"))
        #expect(outcomes[1].output.contains("part 2/2 of the samples"))
        let whole = try command.run(evaluate + ["--output", "whole", "--quiet"])
        #expect(whole.status == 0, "\(whole.errors)")
        let joined = try command("join", "parts", "--output", "joined")
        #expect(joined.status == 0, "\(joined.errors)")
        for name in ["\(arguments[0]).json", "\(arguments[0]).md"] {
            #expect(try command.read("joined/\(name)") == command.read("whole/\(name)"), "\(name)")
            #expect(try command.read("parts/shard-0001-of-0002/\(name)") != command.read("whole/\(name)"))
        }
        let numbers = try ["parts/shard-0001-of-0002", "parts/shard-0002-of-0002", "joined", "whole"].map {
            try ResultRows(command, run: $0).count("sample")
        }
        #expect(numbers[0] > 0 && numbers[1] > 0 && numbers[0] + numbers[1] == numbers[2])
        #expect(numbers[2] == numbers[3])
        // The whole run can be taken up again, and has nothing left to do.
        let resumed = try command.run(evaluate + ["--output", "joined", "--resume", "--quiet"])
        #expect(resumed.status == 0, "\(resumed.errors)")
    }

    @Test func `Processes of one machine may share a folder`() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = EvaluateRunTests.arguments + ["--json"]
        let running = try (1...2).map {
            try command.start(
                Command.executable, arguments + ["--output", "run", "--resume", "--shard", "\($0)/2"])
        }
        #expect(try running.map { try $0.wait().status } == [0, 0])
        #expect(try command.run(arguments + ["--output", "whole"]).status == 0)
        #expect(try command.read("run/localization.json") == command.read("whole/localization.json"))
    }

    @Test func `Explanations of two ranks are one run with all results, maps and a report`() throws {
        let command = try Command()
        defer { command.remove() }
        let names = try command.writePictures(20)
        try command.write("not a picture", to: "pictures/z.png")
        let explain = [
            "explain", "pictures", "--model", Fixtures.network, "--method", "grad-cam,random", "--output",
        ]
        let outcomes = try ranks(command, explain + ["parts"])
        #expect(outcomes.map(\.status).sorted() == [0, 65], "\(outcomes.map(\.errors))")
        #expect(try command.run(explain + ["whole"]).status == 65)
        let joined = try command("join", "parts/shard-0002-of-0002", "parts/shard-0001-of-0002", "--output", "joined")
        #expect(joined.status == 0 && joined.output.contains("report: joined/report.html"), "\(joined.errors)")
        let (one, other) = (try ResultRows(command, run: "joined"), try ResultRows(command, run: "whole"))
        #expect(
            try one.texts("SELECT name FROM input WHERE explained IS NOT NULL ORDER BY position") == names + ["z.png"])
        for sql in [
            "SELECT name || folder || bytes FROM input ORDER BY position",
            "SELECT name FROM input WHERE errorCode = 'badData'",
            "SELECT name || rank || class || probability FROM input JOIN prediction ON input = input.id ORDER BY position, rank",
            "SELECT name || method || map || targetProbability FROM input JOIN explanation ON input = input.id ORDER BY position, number",
        ] {
            #expect(try one.texts(sql) == other.texts(sql) && !one.texts(sql).isEmpty, "\(sql)")
        }
        #expect(command.files(in: "joined") == command.files(in: "whole"))
        for name in command.files(in: "joined") where name.hasSuffix(".safetensors") {
            #expect(try command.read("joined/\(name)") == command.read("whole/\(name)"), "\(name)")
        }
        // Less the times, the date and the command that made them.
        func page(_ run: String) throws -> String {
            String(decoding: try command.read("\(run)/report.html"), as: UTF8.self)
                .replacing(#/<dt>(Time|Date|Command)</dt><dd[^>]*>[^<]*</dd>/#, with: "")
        }
        #expect(try page("joined") == page("whole"))
        let resumed = try command.run(explain + ["joined", "--resume"])
        #expect(resumed.status == 65, "\(resumed.errors)")
    }

    @Test func `What is missing, twice there, unfinished or of another run is named`() throws {
        let command = try Command()
        defer { command.remove() }
        func part(_ number: Int, _ output: String, count: Int = 4, seed: Int = 0) throws {
            let outcome = try command(
                "evaluate", "localization", "--method", "centre", "--count", "30", "--seed", "\(seed)", "--shard",
                "\(number)/\(count)", "--output", output, "--quiet")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        for number in [1, 2, 4] { try part(number, "parts/shard-\(number)") }
        func says(_ arguments: String..., status: Int32) throws -> String {
            let outcome = try command.run(["join"] + arguments + ["--output", "joined"])
            #expect(outcome.status == status, "\(outcome.errors)")
            return outcome.errors
        }
        #expect(try says("parts", status: 66).contains("shard 3 of 4 is missing"))
        #expect(try says("parts/shard-1", status: 66).contains("shards 2, 3, 4 of 4 are missing"))
        #expect(try says("parts", "parts/shard-2", status: 64).contains("shard 2 of 4 is in"))
        try part(3, "other", seed: 5)
        #expect(try says("parts", "other", status: 64).contains("--seed was 0, and is now 5"))
        try part(3, "third", count: 3)
        #expect(try says("parts", "third", status: 64).contains("one of 3 parts"))
        #expect(try says("nowhere", status: 66).contains("nowhere: there is no run here"))
        // A part that was stopped in the middle.
        try part(3, "parts/shard-3")
        try ResultRows(command, run: "parts/shard-3").change(
            "DELETE FROM sample WHERE position = (SELECT max(position) FROM sample)")
        #expect(try says("parts", status: 65).contains("shard 3 of 4 is not finished"))
        #expect(!command.files(in: ".").contains { $0.hasPrefix("joined") })
        let whole = try command(
            "evaluate", "localization", "--method", "centre", "--count", "2", "--output", "whole", "--quiet")
        #expect(whole.status == 0)
        #expect(try says("whole", status: 64).contains("is no part of another"))
    }

    @Test func `A flag wins over a launcher, which needs a folder`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(4)
        let explain = ["explain", "pictures", "--model", Fixtures.network, "--method", "centre"]
        let environment = ["SLURM_PROCID": "1", "SLURM_NTASKS": "2"]
        func run(_ more: [String], _ environment: [String: String]) throws -> Command.Outcome {
            try command.start(Command.executable, explain + more, environment: environment).wait()
        }
        let homeless = try run([], environment)
        #expect(homeless.status == 64 && homeless.errors.contains("srun started 2 processes"), "\(homeless.errors)")
        #expect(try run(["--output", "flag", "--shard", "1/1"], environment).status == 0)
        #expect(try ResultRows(command, run: "flag").count("input WHERE explained IS NOT NULL") == 4)
        #expect(try run(["--output", "alone"], ["SLURM_PROCID": "0", "SLURM_NTASKS": "1"]).status == 0)
        #expect(try ResultRows(command, run: "alone").count("input WHERE explained IS NOT NULL") == 4)
    }
}
