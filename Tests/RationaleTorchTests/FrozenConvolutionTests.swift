import RationaleCore
import RationaleTorch
import Testing

/// Against LibTorch's own convolution in float64, the derivative by the input included.
@Suite struct FrozenConvolutionTests {
    private static let frozen: Operator = "rationale::frozen_conv2d"
    private static let spread: Operator = "rationale::spread_weight"
    private static let direct: Operator = "aten::conv2d"

    /// Filtered minimally, in one block of tiles and in several, also where only a weight that is spread once makes that pay; too
    /// few tiles or channels for that; few channels by steps, with kernels that reach past the last pixel and that leave pixels
    /// out; by steps of many channels; of one pixel.
    static let cases = [
        ConvolutionCase(2, 64, 64, 56, 54, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 64, 64, 96, 96, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(3, 64, 128, 30, 31, kernel: 3, stride: 1, padding: 0),
        ConvolutionCase(1, 64, 64, 16, 16, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(4, 128, 64, 7, 7, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(1, 64, 64, 14, 15, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 8, 16, 20, 20, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 3, 64, 97, 64, kernel: 7, stride: 2, padding: 3),
        ConvolutionCase(2, 3, 16, 33, 32, kernel: 3, stride: 2, padding: 0),
        ConvolutionCase(1, 3, 16, 67, 70, kernel: 11, stride: 4, padding: 2),
        ConvolutionCase(1, 1, 16, 31, 29, kernel: 5, stride: 3, padding: 4),
        ConvolutionCase(1, 3, 16, 31, 29, kernel: 3, stride: 2, padding: 4),
        ConvolutionCase(1, 3, 12, 31, 29, kernel: 7, stride: 2, padding: 3),
        ConvolutionCase(1, 3, 16, 32, 32, kernel: 4, stride: 4, padding: 0),
        ConvolutionCase(1, 3, 16, 32, 30, kernel: 2, stride: 3, padding: 0),
        ConvolutionCase(2, 32, 64, 29, 28, kernel: 3, stride: 2, padding: 1),
        ConvolutionCase(2, 64, 128, 15, 14, kernel: 1, stride: 2, padding: 0),
    ]

    /// What minimal filtering reads of a weight; nothing where it is spread at each call.
    private static func spread(_ weight: Tensor, for input: [Int], stride: Int, padding: Int) throws -> [Tensor] {
        let result = try spread.call([.tensor(weight), .ints([1] + input.dropFirst()), .int(stride), .int(padding)])
        guard case .tensors(let tensors)? = result.first else { return [] }
        return tensors.compactMap(\.self)
    }

    @Test(arguments: cases, [false, true])
    func itIsTheConvolutionAndItsDerivative(of: ConvolutionCase, rectifies: Bool) throws {
        let (tensors, seed) = of.tensors(seed: 3)
        let spread = try Self.spread(tensors[1], for: tensors[0].shape, stride: of.stride, padding: of.padding)
        for spread in spread.isEmpty ? [[]] : [[], spread] { try check(of, tensors, spread: spread, seed, rectifies) }
    }

    private func check(
        _ of: ConvolutionCase, _ tensors: [Tensor], spread: [Tensor], _ seed: Tensor, _ rectifies: Bool
    ) throws {
        let found = try valueAndDerivatives(at: [tensors[0]], seed: seed) { leaves in
            Self.frozen(
                .tensor(leaves[0]), .tensor(tensors[1]), .none, .tensors(spread), .tensor(tensors[2]), .int(of.stride),
                .int(of.padding), .bool(rectifies))
        }
        let exactly = tensors.map { $0.converted(to: .float64) }
        // Results within rounding of zero may be rectified to either side: the derivative follows what was found.
        let passed = rectifies ? found[0].isGreater(than: .zeros(seed.shape)) : .ones(seed.shape)
        let exactSeed = seed.converted(to: .float64) * passed.converted(to: .float64)
        let exact = try valueAndDerivatives(at: [exactly[0]], seed: exactSeed) { leaves in
            Self.direct(
                .tensor(leaves[0]), .tensor(exactly[1]), .tensor(exactly[2]), .int(of.stride), .int(of.padding))
        }
        expectNear(found[0], rectifies ? exact[0].relu : exact[0])
        expectNear(found[1], exact[1])
        let withoutGradient = withoutGradient {
            Self.frozen(
                .tensor(tensors[0]), .tensor(tensors[1]), .none, .tensors(spread), .tensor(tensors[2]), .int(of.stride),
                .int(of.padding), .bool(rectifies))
        }
        #expect((withoutGradient - found[0]).absolute.maximum().item == 0)
    }

    @Test func aWeightIsSpreadOnceWhereAnInputHasFewTiles() throws {
        func count(_ weight: [Int], _ side: Int, padding: Int = 1) throws -> Int {
            try Self.spread(.ones(weight), for: [1, weight[1], side, side], stride: 1, padding: padding).count
        }
        #expect(try count([64, 128, 3, 3], 14) == 2)
        #expect(try count([64, 128, 3, 3], 56) == 0)
        #expect(try count([64, 128, 1, 1], 14, padding: 0) == 0)
        #expect(try count([8, 128, 3, 3], 14) == 0)
    }

    /// Memory is not read past its end: a spread weight of another convolution is refused.
    @Test func aSpreadWeightOfAnotherConvolutionIsRefused() throws {
        let spread = try Self.spread(.ones([64, 64, 3, 3]), for: [1, 64, 14, 14], stride: 1, padding: 1)
        let error = #expect(throws: RationaleError.self) {
            try Self.frozen.call([
                .tensor(.zeros([1, 128, 28, 28])), .tensor(.ones([64, 128, 3, 3])), .none, .tensors(spread), .none,
                .int(1), .int(1), .bool(false),
            ])
        }
        #expect(error?.message.contains("not this weight") == true)
    }

    /// LibTorch has no derivative for it.
    @Test func aPictureOutsideOfABatchIsRefused() {
        let error = #expect(throws: RationaleError.self) {
            _ = try valueAndDerivatives(at: [.ones([3, 32, 30])], seed: .ones([16, 16, 15])) { leaves in
                Self.frozen(
                    .tensor(leaves[0]), .tensor(.ones([16, 3, 7, 7])), .none, .tensors([]), .none, .int(2), .int(3),
                    .bool(true))
            }
        }
        #expect(error?.message.contains("4-dimensional") == true)
    }

    @Test func aRectifierPassesOnWhatIsNoNumber() {
        let x = Tensor.full([1, 64, 56, 56], .nan)
        let found = withoutGradient {
            Self.frozen(
                .tensor(x), .tensor(.ones([64, 64, 3, 3])), .none, .tensors([]), .none, .int(1), .int(1), .bool(true))
        }
        #expect(found.sum().item.isNaN)
    }

    /// Memory is not read past its end: what does not fit is refused as a direct convolution refuses it.
    @Test func whatDoesNotFitIsRefused() {
        func message(_ x: [Int], _ weight: [Int], bias: Int) -> String {
            let error = #expect(throws: RationaleError.self) {
                try Self.frozen.call([
                    .tensor(.zeros(x)), .tensor(.zeros(weight)), .none, .tensors([]), .tensor(.zeros([bias])), .int(1),
                    .int(1), .bool(false),
                ])
            }
            return error?.message ?? ""
        }
        #expect(message([1, 64, 56, 56], [64, 72, 3, 3], bias: 64).contains("channels"))
        #expect(message([1, 64, 56, 56], [64, 64, 3, 3], bias: 8).contains("bias"))
    }

    @Test(arguments: [8, 56]) func secondDerivativesAreRefusedRatherThanLeftOut(side: Int) {
        let error = #expect(throws: RationaleError.self) {
            try withGradient { () throws in
                let x = Tensor.ones([1, 64, side, side]).requiringGradient
                let result = Self.frozen(
                    .tensor(x), .tensor(.ones([64, 64, 3, 3])), .none, .tensors([]), .none, .int(1), .int(1),
                    .bool(false))
                _ = try gradient(of: [result.sum()], with: [x], creatingGraph: true)
            }
        }
        #expect(error?.message.contains("no second derivative") == true)
    }
}
