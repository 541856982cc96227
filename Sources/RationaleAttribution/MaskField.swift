import Foundation
package import RationaleTorch

/// Smooth masks: the smooth maximum of a coarse field of bumps.
///
/// `m(u) = smax_v k(‖u − v‖ / σ) p(v)` with `k(z) = exp(−2 max(0, z − ½)²)` and `smax f = Σ f e^{f/T} / Σ e^{f/T}`: each
/// place v of the field draws a bump of its own height, and a mask is as high as the highest bump there. So a mask can be
/// one or zero over wide parts, and nowhere finer than a bump: no pattern of single pixels can stand for evidence.
///
/// *Source:* Fong, Patrick, Vedaldi (2019), arXiv 1910.08485, section 3.2, with the sizes of their program: a field of
/// 32 places along 224 pixels, σ of three places, T = 1/20.
package struct MaskField {
    package let rows: Int
    package let columns: Int
    private let height: Int
    private let width: Int
    /// `k` at each place of the window, `[1, window², 1]`.
    private let bump: Tensor

    /// Places along the shorter side.
    private static let cells = 32
    /// In places.
    private static let deviation = 3.0
    /// Beyond it a bump is below two percent.
    private static let radius = 6
    private static let sharpness = 20.0

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
        let cell = max(1, Double(min(height, width)) / Double(Self.cells))
        rows = Int((Double(height) / cell).rounded(.up))
        columns = Int((Double(width) / cell).rounded(.up))
        let reach = -Self.radius...Self.radius
        let values = reach.flatMap { y in
            reach.map { x in
                let distance = Double(x * x + y * y).squareRoot() / Self.deviation
                return exp(-2 * pow(max(0, distance - 0.5), 2))
            }
        }
        bump = Tensor(values, shape: [1, values.count, 1])
    }

    /// - Parameter field: `[batch, 1, row, column]`, 0 to 1.
    /// - Returns: the same shape.
    package func mask(_ field: Tensor) -> Tensor {
        let side = 2 * Self.radius + 1
        let windows = Operators.windows(
            .tensor(field), .ints([side, side]), .ints([1, 1]), .ints([Self.radius, Self.radius]), .ints([1, 1])
        )  // [batch, window², place]
        let bumps = windows * bump.moved(to: field.device).converted(to: field.dtype)
        let highest = (bumps * Self.sharpness).softmax(1)
        return (bumps * highest).sum([1]).reshaped(field.shape)
    }

    /// A mask at the picture's size: `[batch, 1, height, width]`.
    func resized(_ mask: Tensor) -> Tensor {
        rows == height && columns == width ? mask : mask.resizedBilinearly(height: height, width: width)
    }
}

extension Tensor {
    /// Along one dimension, the smallest first; gradients follow the numbers to their places.
    func sortedAscending(_ dimension: Int) -> Tensor {
        Operators.sort(.tensor(self), .int(dimension), .bool(false))
    }
}

private enum Operators {
    static let windows: Operator = "aten::im2col"
    static let sort: Operator = "aten::sort"
}
