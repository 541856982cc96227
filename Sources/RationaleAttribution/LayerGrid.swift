import RationaleNetworks
package import RationaleTorch

/// How the places of a picture lie in a layer's output.
///
/// Convolutional networks return `[batch, channel, height, width]`, some transformers
/// `[batch, height, width, channel]`, others `[batch, token, channel]`: one token for each patch, row by row, after a class token and perhaps others.
package struct LayerGrid: Sendable, Hashable {
    package enum Order: Sendable, Hashable {
        case channelsFirst
        case channelsLast
        /// So many tokens come before those of the patches.
        case tokens(extra: Int)
    }

    package let order: Order
    package let height: Int
    package let width: Int
    package let channels: Int

    /// - Parameters:
    ///   - shape: of the layer's output, with the batch.
    ///   - input: the shape of one input: `[channel, height, width]`, or for text `[token]` or `[token, number]`.
    /// - Returns: `nil` where the output has no places that fit to the input's.
    package init?(shape: [Int], input: [Int], convolves: Bool = false) {
        guard !shape.contains(0) else { return nil }
        switch (shape.count, input.count) {
        case (4, 3):
            let picture = (input[1], input[2])
            let first = misfit((shape[2], shape[3]), picture)
            let last = misfit((shape[1], shape[2]), picture)
            // A network with odd strides may fit neither way; then PyTorch's own convention holds.
            let isFirst = first <= last || last > max(picture.0, picture.1)
            self.init(
                isFirst ? .channelsFirst : .channelsLast, isFirst ? shape[2] : shape[1], isFirst ? shape[3] : shape[2],
                isFirst ? shape[1] : shape[3])
        case (4, 2):
            // A network that makes one channel of a plane itself.
            self.init(.channelsFirst, shape[2], shape[3], shape[1])
        case (3, 1) where convolves, (3, 2) where convolves: self.init(.channelsFirst, 1, shape[2], shape[1])
        case (5, 4): self.init(.channelsFirst, shape[2] * shape[3], shape[4], shape[1])
        case (3, 3):
            guard let found = Self.tokens(shape[1], input[1], input[2]) else { return nil }
            self.init(.tokens(extra: found.extra), found.height, found.width, shape[2])
        case (3, 1), (3, 2):
            guard shape[1] == input[0] || input[0] < 0 else { return nil }
            self.init(.tokens(extra: 0), 1, shape[1], shape[2])
        default: return nil
        }
    }

    private init(_ order: Order, _ height: Int, _ width: Int, _ channels: Int) {
        self.order = order
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Whether it is read as a plane whose aspect is not the picture's.
    ///
    /// - Parameter input: the shape of one input.
    func misfits(_ input: [Int]) -> Bool {
        guard order == .channelsFirst, input.count == 3 else { return false }
        return misfit((height, width), (input[1], input[2])) > max(input[1], input[2])
    }

    /// The grid of patches in so many tokens: of square patches that fill the picture where there is one, otherwise of
    /// the picture's aspect; with as few other tokens as possible.
    private static func tokens(_ count: Int, _ height: Int, _ width: Int) -> (extra: Int, height: Int, width: Int)? {
        var fallback: (extra: Int, height: Int, width: Int)?
        // A class token, a distillation token, up to eight registers.
        for extra in 0...min(10, count - 1) {
            let patches = count - extra
            let rows = Int((Double(patches) * Double(height) / Double(width)).squareRoot().rounded())
            guard rows > 0, patches % rows == 0 else { continue }
            let columns = patches / rows
            let fills = height % rows == 0 && width % columns == 0 && height / rows == width / columns
            if fills { return (extra, rows, columns) }
            if fallback == nil, misfit((rows, columns), (height, width)) <= max(height, width) / 2 {
                fallback = (extra, rows, columns)
            }
        }
        return fallback
    }

    /// The number of places.
    package var count: Int { height * width }

    /// A layer's output or gradient as `[batch, channel, height, width]`.
    package func folded(_ tensor: Tensor) -> Tensor {
        switch order {
        case .channelsFirst:
            return tensor.rank == 4 ? tensor : tensor.reshaped([tensor.shape[0], channels, height, width])
        case .channelsLast: return tensor.permuted([0, 3, 1, 2])
        case .tokens(let extra):
            let patches = tensor.slice(1, extra..<extra + count)  // [batch, place, channel]
            return patches.reshaped([tensor.shape[0], height, width, channels]).permuted([0, 3, 1, 2])
        }
    }

    /// The inverse of ``folded(_:)``, with the tokens that have no position put back in front.
    ///
    /// - Parameters:
    ///   - plane: `[batch, channel, height, width]`.
    ///   - tensor: whose other tokens are kept.
    package func unfolded(_ plane: Tensor, like tensor: Tensor) -> Tensor {
        switch order {
        case .channelsFirst: return plane.reshaped(tensor.shape)
        case .channelsLast: return plane.permuted([0, 2, 3, 1])
        case .tokens(let extra):
            let patches = plane.permuted([0, 2, 3, 1]).reshaped([tensor.shape[0], count, channels])
            return extra == 0 ? patches : .concatenated([tensor.slice(1, 0..<extra), patches], dimension: 1)
        }
    }

    /// Zero everywhere but at the first half of the places, where it is NaN.
    ///
    /// Half of them, for a network that reads only its last place does not look at places.
    package func marked(like shape: [Int], dtype: DType, device: Device) -> Tensor {
        let extra = if case .tokens(let extra) = order { extra } else { 0 }
        let axis = order == .channelsFirst ? 2 : 1
        let half = order == .channelsFirst || order == .channelsLast ? (height + 1) / 2 : (count + 1) / 2
        var marks = [Float](repeating: 0, count: shape[axis])
        for index in extra..<extra + half { marks[index] = .nan }
        var broadcast = Array(repeating: 1, count: shape.count)
        broadcast[axis] = shape[axis]
        return Tensor(marks, shape: broadcast).expanded(shape).moved(to: device).converted(to: dtype)
    }
}

/// How far a grid's aspect is from a picture's: 0 for the same, up to the longer side for one place too many.
private func misfit(_ grid: (height: Int, width: Int), _ picture: (height: Int, width: Int)) -> Int {
    abs(grid.height * picture.width - grid.width * picture.height)
}

extension Network {
    /// The positions of a layer's output.
    ///
    /// - Parameters:
    ///   - shape: of the output, with the batch.
    ///   - input: the shape of the input, with the batch.
    package func grid(of shape: [Int], input: [Int]) -> LayerGrid? {
        let convolves =
            !self.input.holdsVectors && !self.input.isText
            && graph.nodes.contains { ["aten::conv1d", "aten::conv1d.padding"].contains($0.operatorName) }
        return LayerGrid(shape: shape, input: Array(input.dropFirst()), convolves: convolves)
    }
}
