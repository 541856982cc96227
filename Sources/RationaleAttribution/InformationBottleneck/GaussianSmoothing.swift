import Foundation
import RationaleCore
import RationaleTorch

/// A Gaussian over the last two dimensions, beyond whose edge values are reflected: what makes a mask smooth.
///
/// The kernel reaches two standard deviations (5 × 5 for one pixel) and adds up to 1, as published.
/// *Cost:* two passes over the plane with a kernel of one row, since a Gaussian is a product.
struct GaussianSmoothing: Sendable {
    /// In places; 0 for none.
    let deviation: Double
    /// How the positions of what is smoothed lie; `nil` for `[batch, channel, height, width]`.
    var grid: LayerGrid?

    static let none = GaussianSmoothing(deviation: 0)

    /// How far the kernel reaches to each side.
    var radius: Int { 2 * Int(deviation.rounded(.up)) }

    /// - Throws: `RationaleError.Code.usage` where the plane is too small, or the number has no meaning.
    func check(_ shape: [Int]) throws(RationaleError) {
        if deviation == 0 { return }
        let plane = grid.map { [$0.height, $0.width] } ?? Array(shape.dropFirst(2))
        guard deviation > 0, deviation.isFinite, plane.count == 2, plane.min() ?? 0 > radius else {
            throw RationaleError(
                .usage, "a mask of shape \(shape) cannot be smoothed by a Gaussian of \(deviation) places",
                hint: "Take a smaller --smoothing, or 0 for none.")
        }
    }

    /// - Parameter plane: `[batch, channel, height, width]`.
    func callAsFunction(_ values: Tensor) -> Tensor {
        if deviation == 0 { return values }
        guard let grid else { return smoothed(values) }
        return grid.unfolded(smoothed(grid.folded(values)), like: values)
    }

    private func smoothed(_ plane: Tensor) -> Tensor {
        let weights = (-radius...radius).map { exp(-0.5 * (Double($0) / deviation) * (Double($0) / deviation)) }
        let sum = weights.reduce(0, +)
        let channels = plane.shape[1]
        let row = Tensor(weights.map { $0 / sum }, shape: [1, 1, 1, weights.count])
            .moved(to: plane.device).converted(to: plane.dtype).expanded([channels, 1, -1, -1])
        func convolved(_ tensor: Tensor, _ kernel: Tensor) -> Tensor {
            Self.convolution(.tensor(tensor), .tensor(kernel), .none, .int(1), .int(0), .int(1), .int(channels))
        }
        let padded = Self.pad(.tensor(plane), .ints([radius, radius, radius, radius]))
        return convolved(convolved(padded, row), row.permuted([0, 1, 3, 2]))
    }

    private static let pad: Operator = "aten::reflection_pad2d"
    private static let convolution: Operator = "aten::conv2d"
}
