public import RationaleCore

/// Which pixels of a picture belong to polygons.
struct RegionMask {
    let width: Int
    let height: Int
    /// Row by row.
    private(set) var bits: [Bool]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bits = [Bool](repeating: false, count: width * height)
    }

    init(_ mask: Mask) { (width, height, bits) = (mask.width, mask.height, mask.bits) }

    subscript(row: Int, column: Int) -> Bool { bits[row * width + column] }

    /// Adds the pixels whose middle lies in a polygon, by the even-odd rule; points in pixels.
    ///
    /// - Complexity: O(rows · corners).
    mutating func add(_ polygon: [Drawing.Point]) {
        guard polygon.count > 2 else { return }
        for row in 0..<height {
            let y = Double(row) + 0.5
            var crossings: [Double] = []
            for (a, b) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) where (a.y <= y) != (b.y <= y) {
                crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
            }
            crossings.sort()
            for index in stride(from: 0, to: crossings.count - 1, by: 2) {
                let begin = max(0, Int((min(1e6, max(-1, crossings[index])) - 0.5).rounded(.up)))
                let end = min(width, Int((min(1e6, max(-1, crossings[index + 1])) - 0.5).rounded(.up)))
                if begin < end { for column in begin..<end { bits[row * width + column] = true } }
            }
        }
    }
}

extension Image {
    /// The picture faded and half grey but for some regions, in fractions of `region`.
    func spotlit(_ polygons: [[Drawing.Point]], in region: PhotoRegion) -> Image {
        spotlit(mask(of: polygons, in: region))
    }

    /// The picture faded and half grey but for a region of its own size.
    ///
    /// - Precondition: the mask has the picture's size.
    public func spotlit(_ mask: Mask) -> Image {
        precondition(mask.height == height && mask.width == width, "a mask of another size than the picture")
        return spotlit(RegionMask(mask))
    }

    private func spotlit(_ mask: RegionMask) -> Image {
        mapPixels(outside: mask) { red, green, blue in
            let grey = 0.3 * Double(red) + 0.59 * Double(green) + 0.11 * Double(blue)
            func faded(_ level: UInt8) -> UInt8 { UInt8(255 - 0.5 * (255 - 0.5 * (Double(level) + grey))) }
            return (faded(red), faded(green), faded(blue))
        }
    }

    /// The part of the picture around polygons, square, what lies outside of them grey: what ACE calls a patch.
    ///
    /// - Parameter side: of the result in pixels.
    /// - Returns: `nil` where there are no polygons in the picture.
    func patch(_ polygons: [[Drawing.Point]], in region: PhotoRegion, side: Int) -> Image? {
        let points = polygons.joined().map { place(of: $0, in: region) }
        guard let left = points.map(\.x).min(), let right = points.map(\.x).max(), let top = points.map(\.y).min(),
            let bottom = points.map(\.y).max(), right > left, bottom > top
        else { return nil }
        // Whole pixels, with a margin that shows where the region ends.
        let wanted = max(1.12 * max(right - left, bottom - top), 4)
        let (x, y) = ((left + right - wanted) / 2, (top + bottom - wanted) / 2)
        let columns = max(0, Int(x))..<min(width, max(Int(x), 0) + Int(wanted.rounded(.up)))
        let rows = max(0, Int(y))..<min(height, max(Int(y), 0) + Int(wanted.rounded(.up)))
        guard !columns.isEmpty, !rows.isEmpty else { return nil }
        var pixels: [UInt8] = []
        for row in rows {
            let begin = (row * width + columns.lowerBound) * 3
            pixels += self.pixels[begin..<begin + 3 * columns.count]
        }
        let part = Image(width: columns.count, height: rows.count, pixels: pixels)
        var seen = region
        seen.x -= Double(columns.lowerBound)
        seen.y -= Double(rows.lowerBound)
        let patch = part.mapPixels(outside: part.mask(of: polygons, in: seen)) { red, green, blue in
            func pale(_ level: UInt8) -> UInt8 { UInt8((190 * 3 + Int(level)) / 4) }
            return (pale(red), pale(green), pale(blue))
        }
        return patch.fitted(in: side)
    }

    /// The picture with its longer side this long.
    func fitted(in side: Int) -> Image {
        let factor = Double(side) / Double(max(width, height))
        func scaled(_ length: Int) -> Int { max(1, Int((Double(length) * factor).rounded())) }
        return resized(height: scaled(height), width: scaled(width), filter: .bilinear)
    }

    private func place(of point: Drawing.Point, in region: PhotoRegion) -> Drawing.Point {
        func inside(_ value: Double) -> Double { min(1, max(0, value)) }
        return Drawing.Point(
            min(Double(width), max(0, region.x + inside(point.x) * region.width)),
            min(Double(height), max(0, region.y + inside(point.y) * region.height)))
    }

    private func mask(of polygons: [[Drawing.Point]], in region: PhotoRegion) -> RegionMask {
        var mask = RegionMask(width: width, height: height)
        for polygon in polygons { mask.add(polygon.map { place(of: $0, in: region) }) }
        return mask
    }

    private func mapPixels(
        outside mask: RegionMask, _ change: (UInt8, UInt8, UInt8) -> (UInt8, UInt8, UInt8)
    ) -> Image {
        var changed = pixels
        for (index, isInside) in mask.bits.enumerated() where !isInside {
            let pixel = 3 * index
            (changed[pixel], changed[pixel + 1], changed[pixel + 2]) =
                change(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
        }
        return Image(width: width, height: height, pixels: changed)
    }
}
