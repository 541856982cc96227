import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

struct PrecisionTests {
    @Test func `A classifier learns in bfloat16, its weights staying float32`() throws {
        var settings = Quadrants.settings(steps: 150)
        settings.precision = .bfloat16
        let result = try Trainer(Quadrants.task(), settings).run()
        #expect(result.history.last?.evaluation?["accuracy"] ?? 0 > 0.9)
        #expect(Set(result.last.parameters.tensors.map(\.dtype)) == [.float32])
        #expect(Set(result.last.statistics.tensors.map(\.dtype)) == [.float32])
        // Weights that were rounded to bfloat16 would end in sixteen zeros.
        let bits = result.last.parameters["fc.weight"]!.floats.map { $0.bitPattern & 0xFFFF }
        #expect(bits.count { $0 != 0 } > bits.count / 2)
    }

    @Test func `A pass in bfloat16 is near one in float32, and not the same`() throws {
        let trainable = try TrainableNetwork(Classifier(Quadrants.SmallClassifier(dropout: 0), seed: 1).network)
        let input = Tensor.normal([8, 3, Quadrants.side, Quadrants.side], using: Generator(seed: 2))
        func pass(_ precision: DType) throws -> (
            logits: Tensor, gradients: NamedTensors, statistics: NamedTensors
        ) {
            let leaves = trainable.parameters.mapTensors(\.requiringGradient)
            let pass = try trainable(input, leaves, using: Generator(seed: 3), precision: precision)
            let found = try gradient(of: [(pass.logits * pass.logits).sum()], with: leaves.tensors)
            return (pass.logits, leaves.with(found), pass.statistics)
        }
        let (exact, rough) = (try pass(.float32), try pass(.bfloat16))
        #expect(rough.logits.dtype == .float32)
        let difference = (rough.logits - exact.logits).absolute.maximum().item
        #expect(difference > 1e-6)
        #expect(difference < 0.05 * exact.logits.absolute.maximum().item)
        for (name, gradient) in exact.gradients {
            #expect(rough.gradients[name]!.dtype == .float32)
            let size = gradient.absolute.maximum().item
            // A bias before a batch norm has no gradient but rounding.
            if name == "conv.bias" { continue }
            #expect((rough.gradients[name]! - gradient).absolute.maximum().item < 0.1 * size, "\(name)")
        }
        for (name, statistic) in exact.statistics {
            #expect((rough.statistics[name]! - statistic).absolute.maximum().item < 0.02, "\(name)")
        }
    }
}
