import Foundation
import RationaleCore
import RationaleTorch
import Synchronization
import Testing

struct ProcessGroupTests {
    @Test(arguments: [1, 2, 3])
    func `Means are those of all processes, in every type and shape`(size: Int) throws {
        let results = try Ranks.run(size) { group throws(RationaleError) in
            let r = Double(group.rank)
            let tensors = [
                Tensor.full([2, 3], r), Tensor.full([], 10 * r), Tensor.full([0, 4], r),
                Tensor.full([5], r, dtype: .float64),
                Tensor((0..<6).map { Float($0) * Float(r) }, shape: [2, 3]).permuted([1, 0]),
                Tensor.full([2], 2 * r).requiringGradient,
            ]
            let means = try group.mean(of: tensors)
            // What was given stays as it was.
            precondition(tensors[0].floats == [Float](repeating: Float(r), count: 6))
            return means
        }
        let mean = Float(size - 1) / 2
        for result in results {
            let tensors = try result.get()
            #expect(tensors.map(\.shape) == [[2, 3], [], [0, 4], [5], [3, 2], [2]])
            #expect(tensors.map(\.dtype) == [.float32, .float32, .float32, .float64, .float32, .float32])
            #expect(tensors[0].floats == [Float](repeating: mean, count: 6))
            #expect(tensors[1].floats == [10 * mean])
            #expect(tensors[3].floats == [Float](repeating: mean, count: 5))
            #expect(tensors[4].floats == [0, 3, 1, 4, 2, 5].map { $0 * mean })
            #expect(tensors[5].floats == [2 * mean, 2 * mean])
        }
    }

    @Test func `Means have the same bytes in every process and run`() throws {
        // More than one bucket, lengths that no number of processes divides, sums that depend on their order.
        let lengths = [100_003, 17, 2_100_011, 50_001, 1]
        @Sendable func means(_ group: ProcessGroup) throws(RationaleError) -> [Tensor] {
            let generator = Generator(seed: UInt64(group.rank))
            return try group.mean(of: lengths.map { .normal([$0], using: generator) })
        }
        let first = try Ranks.run(3, means).map { try $0.get() }
        let second = try Ranks.run(3, means).map { try $0.get() }
        let bytes = first.map { $0.map(\.bytes) }
        #expect(bytes[0] == bytes[1] && bytes[0] == bytes[2])
        #expect(bytes[0] == second[0].map(\.bytes))
        let generators = (0..<3).map { Generator(seed: $0) }
        for (mean, length) in zip(first[0], lengths) {
            let expected = generators.map { Tensor.normal([length], using: $0) }.reduce(.zeros([length]), +) / 3
            #expect((mean - expected).absolute.maximum().item < 1e-6)
        }
    }

    @Test(arguments: [0, 1])
    func `All get the tensors of one`(root: Int) throws {
        let results = try Ranks.run(2) { group throws(RationaleError) in
            let r = Float(group.rank)
            return try group.broadcast(
                [
                    Tensor([r, 1, 2], shape: [3]), Tensor([Int64(group.rank) << 40], shape: [1]),
                    Tensor([group.rank == 0, true], shape: [2]), Tensor([UInt8(7 + group.rank)], shape: []),
                ], from: root)
        }
        for result in results {
            let tensors = try result.get()
            #expect(tensors[0].floats == [Float(root), 1, 2])
            #expect(tensors[1].elements(as: Int64.self) == [Int64(root) << 40])
            #expect(tensors[2].elements(as: Bool.self) == [root == 0, true])
            #expect(tensors[3].shape == [] && tensors[3].item == Double(7 + root))
        }
    }

    @Test func `A barrier waits for the last`() throws {
        let isComing = Atomic(false)
        let results = try Ranks.run(2) { group throws(RationaleError) in
            if group.rank == 1 {
                Thread.sleep(forTimeInterval: 0.3)
                isComing.store(true, ordering: .sequentiallyConsistent)
            }
            try group.barrier()
            return isComing.load(ordering: .sequentiallyConsistent)
        }
        #expect(try results[0].get())
    }

    @Test func `Ranks that never come are named within the timeout`() throws {
        let environments = try Ranks.environments(7).enumerated().filter { [0, 3].contains($0.offset) }.map(\.element)
        let start = ContinuousClock.now
        let results = Ranks.run(environments) { environment throws(RationaleError) in
            _ = try ProcessGroup(environment, timeout: .seconds(4))
        }
        #expect(start.duration(to: .now) < .seconds(60))
        for result in results { #expect(result.failure?.code == .unavailable) }
        #expect(
            results[0].failure?.message == "5 of 7 processes did not come within 4 s: ranks 1–2, 4–6",
            "\(results[0].failure?.message ?? "")")
    }

    @Test func `A group without rank 0 ends within the timeout`() throws {
        let environment = try Ranks.environments(2)[1]
        let start = ContinuousClock.now
        let error = #expect(throws: RationaleError.self) { try ProcessGroup(environment, timeout: .milliseconds(600)) }
        #expect(start.duration(to: .now) < .seconds(60))
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("found nobody at localhost:\(environment.port) within 0.6 s") == true)
    }

    @Test func `Two processes of one rank are refused`() throws {
        let environments = try Ranks.environments(2)
        let results = Ranks.run([environments[0], environments[0]]) { environment throws(RationaleError) in
            _ = try ProcessGroup(environment, timeout: .seconds(4))
        }
        // One of them has the port, the other cannot have it too.
        #expect(results.contains { $0.failure?.message.contains("a free port") == true })
        let three = try Ranks.environments(3)
        let doubled = Ranks.run([three[0], three[1], three[1]]) { environment throws(RationaleError) in
            _ = try ProcessGroup(environment, timeout: .seconds(4))
        }
        #expect(
            doubled.contains { $0.failure?.message == "two processes say that they are rank 1 of 3" })
    }

    @Test(arguments: [2, 3])
    func `When one ends, the others end with an error at once`(size: Int) throws {
        let start = ContinuousClock.now
        let results = try Ranks.run(size) { group throws(RationaleError) in
            for step in 0..<100 {
                if group.rank == 1, step == 3 { return step }
                _ = try group.mean(of: [.ones([1000])])
            }
            return 100
        }
        #expect(start.duration(to: .now) < .seconds(60))
        #expect(try results[1].get() == 3)
        for rank in 0..<size where rank != 1 {
            #expect(results[rank].failure?.code == .unavailable)
            #expect(results[rank].failure?.message.hasPrefix("rank \(rank) of \(size) was left by ") == true)
        }
    }

    @Test func `When one is silent, the others end after the timeout`() throws {
        let isOver = DispatchSemaphore(value: 0)
        let results = try Ranks.run(2, timeout: .seconds(3)) { group throws(RationaleError) in
            if group.rank == 1 {
                _ = isOver.wait(timeout: .now() + 60)
                return Duration.zero
            }
            let start = ContinuousClock.now
            defer { isOver.signal() }
            let error = #expect(throws: RationaleError.self) { try group.mean(of: [.ones([1])]) }
            #expect(error?.message == "rank 0 of 2 was left by rank 1, which did not answer within 3 s")
            return start.duration(to: .now)
        }
        let waited = try results[0].get()
        #expect(waited > .milliseconds(2900) && waited < .seconds(60))
    }

    @Test func `A peer that is gone is an error, not a signal`() async {
        await #expect(processExitsWith: .success) {
            _ = try Ranks.run(2) { group throws(RationaleError) in group.rank }
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            close(ends[0])
            // By default this ends the process.
            #expect(write(ends[1], "x", 1) == -1 && errno == EPIPE)
        }
    }

    @Test func `A device without connections is refused before anything is tried`() throws {
        let environment = try WorkerEnvironment(rank: 0, size: 2, host: "localhost", port: 1)
        let error = #expect(throws: RationaleError.self) { try ProcessGroup(environment, device: Device(.mps)) }
        #expect(error?.code == .unavailable)
    }
}
