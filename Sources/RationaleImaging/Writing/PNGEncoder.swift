import CPNG
public import RationaleCore

/// Pixels to PNG by libpng's simplified interface: eight bits a channel, sRGB.
public enum PNGEncoder {
    /// What one pixel consists of; the raw value is the number of bytes.
    public enum Layout: Int, Sendable, CaseIterable {
        case gray = 1
        case grayAndAlpha
        case rgb
        /// The colour is not multiplied by the alpha.
        case rgba
    }

    /// A complete PNG file. The same pixels give the same bytes.
    ///
    /// - Parameters:
    ///   - width: in pixels.
    ///   - height: in pixels.
    ///   - pixels: `[height, width, channels]`, row-major, 0 to 255.
    ///   - layout: what the channels are.
    ///   - fast: whether time matters more than size: about a third of the time for a file larger by a quarter to
    ///     a half on photographs. Off by default.
    /// - Throws: `unavailable` where the memory does not suffice.
    /// - Precondition: `pixels.count == height * width * layout.rawValue`, and both sides are positive.
    public static func encode(
        width: Int, height: Int, pixels: [UInt8], layout: Layout, fast: Bool = false
    ) throws(RationaleError) -> [UInt8] {
        precondition(width > 0 && height > 0, "a picture of \(width)×\(height) has no pixels")
        precondition(pixels.count == width * height * layout.rawValue, "\(pixels.count) values for \(width)×\(height)")
        guard width <= Int(PNG_UINT_31_MAX) / 4, height <= Int(PNG_UINT_31_MAX) else {
            throw RationaleError(.cannotWrite, "A picture of \(width)×\(height) pixels is too large for a PNG file.")
        }
        // What incompressible pixels need: deflate's stored blocks, the chunks around them and the header.
        let raw = pixels.count + height
        var capacity = raw + raw / 500 + 4096
        for _ in 0..<2 {
            var control = png_image()
            control.version = UInt32(PNG_IMAGE_VERSION)
            control.width = UInt32(width)
            control.height = UInt32(height)
            control.format = format(of: layout)
            control.flags = fast ? UInt32(PNG_IMAGE_FLAG_FAST) : 0
            defer { png_image_free(&control) }
            var size = capacity
            var succeeded = false
            let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let stride = Int32(width * layout.rawValue)
                succeeded =
                    png_image_write_to_memory(&control, buffer.baseAddress, &size, 0, pixels, stride, nil) != 0
                count = succeeded ? size : 0
            }
            // A copy, so that the generous buffer is not kept.
            if succeeded { return Array(bytes[...]) }
            guard size > capacity else { break }
            capacity = size
        }
        throw RationaleError(
            .unavailable, "A PNG file of \(width)×\(height) pixels could not be made: not enough memory.")
    }

    private static func format(of layout: Layout) -> UInt32 {
        switch layout {
        case .gray: 0
        case .grayAndAlpha: UInt32(PNG_FORMAT_FLAG_ALPHA)
        case .rgb: UInt32(PNG_FORMAT_FLAG_COLOR)
        case .rgba: UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)
        }
    }
}
