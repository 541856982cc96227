import RationaleCore

extension Mask {
    /// The region with every pixel around it that is nearer than a tolerance: `d² < tolerance²`, between the centres of pixels.
    ///
    /// - Parameters:
    ///   - tolerance: in pixels of the original picture; 0 changes nothing.
    ///   - pixelSize: of this mask's pixels, in pixels of the original picture.
    /// - Complexity: O(height · width).
    func widened(by tolerance: Double, pixelSize: PixelSize) -> Mask {
        guard tolerance > 0 else { return self }
        let limit = tolerance * tolerance
        let near = squaredDistances(pixelSize: pixelSize).map { $0 < limit }
        return Mask(height: height, width: width, bits: near)
    }

    /// The squared Euclidean distance of each pixel from the nearest one of the region, row by row; infinite for an empty
    /// region.
    ///
    /// Exact: in each column by two passes, then in each row as the lower envelope of the parabolas that the columns give.
    ///
    /// *Source:* Felzenszwalb and Huttenlocher (2012), "Distance transforms of sampled functions", Theory of Computing 8.
    /// - Complexity: O(height · width).
    func squaredDistances(pixelSize: PixelSize) -> [Double] {
        var distances = [Double](repeating: .infinity, count: height * width)
        for column in 0..<width {
            var last: Int?
            for row in 0..<height {
                if self[row, column] { last = row }
                if let last { distances[row * width + column] = square(Double(row - last) * pixelSize.height) }
            }
            last = nil
            for row in (0..<height).reversed() {
                if self[row, column] { last = row }
                guard let last else { continue }
                let index = row * width + column
                distances[index] = min(distances[index], square(Double(last - row) * pixelSize.height))
            }
        }
        for row in 0..<height {
            let span = row * width..<(row + 1) * width
            distances.replaceSubrange(span, with: lowerEnvelope(of: Array(distances[span]), step: pixelSize.width))
        }
        return distances
    }
}

private func square(_ x: Double) -> Double { x * x }

/// `minᵩ (heights[q] + (step · (x − q))²)` for each x.
private func lowerEnvelope(of heights: [Double], step: Double) -> [Double] {
    // The parabolas of the envelope by their lowest points, and where each one begins.
    var envelope: [(lowest: Int, start: Double)] = []
    let curvature = step * step
    for q in heights.indices where heights[q].isFinite {
        var start = -Double.infinity
        while let last = envelope.last {
            let rise = heights[q] - heights[last.lowest] + curvature * Double(q * q - last.lowest * last.lowest)
            start = rise / (2 * curvature * Double(q - last.lowest))
            if start > last.start { break }
            envelope.removeLast()
            start = -.infinity
        }
        envelope.append((q, start))
    }
    guard !envelope.isEmpty else { return heights }
    var current = 0
    return heights.indices.map { x in
        while current + 1 < envelope.count, envelope[current + 1].start < Double(x) { current += 1 }
        let lowest = envelope[current].lowest
        return heights[lowest] + square(step * Double(x - lowest))
    }
}
