import Foundation
import RationaleCore
import Testing

/// A training that is killed again and again ends where an undisturbed one ends.
struct KillTests {
    private let steps = 90

    /// Fifty at random moments, and then until five have met a checkpoint that was being written.
    @Test func `Fifty-five kills change nothing`() throws {
        let whole = try Scratch()
        let seconds = try undisturbed(in: whole)
        var random = SplitMix64(seed: UInt64.random(in: 0 ... .max))
        var (kills, unfinished) = (0, 0)
        var isEnough: Bool { kills >= 50 && unfinished >= 5 || kills > 500 }
        while !isEnough {
            let scratch = try Scratch()
            while true {
                let process = try TrainingProcess(in: scratch.url, steps: steps)
                if kills >= 50 {
                    process.waitUntilBegun()
                    while process.isRunning, unfinishedFiles(in: scratch) == 0 {}
                } else {
                    // Now and then while it starts or reads the checkpoint.
                    if random.chance(0.85) { process.waitUntilBegun() }
                    Thread.sleep(forTimeInterval: random.unit() * seconds / 15)
                }
                guard !isEnough, process.kill() else {
                    #expect(process.wait() == 0)
                    break
                }
                kills += 1
                if kills > 50 { unfinished += unfinishedFiles(in: scratch) }
            }
            try expectSame(scratch, as: whole)
        }
        #expect(unfinished >= 5)
    }

    /// Learns to the end; returns how long that took without the start of the process.
    private func undisturbed(in scratch: Scratch) throws -> Double {
        let process = try TrainingProcess(in: scratch.url, steps: steps)
        process.waitUntilBegun()
        let start = ContinuousClock.now
        #expect(process.wait() == 0)
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private func unfinishedFiles(in scratch: Scratch) -> Int {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: scratch.url.path)) ?? []
        return files.count { $0.hasSuffix(".tmp") }
    }

    private func expectSame(_ killed: Scratch, as whole: Scratch) throws {
        for name in ["last.safetensors", "best.safetensors"] {
            #expect(try killed.bytes(name) == whole.bytes(name), "\(name)")
        }
        #expect(try killed.log() == whole.log())
        let files = try FileManager.default.contentsOfDirectory(atPath: killed.url.path)
        #expect(Set(files) == ["last.safetensors", "best.safetensors", "log.jsonl"])
    }
}
