import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

/// Parameters that learn differently from the others. That they do so as PyTorch's groups is shown by `ObjectiveTests`.
struct ParameterGroupTests {
    private func run(
        _ groups: [ParameterGroup]?, steps: Int = 8, _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws -> TrainingResult {
        var settings = Quadrants.settings(steps: steps)
        settings.groups = groups
        settings.weightDecay = 0.01
        change(&settings)
        return try Trainer(Quadrants.task(), settings).run()
    }

    @Test func `Groups that change nothing give the same bytes`() throws {
        let plain = try run(nil).last.parameters.tensors.map(\.bytes)
        let grouped = try run([ParameterGroup("fc."), ParameterGroup("conv.weight")]).last.parameters
        #expect(grouped.tensors.map(\.bytes) == plain)
        #expect(try run([ParameterGroup("fc.", learningRateFactor: 2)]).last.parameters.tensors.map(\.bytes) != plain)
    }

    @Test func `What is frozen stays, and the rest learns without it`() throws {
        let first = try Quadrants.task().parameters
        // Frozen weights have no part in the norm of the gradients either.
        let last = try run([ParameterGroup("fc.", isFrozen: true)]) {
            $0.gradientLimit = 0.1
            $0.averageDecay = 0.9
        }.last.parameters
        #expect(last.names == first.names)
        for (name, weight) in last { #expect((weight.bytes == first[name]!.bytes) == name.hasPrefix("fc."), "\(name)") }
    }

    @Test func `Frozen weights are part of the checkpoint, and a run with them goes on`() throws {
        let (whole, stopped) = (try Scratch(), try Scratch())
        var settings = Quadrants.settings(steps: 30)
        settings.groups = [ParameterGroup("conv.", isFrozen: true), ParameterGroup("fc.bias", learningRateFactor: 3)]
        struct Stop: Error {}
        _ = try Trainer(Quadrants.task(), settings, folder: whole.url).run()
        #expect(throws: Stop.self) {
            try Trainer(Quadrants.task(), settings, folder: stopped.url).run { if $0.step == 23 { throw Stop() } }
        }
        _ = try Trainer(Quadrants.task(), settings, folder: stopped.url).run(.resume)
        #expect(try stopped.bytes("last.safetensors") == whole.bytes("last.safetensors"))
        settings.groups![1].learningRateFactor = 4
        let error = #expect(throws: RationaleError.self) {
            try Trainer(Quadrants.task(), settings, folder: whole.url).run(.resume)
        }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("settings.groups[1].learningRateFactor is 3, expected 4") == true)
    }

    @Test(arguments: [
        ([ParameterGroup("layer4")], "no parameter's name begins like that"),
        ([ParameterGroup("fc."), ParameterGroup("fc.")], "given twice"),
        ([ParameterGroup("", isFrozen: true)], "all parameters are frozen"),
        ([ParameterGroup("fc.", learningRateFactor: -1)], "learning rate factor"),
        ([ParameterGroup("fc.", weightDecay: .nan)], "weight decay"),
    ])
    func `Groups that make no sense are refused`(groups: [ParameterGroup], words: String) throws {
        let error = #expect(throws: RationaleError.self) { try run(groups) }
        #expect(error?.code == .usage && error?.message.contains(words) == true)
    }
}
