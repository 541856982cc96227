import Foundation
import RationaleCore
import RationaleTorch

/// torchvision's `GaussianBlur` with the kernel size that the published insertion gives it: `int(2σ − 1)`.
struct PublishedBlur {
    private let weights: [Double]

    /// - Throws: `RationaleError.Code.usage` where torchvision refuses the kernel: of an even size, or of none.
    init(standardDeviation deviation: Double) throws(RationaleError) {
        let size = deviation.isFinite && deviation < 1000 ? Int(2 * deviation - 1) : 0
        guard size > 0, size % 2 == 1 else {
            throw RationaleError(
                .usage,
                "the published blur of \(deviation) pixels has a kernel of \(size) pixels, which is no odd number",
                hint: "Give a whole number from 1 to 999, such as 15, or leave the published form.")
        }
        let half = size / 2
        let heights = (-half...half).map { exp(-0.5 * (Double($0) / deviation) * (Double($0) / deviation)) }
        let sum = heights.reduce(0, +)
        weights = heights.map { $0 / sum }
    }

    /// - Parameter picture: `[1, channel, height, width]`.
    /// - Throws: `RationaleError.Code.usage` for a picture that is too small to be mirrored at its edges.
    func blurred(_ picture: Tensor) throws(RationaleError) -> Tensor {
        let half = weights.count / 2
        guard picture.shape[2] > half, picture.shape[3] > half else {
            throw RationaleError(
                .usage,
                "the published blur mirrors \(half) pixels at each edge, and the picture is "
                    + "\(picture.shape[2])×\(picture.shape[3])", hint: "Give a smaller --blur.")
        }
        let channels = picture.shape[1]
        let row = Tensor(weights, shape: [1, 1, 1, weights.count]).converted(to: picture.dtype).moved(
            to: picture.device)
        func convolved(_ tensor: Tensor, _ kernel: Tensor) -> Tensor {
            Operators.convolution(
                .tensor(tensor), .tensor(kernel.expanded([channels, 1, -1, -1])), .none, .int(1), .int(0), .int(1),
                .int(channels))
        }
        let padded = Operators.pad(.tensor(picture), .ints([half, half, half, half]))
        return convolved(convolved(padded, row), row.reshaped([1, 1, -1, 1]))
    }
}

private enum Operators {
    static let pad: Operator = "aten::reflection_pad2d"
    static let convolution: Operator = "aten::conv2d"
}
