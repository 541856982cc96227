import RationaleCore
import RationaleTorch

/// A Gaussian over the last two dimensions, beyond whose edge values are reflected: what makes a mask smooth.
///
/// The kernel reaches two standard deviations (5 × 5 for one pixel), as published.
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
        plane.blurred(deviation: deviation, radius: radius, edge: .mirrored)
    }
}
