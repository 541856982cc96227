import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

struct TrainerTests {
    @Test func `A small classifier learns`() throws {
        let result = try Trainer(Quadrants.task(), Quadrants.settings(steps: 150)).run()
        let accuracies = result.history.compactMap { $0.evaluation?["accuracy"] }
        #expect(accuracies.count == 6)
        #expect(accuracies.last! > 0.9)
        #expect(result.last.step == 150)
        let losses = result.history.compactMap { $0.training?["loss"] }
        #expect(losses.count == 30)
        #expect(losses.last! < losses[0] / 3)
    }

    @Test func `Equal seeds give equal bytes, and others do not`() throws {
        func weights(_ seed: UInt64) throws -> [[UInt8]] {
            var settings = Quadrants.settings(steps: 20)
            settings.seed = seed
            return try Trainer(Quadrants.task(), settings).run().last.parameters.tensors.map(\.bytes)
        }
        let first = try weights(3)
        #expect(try weights(3) == first)
        // The run's own seed decides nothing but what is dropped.
        #expect(try weights(4) != first)
    }

    private struct Stop: Error {}

    @Test(arguments: [1, 19, 20, 25, 26, 47]) func `A run that ended anywhere goes on as if it had not`(
        at step: Int
    ) throws {
        let (whole, broken) = (try Scratch(), try Scratch())
        let task = try Quadrants.task()
        let settings = Quadrants.settings(steps: 60)
        let expected = try Trainer(task, settings, folder: whole.url).run()
        #expect(throws: Stop.self) {
            try Trainer(task, settings, folder: broken.url).run { if $0.step == step { throw Stop() } }
        }
        let found = try Trainer(task, settings, folder: broken.url).run(.resume)
        for name in ["last.safetensors", "best.safetensors"] {
            #expect(try broken.bytes(name) == whole.bytes(name), "\(name)")
        }
        #expect(try broken.log() == whole.log())
        #expect(found.history.count == expected.history.count)
        #expect(found.last.parameters.tensors.map(\.bytes) == expected.last.parameters.tensors.map(\.bytes))
        #expect(found.best?.parameters.tensors.map(\.bytes) == expected.best?.parameters.tensors.map(\.bytes))
        #expect(found.best?.step == expected.best?.step)
    }
}
