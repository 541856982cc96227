import CTurboJPEG
import RationaleCore

/// JPEG to pixels by libjpeg-turbo: the accurate inverse transform and smooth chroma upsampling, as Pillow uses them.
enum JPEGDecoder {
    /// The upright picture.
    ///
    /// CMYK and YCCK become RGB as Pillow's `convert("RGB")` does it, with Adobe's inverted inks.
    ///
    /// - Complexity: O(pixels · scans) time; 3 bytes a pixel for the result, 1 more for CMYK, and 2 more a sample
    ///   while a progressive picture is decoded.
    static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, name: String, options: Image.ReadingOptions
    ) throws(RationaleError) -> Image {
        let structure = try JPEGStructure(bytes, name: name)
        try refuseUnsupported(structure, name: name)
        try PictureSize.check(width: structure.width, height: structure.height, name: name, options: options)
        guard bytes.count >= structure.minimumBytes else {
            throw JPEGStructure.damaged(
                name, "\(bytes.count) bytes cannot hold the \(structure.width)×\(structure.height) pixels it claims")
        }

        guard let decoder = tjInitDecompress() else {
            throw RationaleError(.unavailable, "The JPEG decoder could not be started: not enough memory.")
        }
        defer { tjDestroy(decoder) }
        var (width, height, subsampling, space) = (CInt(0), CInt(0), CInt(0), CInt(0))
        // Its result is not asked: it refuses rare subsamplings that the decoder itself knows.
        tjDecompressHeader3(decoder, bytes.baseAddress, UInt(bytes.count), &width, &height, &subsampling, &space)
        guard Int(width) == structure.width, Int(height) == structure.height else {
            throw JPEGStructure.damaged(name, message(of: decoder))
        }

        let channels = structure.components == 4 ? 4 : 3
        let pixels = try decompress(bytes, decoder, structure, channels: channels, name: name)
        let image = Image(
            width: structure.width, height: structure.height,
            pixels: channels == 4 ? rgb(fromInvertedCMYK: pixels) : pixels)
        return options.appliesOrientation ? structure.orientation.upright(image) : image
    }

    private static func decompress(
        _ bytes: UnsafeBufferPointer<UInt8>, _ decoder: tjhandle, _ structure: JPEGStructure, channels: Int,
        name: String
    ) throws(RationaleError) -> [UInt8] {
        let format = channels == 4 ? TJPF_CMYK : TJPF_RGB
        var result: CInt = 0
        func attempt(_ extraFlags: CInt) -> [UInt8] {
            let size = structure.width * structure.height * channels
            return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                result = tjDecompress2(
                    decoder, bytes.baseAddress, UInt(bytes.count), buffer.baseAddress, CInt(structure.width),
                    CInt(structure.width * channels), CInt(structure.height), format.rawValue,
                    TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | extraFlags)
                // After a failure some rows may never have been written, and the array is thrown away unread.
                count = size
            }
        }
        // The first warning ends the work, so that damaged files cost little.
        var pixels = attempt(TJFLAG_STOPONWARNING)
        if result != 0, isHarmless(message(of: decoder)) {
            pixels = attempt(0)
            if result != 0, tjGetErrorCode(decoder) == TJERR_WARNING.rawValue, isHarmless(message(of: decoder)) {
                result = 0
            }
        }
        guard result == 0 else { throw JPEGStructure.damaged(name, message(of: decoder)) }
        return pixels
    }

    /// Warnings about what surrounds the pixels, which cameras and editors cause and Pillow passes over as well.
    private static func isHarmless(_ warning: String) -> Bool {
        warning.contains("extraneous bytes before marker") || warning.contains("unknown JFIF revision")
            || warning.contains("Unknown Adobe color transform")
    }

    private static func message(of decoder: tjhandle) -> String {
        let message = String(cString: tjGetErrorStr2(decoder))
        return message.hasSuffix(".") ? String(message.dropLast()) : message
    }

    private static func refuseUnsupported(_ structure: JPEGStructure, name: String) throws(RationaleError) {
        let found: String
        switch structure.frame {
        case 0: throw JPEGStructure.damaged(name, "it has no frame header")
        case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA:
            if structure.bitsPerSample != 8 {
                found = "\(structure.bitsPerSample) bits a sample"
            } else if ![1, 3, 4].contains(structure.components) {
                found = "\(structure.components) colour components"
            } else {
                return
            }
        case 0xC3, 0xC7, 0xCB, 0xCF: found = "lossless coding"
        default: found = "hierarchical coding"
        }
        throw RationaleError(
            .badData, "\(name): expected an 8-bit JPEG in grey, RGB or CMYK, found \(found).",
            hint: "Convert it to PNG, for example: magick '\(name)' picture.png")
    }

    /// Adobe writes the inks inverted (255 is no ink), so a stored value times the stored black is the colour; rounded
    /// as Pillow rounds.
    private static func rgb(fromInvertedCMYK pixels: [UInt8]) -> [UInt8] {
        let count = pixels.count / 4
        return [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
            pixels.withUnsafeBufferPointer { source in
                for index in 0..<count {
                    let paper = Int32(source[4 &* index &+ 3])
                    for channel in 0..<3 {
                        let ink = 255 &- Int32(source[4 &* index &+ channel])
                        let product = ink &* paper &+ 128
                        let absorbed = ((product >> 8) &+ product) >> 8
                        target[3 &* index &+ channel] = UInt8(clamping: paper &- absorbed)
                    }
                }
            }
            initialized = count * 3
        }
    }
}
