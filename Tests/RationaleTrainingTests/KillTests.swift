import Foundation
import RationaleCore
import Testing

/// A training that is killed again and again ends where an undisturbed one ends.
@Suite(.serialized) struct KillTests {
    private static let steps = 150

    private struct Undisturbed {
        let scratch: Scratch
        /// Of learning, without the start of the process.
        let seconds: Double

        init() throws {
            scratch = try Scratch()
            let process = try TrainingProcess(in: scratch.url, steps: KillTests.steps)
            process.waitUntilBegun()
            let start = ContinuousClock.now
            #expect(process.wait() == 0)
            seconds = (ContinuousClock.now - start) / .seconds(1)
        }
    }

    private func expectSame(_ killed: Scratch, as whole: Scratch) throws {
        for name in ["last.safetensors", "best.safetensors"] {
            #expect(try killed.bytes(name) == whole.bytes(name), "\(name)")
        }
        #expect(try killed.log() == whole.log())
        let files = try FileManager.default.contentsOfDirectory(atPath: killed.url.path)
        #expect(Set(files) == ["last.safetensors", "best.safetensors", "log.jsonl"])
    }

    @Test func `Fifty kills at random moments change nothing`() throws {
        let whole = try Undisturbed()
        var random = SplitMix64(seed: UInt64.random(in: 0 ... .max))
        var kills = 0
        while kills < 50 {
            let scratch = try Scratch()
            while true {
                let process = try TrainingProcess(in: scratch.url, steps: Self.steps)
                // Now and then while it starts or reads the checkpoint.
                if random.chance(0.85) { process.waitUntilBegun() }
                guard kills < 50 else {
                    #expect(process.wait() == 0)
                    break
                }
                Thread.sleep(forTimeInterval: random.unit() * whole.seconds / 15)
                guard process.kill() else { break }
                kills += 1
            }
            try expectSame(scratch, as: whole.scratch)
        }
    }

    @Test func `Kills in the midst of writing a checkpoint change nothing`() throws {
        let whole = try Undisturbed()
        let scratch = try Scratch()
        var unfinished = 0
        for _ in 0..<12 {
            let process = try TrainingProcess(in: scratch.url, steps: Self.steps)
            process.waitUntilBegun()
            while process.isRunning, parts(in: scratch.url) == 0 {}
            guard process.kill() else { break }
            unfinished += parts(in: scratch.url)
        }
        #expect(unfinished > 0)
        #expect(try TrainingProcess(in: scratch.url, steps: Self.steps).wait() == 0)
        try expectSame(scratch, as: whole.scratch)
    }

    private func parts(in folder: URL) -> Int {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.count { $0.hasSuffix(".part") }
    }
}
