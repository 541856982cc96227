public import RationaleCore
public import RationaleImaging
public import RationaleTorch

/// Where a picture's content moves: a rectangle of it fills the result, mirrored or not.
///
/// A plain value: applied to a picture, to maps of any size that lie over the picture, to points and to boxes, it moves
/// all of them alike. The centre of each place of the result looks up the source; beyond the source's edges, the edge is
/// repeated.
public struct Warp: Sendable, Hashable, Codable {
    /// The size of the picture that ``box`` is about, in pixels.
    public let height: Int
    public let width: Int
    /// The part of the source that fills the result, in the source's pixels. It may reach beyond the edges.
    public let box: Box
    /// Whether the result is mirrored left to right.
    public let isFlipped: Bool

    /// - Parameters:
    ///   - height: of the source picture in pixels, positive.
    ///   - width: of the source picture in pixels, positive.
    ///   - box: what fills the result; the whole picture by default.
    ///   - isFlipped: whether the result is mirrored left to right.
    public init(height: Int, width: Int, box: Box? = nil, isFlipped: Bool = false) {
        precondition(height > 0 && width > 0, "a picture of \(width)×\(height) has no pixels")
        self.height = height
        self.width = width
        self.box = box ?? Box(x: 0, y: 0, width: Double(width), height: Double(height))
        self.isFlipped = isFlipped
    }

    /// The picture moved.
    ///
    /// A box of whole pixels is cut out exactly; any other is cut to the nearest ones. Where the result has another size
    /// than the box, it is scaled as Pillow does, bilinearly with antialiasing.
    ///
    /// - Parameters:
    ///   - image: of the size that the warp is about, or another one of the same content.
    ///   - height: of the result; the image's by default.
    ///   - width: of the result; the image's by default.
    public func callAsFunction(_ image: Image, height: Int? = nil, width: Int? = nil) -> Image {
        let (height, width) = (height ?? image.height, width ?? image.width)
        let (right, down) = (Double(image.width) / Double(self.width), Double(image.height) / Double(self.height))
        let x = Int((box.x * right).rounded())
        let y = Int((box.y * down).rounded())
        let columns = max(1, Int((box.width * right).rounded()))
        let rows = max(1, Int((box.height * down).rounded()))
        let part = cut(image, x: x, y: y, width: columns, height: rows)
        return rows == height && columns == width ? part : part.resized(height: height, width: width)
    }

    private func cut(_ image: Image, x: Int, y: Int, width: Int, height: Int) -> Image {
        if x == 0, y == 0, width == image.width, height == image.height, !isFlipped { return image }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            image.pixels.withUnsafeBufferPointer { source in
                var target = 0
                for row in 0..<height {
                    let line = min(max(row + y, 0), image.height - 1) * image.width
                    for column in 0..<width {
                        let from = min(max((isFlipped ? width - 1 - column : column) + x, 0), image.width - 1)
                        for channel in 0..<3 { buffer[target + channel] = source[(line + from) * 3 + channel] }
                        target += 3
                    }
                }
            }
            count = width * height * 3
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    /// Where a point of the source lies in the result, in pixels from the top left corner; outside of it where the box
    /// leaves it out.
    ///
    /// - Parameters:
    ///   - x: in pixels of the source, 0 at its left edge.
    ///   - y: in pixels of the source, 0 at its upper edge.
    ///   - height: of the result; the source's by default.
    ///   - width: of the result; the source's by default.
    public func callAsFunction(
        x: Double, y: Double, height: Int? = nil, width: Int? = nil
    ) -> (x: Double, y: Double) {
        let across = (x - box.x) / box.width
        let down = (y - box.y) / box.height
        return ((isFlipped ? 1 - across : across) * Double(width ?? self.width), down * Double(height ?? self.height))
    }

    /// Where a box of the source lies in the result, not cut off at its edges.
    public func callAsFunction(_ box: Box, height: Int? = nil, width: Int? = nil) -> Box {
        let first = self(x: box.x, y: box.y, height: height, width: width)
        let second = self(x: box.x + box.width, y: box.y + box.height, height: height, width: width)
        return Box(
            x: min(first.x, second.x), y: first.y, width: abs(second.x - first.x), height: second.y - first.y)
    }
}

extension Tensor {
    /// Each map of a batch moved as its picture was, bilinearly between the centres of the places.
    ///
    /// `result = R · map · Cᵀ`, where each row of `R` and of `C` holds the weights of one place of the result: as PyTorch's
    /// `grid_sample` with `padding_mode="border"` and `align_corners=False`, and differentiable by the map as often as
    /// wanted. A box that is much larger than the result is sampled, not averaged.
    ///
    /// - Parameters:
    ///   - warps: one for each map: `batch`.
    ///   - height: of the result; the map's by default.
    ///   - width: of the result; the map's by default.
    /// - Precondition: `[batch, height, width]` or `[batch, channel, height, width]`.
    /// - Returns: the same with the height and width of the result.
    /// - Complexity: two products of matrices a map.
    public func warped(by warps: [Warp], height: Int? = nil, width: Int? = nil) -> Tensor {
        precondition((3...4).contains(rank) && shape[0] == warps.count, "\(warps.count) warps for maps of \(shape)")
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        func weights(_ from: Int, _ to: Int, _ line: (Warp) -> Warp.Line) -> Tensor {
            let matrices = Tensor(warps.flatMap { line($0).weights(from, to) }, shape: [warps.count, to, from])
            let matched = matrices.converted(to: dtype).moved(to: device)
            return rank == 4 ? matched.unsqueezed(1) : matched
        }
        let vertical = weights(rows, height ?? rows) {
            .init(start: $0.box.y, length: $0.box.height, side: $0.height, isFlipped: false)
        }
        let horizontal = weights(columns, width ?? columns) {
            .init(start: $0.box.x, length: $0.box.width, side: $0.width, isFlipped: $0.isFlipped)
        }
        return vertical.matmul(self).matmul(horizontal.permuted(rank == 4 ? [0, 1, 3, 2] : [0, 2, 1]))
    }
}

extension Warp {
    /// A warp along one axis.
    fileprivate struct Line {
        let start: Double
        let length: Double
        let side: Int
        let isFlipped: Bool

        /// How much each place of the source counts for each one of the result: `[to, from]`, rows that sum to 1.
        func weights(_ from: Int, _ to: Int) -> [Double] {
            var weights = [Double](repeating: 0, count: to * from)
            let scale = Double(from) / Double(side)
            let step = length * Double(from) / Double(side * to)
            for place in 0..<to {
                let centre = Double(isFlipped ? to - 1 - place : place) + 0.5
                let position = min(max(start * scale + centre * step - 0.5, 0), Double(from - 1))
                let low = Int(position)
                weights[place * from + low] = 1 - (position - Double(low))
                if position > Double(low) { weights[place * from + low + 1] = position - Double(low) }
            }
            return weights
        }
    }
}
