import CPNG
import RationaleCore

/// PNG to pixels by libpng's simplified interface.
enum PNGDecoder {
    /// The upright, opaque picture.
    ///
    /// Sixteen-bit samples are scaled to eight and taken as sRGB; a gamma that the file notes is honoured. Transparent
    /// places are composited over white in sRGB values, as browsers and Pillow's `paste` do.
    ///
    /// - Complexity: O(pixels) time; 3 bytes a pixel for the result and 4 more where the file has transparency.
    static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, name: String, options: Image.ReadingOptions
    ) throws(RationaleError) -> Image {
        let structure = try PNGStructure(bytes, name: name)
        try PictureSize.check(width: structure.width, height: structure.height, name: name, options: options)
        guard structure.dataBytes >= structure.minimumDataBytes else {
            throw PNGStructure.damaged(
                name,
                "\(structure.dataBytes) bytes of data cannot hold the \(structure.width)×\(structure.height) pixels "
                    + "it claims")
        }

        var control = png_image()
        control.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&control) }
        guard png_image_begin_read_from_memory(&control, bytes.baseAddress, bytes.count) != 0,
            Int(control.width) == structure.width, Int(control.height) == structure.height
        else { throw PNGStructure.damaged(name, message(of: control)) }

        let hasAlpha = control.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
        let channels = hasAlpha ? 4 : 3
        control.format = UInt32(PNG_FORMAT_FLAG_COLOR) | (hasAlpha ? UInt32(PNG_FORMAT_FLAG_ALPHA) : 0)
        control.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let size = structure.width * structure.height * channels
        var succeeded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let stride = Int32(structure.width * channels)
            succeeded = png_image_finish_read(&control, nil, buffer.baseAddress, stride, nil) != 0
            // After a failure some rows may never have been written, and the array is thrown away unread.
            count = size
        }
        guard succeeded else { throw PNGStructure.damaged(name, message(of: control)) }

        let image = Image(
            width: structure.width, height: structure.height, pixels: hasAlpha ? overWhite(pixels) : pixels)
        return options.appliesOrientation ? structure.orientation.upright(image) : image
    }

    /// RGBA over a white page: `(colour · alpha + 255 · (255 − alpha)) / 255`, rounded.
    private static func overWhite(_ pixels: [UInt8]) -> [UInt8] {
        let count = pixels.count / 4
        return [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
            pixels.withUnsafeBufferPointer { source in
                for index in 0..<count {
                    let alpha = Int32(source[4 &* index &+ 3])
                    for channel in 0..<3 {
                        let color = Int32(source[4 &* index &+ channel])
                        let sum = color &* alpha &+ 255 &* (255 &- alpha) &+ 128
                        target[3 &* index &+ channel] = UInt8(truncatingIfNeeded: ((sum >> 8) &+ sum) >> 8)
                    }
                }
            }
            initialized = count * 3
        }
    }

    private static func message(of control: png_image) -> String {
        withUnsafeBytes(of: control.message) { bytes in
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            return text.isEmpty ? "its header contradicts itself" : text
        }
    }
}
