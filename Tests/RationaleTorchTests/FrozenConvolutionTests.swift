import RationaleTorch
import Testing

/// Against LibTorch's own convolution in float64, the derivative by the input included.
@Suite struct FrozenConvolutionTests {
    private static let frozen: Operator = "rationale::frozen_conv2d"
    private static let direct: Operator = "aten::conv2d"

    /// Filtered minimally; too few tiles or channels for that; few channels by steps, with kernels that reach past the
    /// last pixel and that leave pixels out; by steps of many channels; of one pixel.
    static let cases = [
        ConvolutionCase(2, 64, 64, 56, 54, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(3, 64, 128, 30, 31, kernel: 3, stride: 1, padding: 0),
        ConvolutionCase(1, 64, 64, 16, 16, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 8, 16, 20, 20, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 3, 64, 97, 64, kernel: 7, stride: 2, padding: 3),
        ConvolutionCase(2, 3, 16, 33, 32, kernel: 3, stride: 2, padding: 0),
        ConvolutionCase(1, 3, 16, 67, 70, kernel: 11, stride: 4, padding: 2),
        ConvolutionCase(1, 1, 16, 31, 29, kernel: 5, stride: 3, padding: 4),
        ConvolutionCase(1, 3, 16, 31, 29, kernel: 3, stride: 2, padding: 4),
        ConvolutionCase(1, 3, 16, 32, 32, kernel: 4, stride: 4, padding: 0),
        ConvolutionCase(1, 3, 16, 32, 30, kernel: 2, stride: 3, padding: 0),
        ConvolutionCase(2, 32, 64, 29, 28, kernel: 3, stride: 2, padding: 1),
        ConvolutionCase(2, 64, 128, 15, 14, kernel: 1, stride: 2, padding: 0),
    ]

    @Test(arguments: cases, [false, true])
    func itIsTheConvolutionAndItsDerivative(of: ConvolutionCase, rectifies: Bool) throws {
        let (tensors, seed) = of.tensors(seed: 3)
        let found = try valueAndDerivatives(at: [tensors[0]], seed: seed) { leaves in
            Self.frozen(
                .tensor(leaves[0]), .tensor(tensors[1]), .none, .tensor(tensors[2]), .int(of.stride), .int(of.padding),
                .bool(rectifies))
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
                .tensor(tensors[0]), .tensor(tensors[1]), .none, .tensor(tensors[2]), .int(of.stride), .int(of.padding),
                .bool(rectifies))
        }
        #expect((withoutGradient - found[0]).absolute.maximum().item == 0)
    }

    @Test func aRectifierPassesOnWhatIsNoNumber() {
        let x = Tensor.full([1, 64, 56, 56], .nan)
        let found = withoutGradient {
            Self.frozen(.tensor(x), .tensor(.ones([64, 64, 3, 3])), .none, .none, .int(1), .int(1), .bool(true))
        }
        #expect(found.sum().item.isNaN)
    }

    /// Memory is not read past its end: what does not fit is refused as a direct convolution refuses it.
    @Test func whatDoesNotFitIsRefused() {
        func message(_ x: [Int], _ weight: [Int], bias: Int) -> String {
            let error = #expect(throws: TorchError.self) {
                try Self.frozen.call([
                    .tensor(.zeros(x)), .tensor(.zeros(weight)), .none, .tensor(.zeros([bias])), .int(1), .int(1),
                    .bool(false),
                ])
            }
            return error?.message ?? ""
        }
        #expect(message([1, 64, 56, 56], [64, 72, 3, 3], bias: 64).contains("channels"))
        #expect(message([1, 64, 56, 56], [64, 64, 3, 3], bias: 8).contains("bias"))
    }

    @Test(arguments: [8, 56]) func secondDerivativesAreRefusedRatherThanLeftOut(side: Int) {
        let error = #expect(throws: TorchError.self) {
            try withGradient { () throws in
                let x = Tensor.ones([1, 64, side, side]).requiringGradient
                let result = Self.frozen(
                    .tensor(x), .tensor(.ones([64, 64, 3, 3])), .none, .none, .int(1), .int(1), .bool(false))
                _ = try gradient(of: [result.sum()], with: [x], creatingGraph: true)
            }
        }
        #expect(error?.message.contains("no second derivative") == true)
    }
}
