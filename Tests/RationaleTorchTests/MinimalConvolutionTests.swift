import RationaleCore
import RationaleTorch
import Testing

/// Against LibTorch's own convolution in float64, derivatives included.
@Suite struct MinimalConvolutionTests {
    private static let minimal: Operator = "rationale::minimal_conv2d"
    private static let direct: Operator = "aten::conv2d"

    /// The critic's three; planes that tiles of four do not divide; pixels that no kernel reaches; more tiles than are
    /// filtered at once; channels that fill vectors of sixteen, some of them an odd number of vectors.
    static let cases = [
        ConvolutionCase(3, 8, 16, 28, 28, kernel: 4, stride: 2, padding: 1),
        ConvolutionCase(3, 16, 32, 14, 13, kernel: 4, stride: 2, padding: 1),
        ConvolutionCase(2, 32, 8, 7, 7, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(2, 8, 24, 9, 11, kernel: 3, stride: 1, padding: 0),
        ConvolutionCase(2, 8, 8, 6, 5, kernel: 3, stride: 1, padding: 2),
        ConvolutionCase(2, 8, 8, 9, 8, kernel: 2, stride: 1, padding: 0),
        ConvolutionCase(2, 8, 8, 11, 12, kernel: 4, stride: 2, padding: 0),
        ConvolutionCase(2, 8, 8, 12, 12, kernel: 4, stride: 2, padding: 2),
        ConvolutionCase(1, 8, 8, 1, 1, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(5, 8, 8, 60, 62, kernel: 3, stride: 1, padding: 1),
        ConvolutionCase(3, 16, 48, 28, 28, kernel: 4, stride: 2, padding: 1),
        ConvolutionCase(2, 48, 16, 9, 11, kernel: 3, stride: 1, padding: 0),
        ConvolutionCase(5, 16, 32, 60, 62, kernel: 3, stride: 1, padding: 1),
    ]

    @Test(arguments: cases) func itIsTheConvolutionAndItsDerivatives(of: ConvolutionCase) throws {
        let (tensors, seed) = of.tensors(seed: 7)
        func values(_ operation: Operator, _ tensors: [Tensor], _ seed: Tensor) throws -> [Tensor] {
            try valueAndDerivatives(at: tensors, seed: seed) { leaves in
                operation(.tensor(leaves[0]), .tensor(leaves[1]), .tensor(leaves[2]), .int(of.stride), .int(of.padding))
            }
        }
        let found = try values(Self.minimal, tensors, seed)
        let exact = try values(Self.direct, tensors.map { $0.converted(to: .float64) }, seed.converted(to: .float64))
        for (one, other) in zip(found, exact) { expectNear(one, other) }
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
            let error = #expect(throws: RationaleError.self) {
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

    @Test func secondDerivativesAreRefusedRatherThanLeftOut() throws {
        let minimal = Self.minimal
        let error = #expect(throws: RationaleError.self) {
            try withGradient { () throws in
                let x = Tensor.ones([1, 8, 8, 8]).requiringGradient
                let result = minimal(.tensor(x), .tensor(.ones([8, 8, 3, 3])), .none, .int(1), .int(1))
                _ = try gradient(of: [result.sum()], with: [x], creatingGraph: true)
            }
        }
        #expect(error?.message.contains("no second derivative") == true)
    }
}
