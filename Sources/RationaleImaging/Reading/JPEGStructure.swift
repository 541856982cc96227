import Foundation
package import RationaleCore

/// What a JPEG file says about itself, read from its markers before a pixel is decoded.
///
/// The decoder would go on with grey where data is missing, and would spend time and memory on whatever a header
/// claims. So the markers are followed from the first to the end of the picture here, and what cannot be a whole
/// picture of the claimed size is refused with its place in the file.
///
/// *Source*: ITU-T T.81 (1992), annex B.
package struct JPEGStructure: Equatable {
    package private(set) var width = 0
    package private(set) var height = 0
    /// 1 is grey, 3 is YCbCr or RGB, 4 is CMYK or YCCK.
    package private(set) var components = 0
    /// The frame marker's low byte: 0xC0 baseline, 0xC2 progressive, 0xC3 lossless and so on.
    package private(set) var frame: UInt8 = 0
    package private(set) var bitsPerSample = 0
    package private(set) var scans = 0
    package private(set) var orientation = Orientation.upright

    /// Each scan of a progressive picture visits all of its blocks, so their number bounds the work. Encoders make
    /// ten; tools that search for the smallest file some sixty.
    package static let maximumScans = 100

    /// - Parameters:
    ///   - bytes: the whole file, which begins with 0xFFD8.
    ///   - name: what an error calls the file.
    /// - Throws: `badData` where a marker is damaged or the file ends before the picture does.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(RationaleError) {
        var position = 2
        while true {
            guard let marker = Self.nextMarker(in: bytes, from: &position) else { throw truncated(bytes.count, name) }
            switch marker {
            case 0xD9:
                guard scans > 0 else { throw Self.damaged(name, "it ends before any pixel data") }
                return
            case 0x01, 0xD0...0xD7:
                continue
            case 0xD8:
                throw Self.damaged(name, "a second picture begins at byte \(position) inside the first")
            default:
                break
            }
            guard position + 2 <= bytes.count else { throw truncated(bytes.count, name) }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            guard length >= 2 else {
                throw Self.damaged(name, "the segment at byte \(position) claims a length of \(length)")
            }
            guard position + length <= bytes.count else { throw truncated(bytes.count, name) }
            let segment = UnsafeBufferPointer(rebasing: bytes[(position + 2)..<(position + length)])
            position += length
            switch marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: try readFrame(segment, marker, name: name)
            case 0xE1: readApplicationSegment(segment)
            case 0xDA:
                scans += 1
                guard scans <= Self.maximumScans else {
                    throw Self.damaged(
                        name, "it has more than \(Self.maximumScans) scans, as no camera or editor makes")
                }
                Self.skipScan(in: bytes, from: &position)
            default: break
            }
        }
    }

    /// The smallest number of bytes in which the claimed picture could be coded, to refuse a bomb before allocating.
    ///
    /// A Huffman code has at least one bit, and each block's first coefficient has its own code. Where components are
    /// sampled 4×1 and 1×4, a unit of 32×32 pixels has as few as eight blocks; so a byte covers at most 1024 pixels.
    /// Arithmetic coding has no such bound.
    package var minimumBytes: Int { frame >= 0xC9 ? 0 : width * height / 1024 }

    private mutating func readFrame(
        _ segment: UnsafeBufferPointer<UInt8>, _ marker: UInt8, name: String
    ) throws(RationaleError) {
        guard frame == 0 else { throw Self.damaged(name, "it has two frame headers") }
        guard segment.count >= 6 else {
            throw Self.damaged(name, "its frame header is only \(segment.count) bytes long")
        }
        frame = marker
        bitsPerSample = Int(segment[0])
        height = Int(segment[1]) << 8 | Int(segment[2])
        width = Int(segment[3]) << 8 | Int(segment[4])
        components = Int(segment[5])
    }

    private mutating func readApplicationSegment(_ segment: UnsafeBufferPointer<UInt8>) {
        let signature: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
        guard orientation == .upright, segment.count > 6, segment.prefix(6).elementsEqual(signature) else { return }
        orientation = Orientation(tiff: UnsafeBufferPointer(rebasing: segment[6...]))
    }

    /// The code of the next marker and the position after it; `nil` at the end of the file.
    private static func nextMarker(in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int) -> UInt8? {
        while position < bytes.count {
            guard let start = memchr(bytes.baseAddress! + position, 0xFF, bytes.count - position) else { return nil }
            position = bytes.baseAddress!.distance(to: start.assumingMemoryBound(to: UInt8.self))
            while position < bytes.count, bytes[position] == 0xFF { position += 1 }
            guard position < bytes.count else { return nil }
            position += 1
            if bytes[position - 1] != 0 { return bytes[position - 1] }
        }
        return nil
    }

    /// Moves to the marker that ends a scan's coded data; stuffed zeros and restart markers belong to the data.
    private static func skipScan(in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int) {
        while let marker = nextMarker(in: bytes, from: &position) {
            if marker < 0xD0 || marker > 0xD7 {
                position -= 2
                return
            }
        }
        position = bytes.count
    }

    private func truncated(_ count: Int, _ name: String) -> RationaleError {
        let place = scans > 0 ? "in the pixel data (scan \(scans))" : "before the pixel data"
        return Self.damaged(name, "it is truncated: it ends after \(count) bytes, \(place)")
    }

    static func damaged(_ name: String, _ problem: String) -> RationaleError {
        RationaleError(
            .badData, "\(name): this JPEG cannot be used: \(problem).", hint: "Copy or download the file again.")
    }
}
