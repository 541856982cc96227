extension Mask {
    /// The region with all pixels around it up to a distance, measured between the centres of pixels.
    ///
    /// This is the dilation by a disc, `{(x, y) : x² + y² ≤ r²}`. It is exact, and its cost does not depend on r: in
    /// each column the distance d to the nearest pixel of the region is found by two passes; a pixel then covers the
    /// `√(r² − d²)` pixels to its left and right in its row.
    ///
    /// - Parameter radius: r in pixels, at least 0; 0 changes nothing.
    /// - Precondition: the radius is not negative.
    /// - Complexity: O(height · width).
    public func dilated(by radius: Int) -> Mask {
        precondition(radius >= 0, "a mask dilated by \(radius) pixels")
        guard radius > 0, !bits.isEmpty else { return self }
        // No two pixels are further apart than this.
        let radius = min(radius, height + width)
        let reach = Self.reaches(of: radius)
        let distances = columnDistances(limit: radius + 1)
        var result = [Bool](repeating: false, count: bits.count)
        var changes = [Int](repeating: 0, count: width + 1)
        for row in 0..<height {
            for column in 0..<width {
                let distance = distances[row * width + column]
                guard distance <= radius else { continue }
                changes[max(0, column - reach[distance])] += 1
                changes[min(width, column + reach[distance] + 1)] -= 1
            }
            var covering = 0
            for column in 0..<width {
                covering += changes[column]
                changes[column] = 0
                result[row * width + column] = covering > 0
            }
            changes[width] = 0
        }
        return Mask(height: height, width: width, bits: result)
    }

    /// The region without its pixels that are within a distance of a pixel outside: the erosion by a disc.
    ///
    /// Equals what is left of the picture when everything outside is dilated. The border of the picture takes nothing
    /// away: beyond it, the region is taken to go on.
    ///
    /// - Parameter radius: in pixels, at least 0; 0 changes nothing.
    /// - Precondition: the radius is not negative.
    /// - Complexity: O(height · width).
    public func eroded(by radius: Int) -> Mask { inverted.dilated(by: radius).inverted }

    /// The distance from each pixel to the nearest one of the region in its column, at most `limit`.
    private func columnDistances(limit: Int) -> [Int] {
        var distances = bits.map { $0 ? 0 : limit }
        for index in width..<max(width, distances.count) {
            distances[index] = min(distances[index], distances[index - width] + 1)
        }
        for index in (0..<max(0, distances.count - width)).reversed() {
            distances[index] = min(distances[index], distances[index + width] + 1)
        }
        return distances
    }

    /// The whole part of `√(r² − d²)` for d = 0, 1, … r.
    private static func reaches(of radius: Int) -> [Int] {
        var reach = radius
        return (0...radius).map { distance in
            while reach * reach > radius * radius - distance * distance { reach -= 1 }
            return reach
        }
    }
}
