import RationaleTorch
import Testing

/// Against LibTorch's own convolution in float64, derivatives included.
@Suite struct MinimalConvolutionTests {
    private static let minimal: Operator = "rationale::minimal_conv2d"
    private static let direct: Operator = "aten::conv2d"

    struct Case: CustomStringConvertible {
        let batch, input, output, height, width, kernel, stride, padding: Int

        init(
            _ batch: Int, _ input: Int, _ output: Int, _ height: Int, _ width: Int, kernel: Int, stride: Int,
            padding: Int
        ) {
            (self.batch, self.input, self.output, self.height, self.width) = (batch, input, output, height, width)
            (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
        }

        var description: String { "\(batch)×\(input)×\(height)×\(width) → \(output), \(kernel)/\(stride)/\(padding)" }
    }

    /// The critic's three; planes that tiles of four do not divide; pixels that no kernel reaches; more tiles than are
    /// filtered at once.
    static let cases = [
        Case(3, 8, 16, 28, 28, kernel: 4, stride: 2, padding: 1),
        Case(3, 16, 32, 14, 13, kernel: 4, stride: 2, padding: 1),
        Case(2, 32, 8, 7, 7, kernel: 3, stride: 1, padding: 1),
        Case(2, 8, 24, 9, 11, kernel: 3, stride: 1, padding: 0),
        Case(2, 8, 8, 6, 5, kernel: 3, stride: 1, padding: 2),
        Case(2, 8, 8, 9, 8, kernel: 2, stride: 1, padding: 0),
        Case(2, 8, 8, 11, 12, kernel: 4, stride: 2, padding: 0),
        Case(2, 8, 8, 12, 12, kernel: 4, stride: 2, padding: 2),
        Case(1, 8, 8, 1, 1, kernel: 3, stride: 1, padding: 1),
        Case(5, 8, 8, 60, 62, kernel: 3, stride: 1, padding: 1),
    ]

    private func values(
        _ operation: Operator, _ tensors: [Tensor], _ seed: Tensor, _ of: Case
    ) throws -> [Tensor] {
        try withGradient {
            let leaves = tensors.map(\.requiringGradient)
            let result = operation(
                .tensor(leaves[0]), .tensor(leaves[1]), .tensor(leaves[2]), .int(of.stride), .int(of.padding))
            return [result.detached] + (try gradient(of: [result], with: leaves, seeds: [seed]))
        }
    }

    @Test(arguments: cases) func itIsTheConvolutionAndItsDerivatives(of: Case) throws {
        let generator = Generator(seed: 7)
        let x = Tensor.normal([of.batch, of.input, of.height, of.width], using: generator)
        let weight = Tensor.normal([of.output, of.input, of.kernel, of.kernel], using: generator)
        let bias = Tensor.normal([of.output], using: generator)
        let height = (of.height + 2 * of.padding - of.kernel) / of.stride + 1
        let width = (of.width + 2 * of.padding - of.kernel) / of.stride + 1
        let seed = Tensor.normal([of.batch, of.output, height, width], using: generator)
        let found = try values(Self.minimal, [x, weight, bias], seed, of)
        let exact = try values(
            Self.direct, [x, weight, bias].map { $0.converted(to: .float64) }, seed.converted(to: .float64), of)
        for (one, other) in zip(found, exact) {
            #expect(one.shape == other.shape)
            let difference = (one.converted(to: .float64) - other).absolute.maximum().item
            let largest = other.absolute.maximum().item
            #expect(difference < 3e-5 * largest, "\(difference) of \(largest)")
        }
    }

    @Test func derivativesThatNobodyAskedForAreLeftOut() throws {
        let x = Tensor.normal([1, 8, 8, 8], using: Generator(seed: 1))
        let weight = Tensor.normal([8, 8, 3, 3], using: Generator(seed: 2))
        try withGradient {
            let leaf = x.requiringGradient
            let result = Self.minimal(.tensor(leaf), .tensor(weight), .none, .int(1), .int(1))
            let found = try gradient(of: [result.sum()], with: [leaf])
            #expect(found[0].shape == x.shape)
        }
    }

    @Test func whatItCannotDoIsSaid() throws {
        let minimal = Self.minimal
        func message(_ x: [Int], _ weight: [Int], stride: Int, padding: Int = 0) -> String {
            let error = #expect(throws: TorchError.self) {
                try minimal.call([
                    .tensor(.zeros(x)), .tensor(.zeros(weight)), .none, .int(stride), .int(padding),
                ])
            }
            return error?.message ?? ""
        }
        #expect(message([1, 6, 8, 8], [8, 6, 3, 3], stride: 1).contains("divisible by 8"))
        #expect(message([1, 8, 8, 8], [8, 8, 5, 5], stride: 1).contains("two or three strides"))
        #expect(message([1, 8, 2, 8], [8, 8, 3, 3], stride: 1).contains("does not fit"))
        #expect(message([8, 8, 8], [8, 8, 3, 3], stride: 1).contains("four-dimensional"))
    }

    /// On both sides of the size from which it pays, rectified and not, with gradients and without.
    @Test(arguments: [16, 56]) func aFrozenConvolutionIsTheConvolution(side: Int) throws {
        let frozen: Operator = "rationale::frozen_conv2d"
        let generator = Generator(seed: 3)
        let x = Tensor.normal([1, 64, side, side], using: generator)
        let weight = Tensor.normal([64, 64, 3, 3], using: generator)
        let bias = Tensor.normal([64], using: generator)
        let exact = Self.direct(.tensor(x), .tensor(weight), .tensor(bias), .int(1), .int(1))
        for rectifies in [false, true] {
            let expected = rectifies ? exact.relu : exact
            let arguments: [Value] = [
                .tensor(x), .tensor(weight), .none, .tensor(bias), .int(1), .int(1), .bool(rectifies),
            ]
            let largest = exact.absolute.maximum().item
            for found in [
                try withoutGradient { try frozen.call(arguments)[0].tensor },
                try withGradient { try frozen.call(arguments)[0].tensor },
            ] {
                let found = try #require(found)
                let error = (found - expected).absolute.maximum().item
                #expect(error < 3e-5 * largest)
            }
        }
    }

    @Test func aRectifierPassesOnWhatIsNoNumber() throws {
        let frozen: Operator = "rationale::frozen_conv2d"
        let x = Tensor.full([1, 64, 56, 56], .nan)
        let found = withoutGradient {
            frozen(
                .tensor(x), .tensor(.ones([64, 64, 3, 3])), .none, .none, .int(1), .int(1), .bool(true))
        }
        #expect(found.sum().item.isNaN)
    }

    /// Memory is not read past its end: what does not fit is refused as a direct convolution refuses it.
    @Test func aFrozenConvolutionRefusesWhatDoesNotFit() throws {
        let frozen: Operator = "rationale::frozen_conv2d"
        func message(_ x: [Int], _ weight: [Int], bias: Int) -> String {
            let error = #expect(throws: TorchError.self) {
                try frozen.call([
                    .tensor(.zeros(x)), .tensor(.zeros(weight)), .none, .tensor(.zeros([bias])), .int(1), .int(1),
                    .bool(false),
                ])
            }
            return error?.message ?? ""
        }
        #expect(message([1, 64, 56, 56], [64, 72, 3, 3], bias: 64).contains("channels"))
        #expect(message([1, 64, 56, 56], [64, 64, 3, 3], bias: 8).contains("bias"))
    }

    @Test func secondDerivativesAreRefusedRatherThanLeftOut() throws {
        let minimal = Self.minimal
        let error = #expect(throws: TorchError.self) {
            try withGradient { () throws in
                let x = Tensor.ones([1, 8, 8, 8]).requiringGradient
                let result = minimal(.tensor(x), .tensor(.ones([8, 8, 3, 3])), .none, .int(1), .int(1))
                _ = try gradient(of: [result.sum()], with: [x], creatingGraph: true)
            }
        }
        #expect(error?.message.contains("no second derivative") == true)
    }
}
