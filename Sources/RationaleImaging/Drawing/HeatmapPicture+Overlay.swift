internal import RationaleCore

extension HeatmapPicture {
    /// The map blended over a photo.
    ///
    /// - Parameters:
    ///   - photo: the photo as the network saw it, or the original.
    ///   - region: the part of the photo that the map lies on; `nil` is the whole photo. Outside, the photo stays.
    ///   - opacity: how much of the photo is covered; by strength up to four fifths, where not given.
    /// - Returns: a picture of the photo's size.
    /// - Complexity: O(pixels of the photo).
    public func overlay(
        on photo: Image, region: PhotoRegion? = nil, opacity: HeatmapOpacity = .standard
    ) -> Image {
        let region = region ?? PhotoRegion(whole: photo)
        guard region.width > 0, region.height > 0 else { return photo }
        let columns = Self.places(from: region.x, length: region.width, in: photo.width, of: map.width)
        let rows = Self.places(from: region.y, length: region.height, in: photo.height, of: map.height)
        let blend = Blend(scale: scale, colorMap: colorMap, opacity: opacity)
        var pixels = photo.pixels
        for row in rows {
            let above = row.low * map.width
            let below = row.high * map.width
            for column in columns {
                let upper =
                    map.values[above + column.low] * (1 - column.weight)
                    + map.values[above + column.high] * column.weight
                let lower =
                    map.values[below + column.low] * (1 - column.weight)
                    + map.values[below + column.high] * column.weight
                let value = upper * (1 - row.weight) + lower * row.weight
                let pixel = (row.pixel * photo.width + column.pixel) * 3
                blend.paint(value, onto: &pixels, at: pixel)
            }
        }
        return Image(width: photo.width, height: photo.height, pixels: pixels)
    }

    /// For each pixel of the photo that lies in the region: its two nearest places of the map, along one axis.
    private static func places(
        from begin: Double, length: Double, in pixels: Int, of count: Int
    ) -> [(pixel: Int, low: Int, high: Int, weight: Float)] {
        let scale = Double(count) / length
        return (0..<pixels).compactMap { pixel in
            let center = Double(pixel) + 0.5 - begin
            guard center > 0, center < length else { return nil }
            let position = max(0, center * scale - 0.5)
            let low = min(Int(position), count - 1)
            return (pixel, low, min(low + 1, count - 1), Float(position - Double(low)))
        }
    }
}

/// Every colour of a scale with its opacity, worked out once.
private struct Blend {
    let scale: HeatmapScale
    /// Per index of the colour map: the colour times its opacity, and what is left of the photo, both in 1/256.
    let entries: [(red: Int, green: Int, blue: Int, rest: Int)]

    init(scale: HeatmapScale, colorMap: ColorMap, opacity: HeatmapOpacity) {
        self.scale = scale
        entries = colorMap.colors.enumerated().map { index, color in
            let fraction = Double(index) / Double(colorMap.colors.count - 1)
            let part = Int((256 * opacity.opacity(ofStrength: scale.strength(ofFraction: fraction))).rounded())
            return (Int(color.red) * part, Int(color.green) * part, Int(color.blue) * part, 256 - part)
        }
    }

    func paint(_ value: Float, onto pixels: inout [UInt8], at pixel: Int) {
        let entry = entries[ColorMap.index(of: scale.fraction(of: value))]
        pixels[pixel] = UInt8((entry.red + Int(pixels[pixel]) * entry.rest + 128) >> 8)
        pixels[pixel + 1] = UInt8((entry.green + Int(pixels[pixel + 1]) * entry.rest + 128) >> 8)
        pixels[pixel + 2] = UInt8((entry.blue + Int(pixels[pixel + 2]) * entry.rest + 128) >> 8)
    }
}
