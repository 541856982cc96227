import Foundation
import RationaleCore
import Testing

/// A run over many pictures that is killed again and again ends like one that was left alone, with flat memory.
@Suite(.serialized) struct KillTests {
    private static let pictures = 150

    @Test func `Five kills leave one row an image`() throws {
        let command = try Command()
        defer { command.remove() }
        let names = try command.writePictures(Self.pictures)
        try command.write("not a picture", to: "pictures/z.png")
        var random = SplitMix64(seed: UInt64.random(in: 0 ... .max))
        var kills = 0
        while kills < 5 {
            let running = try command.startExplaining("--resume")
            // At random moments: at the beginning of the process now and then, mostly after some more pictures.
            let goal = explained(in: command) + random.index(below: Self.pictures / 6)
            while running.process.isRunning, explained(in: command) < goal { usleep(1000) }
            usleep(UInt32(random.index(below: 30_000)))
            guard kill(running.process.processIdentifier, SIGKILL) == 0 else { break }
            let outcome = try running.wait()
            if outcome.status == 65 { break }
            kills += 1
            try checkConsistency(command)
        }
        #expect(kills == 5)
        let last = try command.startExplaining("--resume").wait()
        #expect(last.status == 65, "\(last.errors)")
        #expect(
            !command.files(in: "run").contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".part") || $0.hasSuffix("-wal") }
        )
        let rows = try ResultRows(command)
        #expect(
            try rows.texts("SELECT name FROM input WHERE explained IS NOT NULL ORDER BY position") == names + ["z.png"])
        #expect(try rows.count("input") == Self.pictures + 1)
        #expect(try rows.count("explanation WHERE map IS NOT NULL") == 2 * Self.pictures)
        #expect(try rows.texts("SELECT name FROM input WHERE errorCode IS NOT NULL") == ["z.png"])
        try expectSameMaps(command)
    }

    @Test func `Memory does not grow with the number of pictures`() throws {
        let command = try Command()
        defer { command.remove() }
        let count = 400
        try command.writePictures(count)
        let running = try command.startExplaining("--method", "grad-cam")
        var seen: [[Int]] = [[], [], [], []]
        while running.process.isRunning {
            let quarter = min(3, 4 * explained(in: command) / count)
            seen[quarter].append(residentKilobytes(of: running.process.processIdentifier))
            usleep(10_000)
        }
        #expect(try running.wait().status == 0)
        // A peak tells of one moment of the allocator; what grows with the pictures is in the middle of a quarter too.
        let medians = seen.map { $0.isEmpty ? 0 : $0.sorted()[$0.count / 2] }
        #expect(medians[1] > 10_000 && medians[3] > 10_000, "\(medians)")
        // The names of four hundred pictures and the pages of a database: nothing that a quarter of them needed less of.
        #expect(Double(medians[3]) < Double(medians[1]) * 1.05, "\(medians) kB in the four quarters")
    }

    /// How many pictures have a row; while a process writes to it.
    private func explained(in command: Command) -> Int {
        (try? ResultRows(command).count("input WHERE explained IS NOT NULL")) ?? 0
    }

    /// Every row that is there is whole, and its maps are there.
    private func checkConsistency(_ command: Command) throws {
        guard let rows = try? ResultRows(command), (try? rows.count("input")) != nil else { return }
        #expect(try rows.texts("PRAGMA integrity_check") == ["ok"])
        for map in try rows.texts("SELECT map FROM explanation WHERE map IS NOT NULL") {
            #expect(try command.read("run/\(map)").count > 100, "\(map)")
        }
        #expect(
            try rows.count("input WHERE explained IS NOT NULL AND errorCode IS NULL")
                == rows.count("explanation") / 2)
    }

    /// The maps of an undisturbed run.
    private func expectSameMaps(_ command: Command) throws {
        let whole = try command.start(
            Command.executable,
            ["explain", "pictures", "--model", Fixtures.network, "--method", "grad-cam,random", "--output", "whole"])
        #expect(try whole.wait().status == 65)
        let maps = command.files(in: "whole").filter { $0.hasSuffix(".safetensors") }
        #expect(maps.count == 2 * Self.pictures)
        for map in maps where map.hasSuffix("random.safetensors") {
            #expect(try command.read("run/\(map)") == command.read("whole/\(map)"), "\(map)")
        }
        #expect(command.files(in: "run").filter { $0.hasSuffix(".safetensors") } == maps)
    }

    private func residentKilobytes(of process: Int32) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
