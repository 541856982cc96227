internal import CPNG
package import RationaleCore

/// A picture of at most 256 colours with opacities: one index a pixel.
///
/// A painted heat map has no more colours than its colour map, and with a palette it takes a quarter of the bytes. A map of
/// classes has them as indices, whatever their colours.
package struct IndexedPicture {
    let width: Int
    let height: Int
    /// `[height, width]`, row-major.
    let indices: [UInt8]
    /// Red, green, blue and opacity, 0 to 255, of each index.
    let palette: [(color: Color, opacity: UInt8)]

    /// - Parameters:
    ///   - width: in pixels.
    ///   - height: in pixels.
    ///   - indices: `[height, width]`, row-major, each below the number of colours.
    ///   - palette: at most 256 colours, opaque.
    /// - Precondition: `indices.count == height * width`, and no index is beyond the palette.
    package init(width: Int, height: Int, indices: [UInt8], palette: [Color]) {
        precondition(indices.count == width * height, "\(indices.count) indices for \(width)×\(height)")
        precondition(palette.count <= 256 && indices.allSatisfy { $0 < palette.count }, "an index without a colour")
        self.width = width
        self.height = height
        self.indices = indices
        self.palette = palette.map { ($0, 255) }
    }

    init(_ map: Heatmap, scale: HeatmapScale, colorMap: ColorMap, opacity: HeatmapOpacity) {
        width = map.width
        height = map.height
        indices = map.values.map { UInt8(ColorMap.index(of: scale.fraction(of: $0))) }
        palette = colorMap.colors.enumerated().map { index, color in
            let strength = scale.strength(ofFraction: Double(index) / Double(colorMap.colors.count - 1))
            return (color, UInt8((255 * opacity.opacity(ofStrength: strength)).rounded()))
        }
    }

    /// The picture as a PNG file, the same bytes for the same picture.
    package func png() throws(RationaleError) -> [UInt8] {
        var control = png_image()
        control.version = UInt32(PNG_IMAGE_VERSION)
        control.width = UInt32(width)
        control.height = UInt32(height)
        // RGBA with a colour map; libpng's own name for it is a macro of macros that Swift does not see.
        control.format = 0x01 | 0x02 | 0x08
        control.colormap_entries = UInt32(palette.count)
        defer { png_image_free(&control) }
        let colors = palette.flatMap { [$0.color.red, $0.color.green, $0.color.blue, $0.opacity] }
        // Incompressible rows grow by a few bytes per block; libpng says so itself when the room is too small.
        var count = width * height + width * height / 100 + height + 8192
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            let done = png_image_write_to_memory(&control, buffer.baseAddress, &count, 0, indices, 0, colors)
            written = done == 0 ? 0 : count
        }
        guard !bytes.isEmpty else {
            let reason = withUnsafeBytes(of: control.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw RationaleError(.badData, "cannot write a picture of \(width)×\(height) as PNG: \(reason)")
        }
        return bytes
    }
}
