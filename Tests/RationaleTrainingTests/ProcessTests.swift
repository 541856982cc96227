import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import TestSupport
import Testing

/// Trainings of two processes that meet over TCP, as `torchrun` starts them.
@Suite(.serialized) struct ProcessTests {
    /// Starts processes that share a training; `ranks` for those that really come.
    private func start(
        _ ranks: [Int] = [0, 1], of size: Int = 2, in folder: URL, steps: Int, options: [String] = []
    ) throws -> [TrainingProcess] {
        let port = FreePort.any
        return try ranks.map { rank in
            try TrainingProcess(
                in: folder, steps: steps, options: ["timeout=120"] + options,
                environment: [
                    "RANK": "\(rank)", "WORLD_SIZE": "\(size)", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "\(port)",
                ])
        }
    }

    private func parameters(_ scratch: Scratch) throws -> [String: [Double]] {
        let file = try SafetensorsFile(contentsOf: scratch.url.appending(path: "last.safetensors"))
        let parameters = file.tensors.filter { $0.key.hasPrefix("parameters/") }
        return try parameters.mapValues { try Tensor($0).elements(as: Double.self) }
    }

    @Test func `Two processes are one with a batch twice as large`() throws {
        let (shared, whole) = (try Scratch(), try Scratch())
        let both = try start(in: shared.url, steps: 40, options: ["plain=true", "batch=5"])
        #expect(both.map { $0.wait() } == [0, 0], "\(both.map { $0.complaint() })")
        let alone = try TrainingProcess(in: whole.url, steps: 40, options: ["plain=true", "batch=10"])
        #expect(alone.wait() == 0)
        let (found, expected) = (try parameters(shared), try parameters(whole))
        #expect(found.count == 6 && found.keys == expected.keys)
        for (name, expected) in expected {
            let difference = zip(found[name]!, expected).map { abs($0 - $1) }.max()!
            #expect(difference < 1e-12, "\(name)")
        }
        let losses = try [shared, whole].map { try $0.log().compactMap { $0.training?["loss"] } }
        #expect(losses[0].count == 14 && losses[0].count == losses[1].count)
        #expect(losses[0].first! > losses[0].last! + 0.01)
        #expect(zip(losses[0], losses[1]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func `Processes that are killed go on as if nothing had happened`() throws {
        let (killed, whole) = (try Scratch(), try Scratch())
        let steps = 60
        #expect(try start(in: whole.url, steps: steps).map { $0.wait() } == [0, 0])
        var random = SplitMix64(seed: UInt64.random(in: 0 ... .max))
        // A pause after each step: what is left to do takes seconds, and the kill comes within fractions of one.
        for attempt in 0..<4 {
            let before = try? killed.bytes("last.safetensors")
            let both = try start(in: killed.url, steps: steps, options: ["pause=0.1"])
            both[0].waitUntilBegun()
            while both[0].isRunning, (try? killed.bytes("last.safetensors")) == before { usleep(1000) }
            #expect(both[0].isRunning)
            Thread.sleep(forTimeInterval: random.unit() * 0.2)
            // Both, or one of them, whose death ends the other.
            if attempt != 1 { _ = both[0].kill() }
            if attempt != 2 { _ = both[1].kill() }
            let start = ContinuousClock.now
            if attempt == 1 || attempt == 2 {
                #expect(both[attempt - 1].wait() == RationaleError.Code.unavailable.rawValue)
                #expect(ContinuousClock.now - start < .seconds(60))
                let complaint = both[attempt - 1].complaint()
                #expect(
                    complaint.contains("rank \(attempt - 1) of 2 was left by rank \(2 - attempt): "), "\(complaint)")
                #expect(complaint.contains("What was learnt up to the last checkpoint is kept"))
            }
        }
        #expect(try start(in: killed.url, steps: steps).map { $0.wait() } == [0, 0])
        for name in ["last.safetensors", "best.safetensors"] {
            #expect(try killed.bytes(name) == whole.bytes(name), "\(name)")
        }
        #expect(try killed.log() == whole.log())
    }

    @Test func `A process that never comes is named, in time`() throws {
        let scratch = try Scratch()
        let start = ContinuousClock.now
        let process = try self.start([0], in: scratch.url, steps: 5, options: ["timeout=1"])[0]
        #expect(process.wait() == RationaleError.Code.unavailable.rawValue)
        #expect(ContinuousClock.now - start < .seconds(60))
        let complaint = process.complaint()
        #expect(complaint.contains("1 of 2 processes did not come within 1 s: rank 1"), "\(complaint)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).isEmpty)
    }

    @Test(arguments: [
        (["RANK": "2", "WORLD_SIZE": "2", "MASTER_ADDR": "a", "MASTER_PORT": "1"], "rank 2 of 2 processes"),
        (["RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "a"], "MASTER_PORT is not set"),
    ])
    func `A launcher that makes no sense is refused`(environment: [String: String], message: String) throws {
        let scratch = try Scratch()
        let process = try TrainingProcess(in: scratch.url, steps: 5, environment: environment)
        #expect(process.wait() == RationaleError.Code.usage.rawValue)
        #expect(process.complaint().contains(message))
    }
}
