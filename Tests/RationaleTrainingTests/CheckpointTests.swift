import Foundation
import RationaleCore
import RationaleFiles
import RationaleTorch
import RationaleTraining
import Testing

struct CheckpointTests {
    private let settings = Quadrants.settings(steps: 30)

    /// A folder in which a run ended at step 30.
    private func finished() throws -> Scratch {
        let scratch = try Scratch()
        _ = try Trainer(Quadrants.task(), settings, folder: scratch.url).run()
        return scratch
    }

    private func refusal(
        _ scratch: Scratch, _ task: ClassifierTask? = nil, _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws -> RationaleError? {
        var settings = settings
        change(&settings)
        let before = try scratch.bytes("last.safetensors")
        let log = try scratch.bytes("log.jsonl")
        let error = #expect(throws: RationaleError.self) {
            try Trainer(task ?? Quadrants.task(), settings, folder: scratch.url).run(.resume)
        }
        // Nothing is lost by asking.
        #expect(try scratch.bytes("last.safetensors") == before)
        #expect(try scratch.bytes("log.jsonl") == log)
        return error
    }

    @Test func `A checkpoint of other settings names what differs`() throws {
        let scratch = try finished()
        let error = try refusal(scratch) {
            $0.batchSize = 8
            $0.checkpointInterval = 3
        }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("settings.batchSize is 16, expected 8") == true)
        #expect(error?.message.contains("checkpointInterval") == false)
        let other = try refusal(scratch) { $0.rule = .sgd(momentum: 0.9) }
        #expect(other?.message.contains("settings.rule.") == true)
    }

    @Test func `A checkpoint of another architecture or task names what differs`() throws {
        let scratch = try finished()
        let smaller = try refusal(scratch, Quadrants.task(.init(hasNorm: false)))
        #expect(smaller?.code == .badData)
        #expect(smaller?.message.contains("parameter 'bn.bias' is [8] of float32, expected none") == true)
        let reseeded = try refusal(scratch, Quadrants.task(seed: 2))
        #expect(reseeded?.message.contains("task.seed is 1, expected 2") == true)
    }

    @Test(arguments: [0.0, 0.01, 0.3, 0.999]) func `A truncated checkpoint is refused`(share: Double) throws {
        let scratch = try finished()
        let whole = try scratch.bytes("last.safetensors")
        try whole.prefix(Int(Double(whole.count) * share)).write(to: scratch.url.appending(path: "last.safetensors"))
        let error = try refusal(scratch)
        #expect(error?.code == .badData)
        #expect(error?.message.contains("last.safetensors") == true)
        // The best one is whole, and is taken where the damaged one is moved away.
        try FileManager.default.removeItem(at: scratch.url.appending(path: "last.safetensors"))
        let result = try Trainer(Quadrants.task(), settings, folder: scratch.url).run(.resume)
        #expect(result.last.step == 30)
        #expect(try scratch.bytes("last.safetensors") == whole)
    }

    @Test func `A damaged byte anywhere is noticed`() throws {
        let scratch = try finished()
        let whole = try scratch.bytes("last.safetensors")
        var random = SplitMix64(seed: 4)
        for _ in 0..<40 {
            var damaged = whole
            damaged[random.index(below: whole.count)] ^= UInt8(1 << random.index(below: 8))
            try damaged.write(to: scratch.url.appending(path: "last.safetensors"))
            #expect(try refusal(scratch)?.code == .badData)
        }
    }

    @Test func `Damage to the top bits of two words is noticed`() throws {
        func checksum(_ words: [UInt64]) -> String {
            var checksum = Checksum()
            words.withUnsafeBytes { checksum.add($0) }
            return checksum.text
        }
        for first in 0..<4 {
            for second in first + 1..<5 {
                var damaged: [UInt64] = [3, 1, 4, 1, 5]
                for index in [first, second] { damaged[index] ^= 1 << 63 }
                #expect(checksum(damaged) != checksum([3, 1, 4, 1, 5]))
            }
        }
    }

    @Test func `The best weights of another training are refused`() throws {
        let (scratch, other) = (try finished(), try Scratch())
        _ = try Trainer(Quadrants.task(seed: 2), settings, folder: other.url).run()
        try other.bytes("best.safetensors").write(to: scratch.url.appending(path: "best.safetensors"))
        let error = try refusal(scratch)
        #expect(error?.code == .badData)
        #expect(error?.message.contains("best.safetensors") == true)
        #expect(error?.message.contains("task.seed is 2, expected 1") == true)
    }

    @Test func `Best weights older than the run knows are refused`() throws {
        let scratch = try Scratch()
        var often = settings
        often.evaluationInterval = 5
        var early: Data?
        _ = try Trainer(Quadrants.task(), often, folder: scratch.url).run { progress in
            if progress.step == 6 { early = try scratch.bytes("best.safetensors") }
        }
        // The objective was better at the end than after 5 steps.
        #expect(try early != scratch.bytes("best.safetensors"))
        try early!.write(to: scratch.url.appending(path: "best.safetensors"))
        let error = try refusal(scratch) { $0.evaluationInterval = 5 }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("it is of step 5,") == true)
    }

    @Test func `Another number of evaluation pictures is another run`() throws {
        let scratch = try finished()
        #expect(
            try refusal(scratch, Quadrants.task(evaluationCount: 8))?.message.contains("task.evaluationCount") == true)
    }

    @Test func `What a training ended with is guarded and replaced`() throws {
        let scratch = try Scratch()
        let model = scratch.url.appending(path: "model")
        try Data("mine".utf8).write(to: model)
        func trainer() throws -> Trainer<ClassifierTask> {
            Trainer(try Quadrants.task(), settings, folder: scratch.url, results: ["model"])
        }
        for existing in [ExistingOutput.refuse, .resume] {
            let error = #expect(throws: RationaleError.self) { try trainer().run(existing) }
            #expect(error?.code == .cannotWrite && error?.message.contains("model") == true)
            #expect(try Data(contentsOf: model) == Data("mine".utf8))
        }
        _ = try trainer().run(.overwrite)
        #expect(!FileManager.default.fileExists(atPath: model.path))
    }

    @Test func `Other tensors are no checkpoint`() throws {
        let scratch = try finished()
        let place = scratch.url.appending(path: "last.safetensors")
        let bytes = try MappedBytes(copying: [0, 0, 0, 0] as [UInt8])
        try SafetensorsFile.write(
            [("weight", StoredTensor(dtype: .float32, shape: [1], storage: bytes))], to: place)
        let error = try refusal(scratch)
        #expect(error?.code == .badData)
        #expect(error?.message.contains("expected a checkpoint of a training") == true)
    }

    @Test func `A folder with a training is not used by mistake`() throws {
        let scratch = try finished()
        let before = try scratch.bytes("last.safetensors")
        let error = #expect(throws: RationaleError.self) {
            try Trainer(Quadrants.task(), settings, folder: scratch.url).run()
        }
        #expect(error?.code == .cannotWrite)
        #expect(try scratch.bytes("last.safetensors") == before)
        let replaced = try Trainer(Quadrants.task(), settings, folder: scratch.url).run(.overwrite)
        #expect(replaced.history.count == 8)
        #expect(try scratch.bytes("last.safetensors") == before)
    }

    @Test func `Two trainings cannot share a folder`() throws {
        let scratch = try Scratch()
        var inner: RationaleError?
        _ = try Trainer(Quadrants.task(), settings, folder: scratch.url).run { progress in
            guard progress.step == 21 else { return }
            inner = #expect(throws: RationaleError.self) {
                try Trainer(Quadrants.task(), settings, folder: scratch.url).run(.overwrite)
            }
        }
        #expect(inner?.code == .cannotWrite)
        #expect(inner?.message.contains("another process") == true)
        #expect(try scratch.log().last?.step == 30)
    }

    @Test func `What a killed run wrote after its checkpoint is written again`() throws {
        let (scratch, whole) = (try Scratch(), try finished())
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try Trainer(Quadrants.task(), settings, folder: scratch.url).run { if $0.step == 22 { throw Stop() } }
        }
        let log = try FileHandle(forWritingTo: scratch.url.appending(path: "log.jsonl"))
        try log.seekToEnd()
        try log.write(contentsOf: Data("{\"step\":25,\"training\":{\"loss\":3}}\n{\"step\":30,\"tr".utf8))
        try log.close()
        try Data().write(to: scratch.url.appending(path: ".rationale-abc.tmp"))
        _ = try Trainer(Quadrants.task(), settings, folder: scratch.url).run(.resume)
        #expect(try scratch.log() == whole.log())
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: ".rationale-abc.tmp").path))
    }

    @Test func `An interrupted run writes where it is`() throws {
        let (scratch, whole) = (try Scratch(), try finished())
        let task = try Quadrants.task()
        var steps = 0
        let asked = Flag()
        let error = #expect(throws: RationaleError.self) {
            try Cancellation.whenever({ asked.isSet }) {
                try Trainer(task, settings, folder: scratch.url).run { progress in
                    steps = progress.step
                    if steps == 17 { asked.isSet = true }
                }
            }
        }
        #expect(error?.code == .interrupted)
        var begun: Int?
        _ = try Trainer(task, settings, folder: scratch.url).run(.resume) { begun = begun ?? $0.step }
        #expect(steps == 17)
        #expect(begun == 17)
        #expect(try scratch.bytes("last.safetensors") == whole.bytes("last.safetensors"))
        #expect(try scratch.log() == whole.log())
    }

    @Test func `A folder that cannot be written is an error`() throws {
        let scratch = try Scratch()
        try Data().write(to: scratch.url.appending(path: "file"))
        let error = #expect(throws: RationaleError.self) {
            try Trainer(Quadrants.task(), settings, folder: scratch.url.appending(path: "file/run")).run()
        }
        #expect(error?.code == .cannotWrite)
    }
}

/// A truth value that a closure on any thread may read.
final class Flag: @unchecked Sendable {
    // Sendable: one thread writes and reads it.
    var isSet = false
}
