import CPNG
import RationaleCore

/// PNG to pixels by libpng's simplified interface.
enum PNGDecoder {
    /// The upright, opaque picture.
    ///
    /// Samples are what Pillow reads, since networks were trained with it: a gamma, primaries or a colour profile that
    /// the file notes change nothing, and of sixteen bits the upper eight are taken (rounded where the file has
    /// transparency too, which may differ by one level). Transparent places are composited over white in sRGB values, as
    /// browsers and Pillow's `paste` do.
    ///
    /// - Complexity: O(pixels) time; 3 bytes a pixel for the result, and 4 more where the file has transparency or 6
    ///   where it has sixteen bits.
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
        let image: Image
        if structure.colorChunks.isEmpty {
            image = try decode(bytes, structure, name: name)
        } else {
            // libpng's simplified interface applies them, and cannot be told not to.
            var plain: [UInt8] = []
            plain.reserveCapacity(bytes.count)
            var position = 0
            for chunk in structure.colorChunks {
                plain += bytes[position..<chunk.lowerBound]
                position = chunk.upperBound
            }
            plain += bytes[position...]
            image = try plain.withUnsafeBufferPointer { (plain) throws(RationaleError) in
                try decode(plain, structure, name: name)
            }
        }
        return options.appliesOrientation ? structure.orientation.upright(image) : image
    }

    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ structure: PNGStructure, name: String
    ) throws(RationaleError) -> Image {
        var control = png_image()
        control.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&control) }
        guard png_image_begin_read_from_memory(&control, bytes.baseAddress, bytes.count) != 0,
            Int(control.width) == structure.width, Int(control.height) == structure.height
        else { throw PNGStructure.damaged(name, message(of: control)) }

        let hasAlpha = control.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
        let size = structure.width * structure.height * (hasAlpha ? 4 : 3)
        let pixels: [UInt8]
        if structure.bitDepth == 16, !hasAlpha {
            // Sixteen bits without a note of their gamma count as linear, so that linear ones are the file's own.
            control.format = UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_LINEAR)
            pixels = try samples(&control, as: UInt16.self, size, name: name).map { UInt8($0 >> 8) }
        } else {
            control.format = UInt32(PNG_FORMAT_FLAG_COLOR) | (hasAlpha ? UInt32(PNG_FORMAT_FLAG_ALPHA) : 0)
            control.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
            pixels = try samples(&control, as: UInt8.self, size, name: name)
        }
        return Image(
            width: structure.width, height: structure.height, pixels: hasAlpha ? overWhite(pixels) : pixels)
    }

    /// Decodes in the format that is asked for.
    private static func samples<Sample: FixedWidthInteger>(
        _ control: inout png_image, as type: Sample.Type, _ size: Int, name: String
    ) throws(RationaleError) -> [Sample] {
        var succeeded = false
        let samples = [Sample](unsafeUninitializedCapacity: size) { buffer, count in
            // In samples, not in bytes.
            let stride = Int32(size / Int(control.height))
            succeeded = png_image_finish_read(&control, nil, buffer.baseAddress, stride, nil) != 0
            // After a failure some rows may never have been written, and the array is thrown away unread.
            count = size
        }
        guard succeeded else { throw PNGStructure.damaged(name, message(of: control)) }
        return samples
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
