import RationaleTorch
import Testing

/// A convolution of square kernels, and tensors for it.
struct ConvolutionCase: CustomStringConvertible {
    let batch, input, output, height, width, kernel, stride, padding: Int

    init(
        _ batch: Int, _ input: Int, _ output: Int, _ height: Int, _ width: Int, kernel: Int, stride: Int, padding: Int
    ) {
        (self.batch, self.input, self.output, self.height, self.width) = (batch, input, output, height, width)
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    }

    var description: String { "\(batch)×\(input)×\(height)×\(width) → \(output), \(kernel)/\(stride)/\(padding)" }

    /// Input, weight and bias; and the derivative of the result.
    func tensors(seed: UInt64) -> (arguments: [Tensor], seed: Tensor) {
        let generator = Generator(seed: seed)
        let x = Tensor.normal([batch, input, height, width], using: generator)
        let weight = Tensor.normal([output, input, kernel, kernel], using: generator)
        let bias = Tensor.normal([output], using: generator)
        func size(_ pixels: Int) -> Int { (pixels + 2 * padding - kernel) / stride + 1 }
        return ([x, weight, bias], Tensor.normal([batch, output, size(height), size(width)], using: generator))
    }
}

/// The result of a function, and its derivatives by all of its arguments.
func valueAndDerivatives(
    at arguments: [Tensor], seed: Tensor, of function: ([Tensor]) -> Tensor
) throws -> [Tensor] {
    try withGradient {
        let leaves = arguments.map(\.requiringGradient)
        let result = function(leaves)
        return [result.detached] + (try gradient(of: [result], with: leaves, seeds: [seed]))
    }
}

/// Equal but for the rounding of a convolution in float32.
func expectNear(_ found: Tensor, _ exact: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(found.shape == exact.shape, sourceLocation: sourceLocation)
    let difference = (found.converted(to: .float64) - exact).absolute.maximum().item
    let largest = exact.absolute.maximum().item
    #expect(difference < 3e-5 * largest, "\(difference) of \(largest)", sourceLocation: sourceLocation)
}
