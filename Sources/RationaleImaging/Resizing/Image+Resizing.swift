public import RationaleCore

extension Image {
    /// The picture at another size; the aspect ratio changes with it.
    ///
    /// Equals Pillow's `resize` with the same filter: when a picture shrinks, bilinear and bicubic filters are widened
    /// so that every pixel counts (antialiasing).
    ///
    /// - Parameters:
    ///   - height: the number of rows, positive.
    ///   - width: the number of columns, positive.
    ///   - filter: bilinear by default, as in torchvision's preprocessing.
    /// - Complexity: O(pixels of the source + pixels of the result) for a fixed ratio between them.
    public func resized(height: Int, width: Int, filter: Preprocessing.Filter = .bilinear) -> Image {
        precondition(width > 0 && height > 0, "cannot resize to \(width)×\(height)")
        return Resampler(source: self, width: width, height: height)
            .part(rows: 0..<height, columns: 0..<width, filter: filter)
    }

    /// The part in the middle, as torchvision's `CenterCrop` cuts it: black is added where the picture is smaller.
    ///
    /// - Parameters:
    ///   - height: the number of rows, positive.
    ///   - width: the number of columns, positive.
    public func centerCropped(height: Int, width: Int) -> Image {
        precondition(width > 0 && height > 0, "cannot crop to \(width)×\(height)")
        let rows = CenterCrop(from: self.height, to: height)
        let columns = CenterCrop(from: self.width, to: width)
        return part(rows: rows.kept, columns: columns.kept).padded(rows: rows, columns: columns)
    }

    /// The given rows and columns; the picture itself where that is all of it.
    func part(rows: Range<Int>, columns: Range<Int>) -> Image {
        if rows == 0..<height, columns == 0..<width { return self }
        var result: [UInt8] = []
        result.reserveCapacity(rows.count * columns.count * 3)
        for row in rows {
            let start = (row * width + columns.lowerBound) * 3
            result += pixels[start..<(start + columns.count * 3)]
        }
        return Image(width: columns.count, height: rows.count, pixels: result)
    }

    /// The picture with black around it, where the crop is larger than what it was cut from.
    func padded(rows: CenterCrop, columns: CenterCrop) -> Image {
        if rows.length == height, columns.length == width { return self }
        var result = [UInt8](repeating: 0, count: rows.length * columns.length * 3)
        for row in 0..<height {
            let target = ((row + rows.before) * columns.length + columns.before) * 3
            let source = row * width * 3
            result.replaceSubrange(target..<(target + width * 3), with: pixels[source..<(source + width * 3)])
        }
        return Image(width: columns.length, height: rows.length, pixels: result)
    }
}
