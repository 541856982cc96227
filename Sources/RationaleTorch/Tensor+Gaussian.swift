import Foundation

extension Tensor {
    /// What lies beyond the edge of a plane.
    package enum Edge: Sendable {
        /// The values mirrored at the edge, which itself appears once.
        case mirrored
        /// The value at the edge.
        case continued
    }

    /// Planes blurred by a Gaussian whose kernel adds up to 1.
    ///
    /// - Parameters:
    ///   - deviation: in places, above 0.
    ///   - radius: how far the kernel reaches to each side; mirrored planes must be larger than that.
    /// - Returns: `[batch, channel, height, width]`, as this tensor.
    /// - Complexity: two passes with a kernel of one row, since a Gaussian is a product.
    package func blurred(deviation: Double, radius: Int, edge: Edge) -> Tensor {
        let weights = (-radius...radius).map { exp(-0.5 * (Double($0) / deviation) * (Double($0) / deviation)) }
        let sum = weights.reduce(0, +)
        let channels = shape[1]
        let row = Tensor(weights.map { $0 / sum }, shape: [1, 1, 1, weights.count])
            .moved(to: device).converted(to: dtype).expanded([channels, 1, -1, -1])
        func convolved(_ tensor: Tensor, _ kernel: Tensor) -> Tensor {
            Blurring.convolution(
                .tensor(tensor), .tensor(kernel), .none, .int(1), .int(0), .int(1), .int(channels))
        }
        let pad = edge == .mirrored ? Blurring.mirror : Blurring.replicate
        let padded = pad(.tensor(self), .ints([radius, radius, radius, radius]))
        return convolved(convolved(padded, row), row.permuted([0, 1, 3, 2]))
    }
}

private enum Blurring {
    static let mirror: Operator = "aten::reflection_pad2d"
    static let replicate: Operator = "aten::replication_pad2d"
    static let convolution: Operator = "aten::conv2d"
}
