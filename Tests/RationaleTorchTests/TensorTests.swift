import RationaleCore
import RationaleTorch
import Testing

@Suite struct TensorTests {
    @Test func elementsComeBackRowByRow() {
        let x = Tensor((0..<6).map(Float.init), shape: [2, 3])
        #expect(x.shape == [2, 3])
        #expect(x.strides == [3, 1])
        #expect(x.permuted([1, 0]).floats == [0, 3, 1, 4, 2, 5])
        #expect(x.slice(1, 1..<3).elements(as: Double.self) == [1, 2, 4, 5])
        #expect(x.converted(to: .bfloat16).floats == x.floats)
        #expect(Tensor([] as [Float], shape: [0, 3]).floats.isEmpty)
    }

    @Test func aSplitTensorsGradientIsPutTogetherAgain() throws {
        let x = Tensor((0..<6).map(Float.init), shape: [3, 2]).requiringGradient
        let parts = x.split(0, [1, 2])
        #expect(parts.map(\.floats) == [[0, 1], [2, 3, 4, 5]])
        let sum = (parts[0] * 2).sum() + (parts[1] * parts[1]).sum()
        #expect(try gradient(of: sum, with: x).floats == [2, 2, 4, 6, 8, 10])
    }

    @Test func copyingSharesAndOperationsDoNotChange() {
        let x = Tensor([1, 2] as [Float], shape: [2])
        let y = x
        _ = x + 1
        #expect(y.floats == [1, 2])
    }

    @Test func theGradientOfASquareIsTwiceItsRoot() throws {
        let x = Tensor([1, -2, 3] as [Float], shape: [3]).requiringGradient
        let y = (x * x).sum()
        #expect(try gradient(of: y, with: x).floats == [2, -4, 6])
    }

    @Test func gradientsOfGradientsAndUnusedInputs() throws {
        let x = Tensor([2] as [Double], shape: [1]).requiringGradient
        let unused = Tensor([1] as [Double], shape: [1]).requiringGradient
        let first = try gradient(of: [x.power(3)], with: [x, unused], creatingGraph: true)
        #expect(first[0].elements(as: Double.self) == [12])
        #expect(first[1].elements(as: Double.self) == [0])
        #expect(try gradient(of: first[0], with: x).elements(as: Double.self) == [12])
    }

    @Test func nothingIsRecordedWithoutGradient() throws {
        let x = Tensor([1] as [Float], shape: [1]).requiringGradient
        let y = withoutGradient { x * 2 }
        #expect(!y.requiresGradient)
        #expect((x * 2).requiresGradient)
        #expect(throws: RationaleError.self) { try gradient(of: y, with: x) }
    }

    @Test func theSameSeedGivesTheSameDraws() throws {
        let a = Tensor.normal([1000], using: Generator(seed: 7))
        let b = Tensor.normal([1000], using: Generator(seed: 7))
        let c = Tensor.normal([1000], using: Generator(seed: 8))
        #expect(a.bytes == b.bytes)
        #expect(a.bytes != c.bytes)
        // The first draws of torch.Generator().manual_seed(7) in Python; their last bits depend on the processor.
        let python: [Float] = [-0.8201345205307007, 0.39563116431236267, 0.8989084959030151]
        #expect(zip(a.floats, python).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func aGeneratorContinuesFromItsState() throws {
        let generator = Generator(seed: 1)
        _ = Tensor.uniform([17], using: generator)
        let state = generator.state
        let expected = Tensor.uniform([5], using: generator).floats
        let other = Generator(seed: 99)
        try other.restore(state)
        #expect(Tensor.uniform([5], using: other).floats == expected)
        #expect(throws: RationaleError.self) { try other.restore(Tensor.zeros([3])) }
    }

    @Test(arguments: ["cpu", "cuda", "cuda:3", "mps"]) func devicesKeepTheirNames(name: String) {
        #expect(Device(name)?.description == name)
    }

    @Test(arguments: ["", "gpu", "cuda:", "cuda:x", "cuda:-1", "cpu:0:1"]) func otherDeviceNamesAreRefused(name: String)
    {
        #expect(Device(name) == nil)
    }
}
