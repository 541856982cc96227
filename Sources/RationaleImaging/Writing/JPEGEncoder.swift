import CTurboJPEG
public import RationaleCore

/// Pixels to baseline JPEG by libjpeg-turbo.
public enum JPEGEncoder {
    /// A complete JPEG file. The same pixels and settings give the same bytes on one machine.
    ///
    /// - Parameters:
    ///   - image: the picture, at most 65,500 pixels on a side.
    ///   - quality: 1 to 100; 90 by default, at which the loss is hard to see.
    ///   - keepsFullColor: whether each pixel keeps its own colour instead of sharing it with its three neighbours.
    ///     Off by default, as photographs are stored; on for drawings and colour maps.
    ///   - progressive: whether the picture arrives in several scans, a few per cent smaller and slower.
    /// - Throws: `cannotWrite` where a side is too long; `usage` where the quality is out of range.
    public static func encode(
        _ image: Image, quality: Int = 90, keepsFullColor: Bool = false, progressive: Bool = false
    ) throws(RationaleError) -> [UInt8] {
        guard (1...100).contains(quality) else {
            throw RationaleError(.usage, "A JPEG quality of \(quality) was asked for; it is a number from 1 to 100.")
        }
        guard image.width <= 65_500, image.height <= 65_500 else {
            throw RationaleError(
                .cannotWrite, "A picture of \(image.width)×\(image.height) pixels is too large for a JPEG file.",
                hint: "Write it as PNG.")
        }
        guard let encoder = tjInitCompress() else {
            throw RationaleError(.unavailable, "The JPEG encoder could not be started: not enough memory.")
        }
        defer { tjDestroy(encoder) }
        var output: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let subsampling = keepsFullColor ? TJSAMP_444 : TJSAMP_420
        let flags = TJFLAG_ACCURATEDCT | (progressive ? TJFLAG_PROGRESSIVE : 0)
        let result = tjCompress2(
            encoder, image.pixels, CInt(image.width), CInt(image.width * 3), CInt(image.height),
            CInt(TJPF_RGB.rawValue), &output, &size, CInt(subsampling.rawValue), CInt(quality), flags)
        defer { tjFree(output) }
        guard result == 0, let output else {
            throw RationaleError(
                .unavailable, "A JPEG file could not be made: \(String(cString: tjGetErrorStr2(encoder))).")
        }
        return Array(UnsafeBufferPointer(start: output, count: Int(size)))
    }
}
