import Foundation

extension ColorPlanes {
    /// Smooths each plane with a Gaussian.
    ///
    /// The kernel is `exp(−x² / 2σ²)` at whole pixels up to ⌊4σ + ½⌋, divided by its sum, applied along the columns and
    /// then along the rows. At the edges the picture is mirrored with its edge pixel repeated (d c b a | a b c d | d c b a).
    ///
    /// - Parameter sigma: in pixels; 0 leaves the planes as they are.
    /// - Complexity: O(height · width · σ).
    mutating func smooth(sigma: Double) {
        guard sigma > 1e-15 else { return }
        let weights = Self.gaussian(sigma: sigma)
        let (height, width) = (height, width)
        let rowsBefore = Self.mirrored(length: height, radius: weights.count - 1)
        let columnsBefore = Self.mirrored(length: width, radius: weights.count - 1)
        var smoothed = [Double](repeating: 0, count: height * width)
        let radius = weights.count - 1
        var padded = [Double](repeating: 0, count: width + 2 * radius)
        values.withUnsafeMutableBufferPointer { values in
            smoothed.withUnsafeMutableBufferPointer { smoothed in
                padded.withUnsafeMutableBufferPointer { padded in
                    for channel in 0..<3 {
                        let plane = values.baseAddress! + channel * height * width
                        for row in 0..<height {
                            let target = smoothed.baseAddress! + row * width
                            let center = plane + row * width
                            for column in 0..<width { target[column] = center[column] * weights[0] }
                            for offset in stride(from: radius, to: 0, by: -1) {
                                let above = plane + rowsBefore[row - offset + radius] * width
                                let below = plane + rowsBefore[row + offset + radius] * width
                                let weight = weights[offset]
                                for column in 0..<width { target[column] += (below[column] + above[column]) * weight }
                            }
                        }
                        for row in 0..<height {
                            let source = smoothed.baseAddress! + row * width
                            let target = plane + row * width
                            for index in 0..<radius { padded[index] = source[columnsBefore[index]] }
                            for column in 0..<width { padded[radius + column] = source[column] }
                            for index in (radius + width)..<(width + 2 * radius) {
                                padded[index] = source[columnsBefore[index]]
                            }
                            let center = padded.baseAddress! + radius
                            for column in 0..<width { target[column] = center[column] * weights[0] }
                            for offset in stride(from: radius, to: 0, by: -1) {
                                let weight = weights[offset]
                                let (left, right) = (center - offset, center + offset)
                                for column in 0..<width { target[column] += (left[column] + right[column]) * weight }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The weights of a pixel at distance 0, 1, … ⌊4σ + ½⌋.
    private static func gaussian(sigma: Double) -> [Double] {
        let radius = Int(4 * sigma + 0.5)
        let side = (0...radius).map { exp(-0.5 / (sigma * sigma) * Double($0 * $0)) }
        let sum = side.dropFirst().reduce(0, +) * 2 + side[0]
        return side.map { $0 / sum }
    }

    /// The pixel that stands for each position −radius ..< length + radius.
    private static func mirrored(length: Int, radius: Int) -> [Int] {
        (-radius..<(length + radius)).map { position in
            let period = 2 * length
            let folded = ((position % period) + period) % period
            return folded < length ? folded : period - 1 - folded
        }
    }
}
