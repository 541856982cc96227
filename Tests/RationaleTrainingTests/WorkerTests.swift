import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

/// Workers on threads of one process, who meet where their means are taken.
final class Meeting: @unchecked Sendable {
    // Sendable: everything is touched only while `condition` is locked.
    private let condition = NSCondition()
    private let count: Int
    private var brought: [Int: [Tensor]] = [:]
    private var found: [Tensor] = []
    private var round = 0
    private var left = 0

    init(_ count: Int) { self.count = count }

    func mean(_ tensors: [Tensor], from rank: Int) -> [Tensor] {
        meet(tensors, from: rank) { brought in
            tensors.indices.map { index in
                (1..<brought.count).reduce(brought[0]![index]) { $0 + brought[$1]![index] }
                    * (1 / Double(brought.count))
            }
        }
    }

    func broadcast(_ tensors: [Tensor], from rank: Int) -> [Tensor] { meet(tensors, from: rank) { $0[0]! } }

    /// Waits for all; the last one combines what they brought.
    private func meet(_ tensors: [Tensor], from rank: Int, _ combine: ([Int: [Tensor]]) -> [Tensor]) -> [Tensor] {
        condition.withLock {
            while left > 0 { condition.wait() }
            brought[rank] = tensors
            let mine = round
            if brought.count == count {
                found = combine(brought)
                brought = [:]
                round += 1
                left = count
                condition.broadcast()
            }
            while round == mine { condition.wait() }
            left -= 1
            condition.broadcast()
            return found
        }
    }
}

private struct ThreadWorker: Workers {
    let meeting: Meeting
    let rank: Int
    let count: Int
    var localRank: Int { rank }

    func mean(of tensors: [Tensor]) -> [Tensor] { meeting.mean(tensors, from: rank) }
    func broadcast(_ tensors: [Tensor]) -> [Tensor] { meeting.broadcast(tensors, from: rank) }
}

/// What threads bring home, by number.
private final class Results<Element>: @unchecked Sendable {
    // Sendable: each thread writes its own element, under the lock.
    private let lock = NSLock()
    private var values: [Int: Element] = [:]

    func put(_ value: Element, at index: Int) { lock.withLock { values[index] = value } }
    subscript(index: Int) -> Element? { lock.withLock { values[index] } }
}

struct WorkerTests {
    /// Runs a body on one thread for each worker.
    private func together<Result>(
        _ count: Int, _ body: @escaping @Sendable (any Workers) throws -> Result
    ) -> [Swift.Result<Result, any Error>] {
        let meeting = Meeting(count)
        let results = Results<Swift.Result<Result, any Error>>()
        let group = DispatchGroup()
        for rank in 0..<count {
            group.enter()
            let thread = Thread {
                let worker = ThreadWorker(meeting: meeting, rank: rank, count: count)
                results.put(Swift.Result { try body(worker) }, at: rank)
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        return (0..<count).map { results[$0]! }
    }

    private var settings: TrainingSettings {
        var settings = Quadrants.settings(steps: 12)
        settings.batchSize = 6
        return settings
    }

    @Test func `Two workers are one with a batch twice as large`() throws {
        let task = try Quadrants.task(.init(hasNorm: false, dropout: 0))
        let settings = settings
        let scratch = try Scratch()
        let folder = scratch.url
        let both = try together(2) { try Trainer(task, settings, folder: folder, workers: $0).run().last }.map {
            try $0.get()
        }
        var doubled = settings
        doubled.batchSize *= 2
        let alone = try Trainer(task, doubled).run()
        for (name, expected) in alone.last.parameters {
            #expect(both[0].parameters[name]!.bytes == both[1].parameters[name]!.bytes)
            let difference = (both[0].parameters[name]! - expected).absolute.maximum().item
            #expect(difference < 1e-4, "\(name)")
        }
        let losses = try scratch.log().compactMap { $0.training?["loss"] }
        let expected = alone.history.compactMap { $0.training?["loss"] }
        #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(losses.count == expected.count)
    }

    @Test func `Micro-batches are one large batch for a classifier, too`() throws {
        let task = try Quadrants.task(.init(hasNorm: false, dropout: 0))
        var (parts, whole) = (settings, settings)
        parts.accumulation = 3
        whole.batchSize *= 3
        let found = try Trainer(task, parts).run().last
        for (name, expected) in try Trainer(task, whole).run().last.parameters {
            #expect((found.parameters[name]! - expected).absolute.maximum().item < 1e-4, "\(name)")
        }
    }

    @Test func `All stop when one is asked to, at the same step`() throws {
        let task = try Quadrants.task()
        let settings = settings
        let outcomes = together(2) { workers in
            let asked = Flag()
            return try Cancellation.whenever({ asked.isSet }) {
                try Trainer(task, settings, workers: workers).run { progress in
                    if workers.rank == 1, progress.step == 5 { asked.isSet = true }
                }
            }
        }
        for outcome in outcomes {
            #expect((#expect(throws: RationaleError.self) { try outcome.get() })?.code == .interrupted)
        }
    }

    @Test func `Only the first worker needs to see the files`() throws {
        let (scratch, empty, whole) = (try Scratch(), try Scratch(), try Scratch())
        let task = try Quadrants.task()
        let folders = [scratch.url, empty.url]
        let settings = settings
        let undisturbed = together(2) { try Trainer(task, settings, folder: whole.url, workers: $0).run().last }
        let stopped = together(2) { workers in
            let asked = Flag()
            return try Cancellation.whenever({ asked.isSet }) {
                try Trainer(task, settings, folder: folders[workers.rank], workers: workers).run { progress in
                    if workers.rank == 1, progress.step == 7 { asked.isSet = true }
                }
            }
        }
        #expect(stopped.allSatisfy { $0.failure?.code == .interrupted })
        let resumed = together(2) {
            try Trainer(task, settings, folder: folders[$0.rank], workers: $0).run(.resume).last
        }
        for (resumed, undisturbed) in zip(resumed, undisturbed) {
            let (found, expected) = (try resumed.get(), try undisturbed.get())
            #expect(found.parameters.tensors.map(\.bytes) == expected.parameters.tensors.map(\.bytes))
            #expect(found.statistics.tensors.map(\.bytes) == expected.statistics.tensors.map(\.bytes))
        }
        #expect(try scratch.log() == whole.log())
        #expect(try FileManager.default.contentsOfDirectory(atPath: empty.url.path).isEmpty)
    }

    @Test func `What the first worker cannot read stops all with its words`() throws {
        let scratch = try Scratch()
        try Data("no checkpoint".utf8).write(to: scratch.url.appending(path: "last.safetensors"))
        let task = try Quadrants.task()
        let settings = settings
        let outcomes = together(2) { try Trainer(task, settings, folder: scratch.url, workers: $0).run(.resume) }
        for outcome in outcomes {
            #expect(outcome.failure?.code == .badData)
            #expect(outcome.failure?.message.contains("last.safetensors") == true)
        }
    }

    @Test func `Workers who would learn something else are told what`() throws {
        let scratch = try Scratch()
        let task = try Quadrants.task()
        let settings = settings
        let outcomes = together(3) { workers in
            var settings = settings
            if workers.rank == 2 { settings.learningRate = 0.5 }
            settings.checkpointInterval += workers.rank
            return try Trainer(task, settings, folder: scratch.url, workers: workers).run()
        }
        #expect(outcomes.allSatisfy { $0.failure?.code == .usage })
        #expect(
            outcomes[0].failure?.message.hasPrefix("another worker of 3 was started to learn something else") == true)
        #expect(
            outcomes[2].failure?.message
                == "worker 2 of 3 was started to learn something else than worker 0: settings.learningRate is 0.5, "
                + "expected 0.01")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).isEmpty)
    }

    @Test func `All begin with the weights of the first`() throws {
        let settings = settings
        let results = together(2) { workers in
            // The same identity, other first weights: as from files that differ.
            let task = Parabola(start: workers.rank == 0 ? 10 : -40)
            return try Trainer(task, settings, workers: workers).run().last.parameters["w"]!.bytes
        }
        let alone = try Trainer(Parabola(start: 10), Self.doubled(settings)).run().last.parameters["w"]!.item
        #expect(try results[0].get() == results[1].get())
        let found = try results[0].get().withUnsafeBytes { $0.loadUnaligned(as: Double.self) }
        #expect(abs(found - alone) < 1e-9)
    }

    /// Counts what each worker judged, and keeps scores.
    private struct Judged: LearningTask {
        struct Metrics: MetricAccumulator {
            var means = Means()
            var precision = AveragePrecision(classes: 1)
            var samples: [Int] = []

            mutating func merge(_ other: Metrics) {
                means.merge(other.means)
                precision.merge(other.precision)
                samples += other.samples
            }

            var values: [String: Double] {
                // The digits of a sum that no mean of parts would give.
                means.values.merging(precision.values) { $1 }.merging(["loss": Double(samples.count)]) { $1 }
            }
        }

        var identity: [String: String] { ["task": "judged"] }
        var parameters: NamedTensors { ["w": Tensor([1.0], shape: [1])] }
        func batch(of samples: Range<Int>) -> Int { samples.lowerBound }

        func loss(of batch: Int, in pass: TrainingPass) -> Loss {
            // A mean over as many things as the batch has: number n has n of them, each n.
            let count = Tensor(Double(batch))
            return Loss(pass.parameters["w"]!.sum(), metrics: ["of": Loss.mean(of: count * count, weight: count)])
        }

        func evaluate(parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare) -> Metrics {
            var metrics = Metrics()
            metrics.samples = Array(share.range(of: 101))
            for number in metrics.samples { metrics.means.add("tenth", sum: 0.1 * Double(number), weight: 1) }
            let scores = metrics.samples.map { Float(($0 * 37) % 23) }
            let targets = metrics.samples.map { Float($0 % 3 == 0 ? 1 : 0) }
            metrics.precision.add(
                Tensor(scores, shape: [scores.count, 1]), Tensor(targets, shape: [targets.count, 1]))
            return metrics
        }
    }

    @Test(arguments: [2, 3]) func `Evaluations are shared, and their metrics are those of all samples`(
        count: Int
    ) throws {
        var settings = TrainingSettings(.steps(4))
        settings.batchSize = 1
        settings.logInterval = 4
        let fixed = settings
        func last(_ result: TrainingResult) -> [String: Double] { result.history.last!.evaluation! }
        let all = try together(count) { try Trainer(Judged(), fixed, workers: $0).run() }.map { try $0.get() }
        let expected = last(try Trainer(Judged(), fixed).run())
        for result in all {
            // The same bytes on all, and no sample twice.
            #expect(last(result) == last(all[0]))
            #expect(last(result)["loss"] == 101)
            #expect(last(result)["mAP"] == expected["mAP"])
            #expect(abs(last(result)["tenth"]! - expected["tenth"]!) < 1e-12)
            // Σ n² / Σ n over the samples of all.
            let numbers: [Double] = (0..<4 * count).map(Double.init)
            let sum: Double = numbers.reduce(0) { $0 + $1 * $1 }
            let expected: Double = sum / numbers.reduce(0, +)
            #expect(abs(result.history[0].training!["of"]! - expected) < 1e-12)
        }
    }

    private static func doubled(_ settings: TrainingSettings) -> TrainingSettings {
        var doubled = settings
        doubled.batchSize *= 2
        return doubled
    }
}

extension Swift.Result {
    fileprivate var failure: RationaleError? {
        if case .failure(let error) = self { error as? RationaleError } else { nil }
    }
}
