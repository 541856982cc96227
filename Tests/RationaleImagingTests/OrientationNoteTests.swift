import RationaleImaging
import Testing

@Suite("EXIF orientation notes")
struct OrientationNoteTests {
    static func note(_ bytes: [UInt8]) -> Orientation { bytes.withUnsafeBufferPointer { Orientation(tiff: $0) } }

    static let sound: [UInt8] = [
        0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    ]

    @Test("A note in either byte order is read")
    func byteOrders() {
        #expect(Self.note(Self.sound) == .rotatedRight)
        let big: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0,
        ]
        #expect(Self.note(big) == .rotatedLeft)
    }

    @Test("A damaged note is passed over", arguments: Array(sound.indices))
    func truncated(length: Int) {
        // The twelve bytes of the entry end at 22; the offset of the next directory is not needed.
        let note = Self.note(Array(Self.sound.prefix(length)))
        #expect(note == (length >= 22 ? .rotatedRight : .upright))
    }

    @Test(
        "A note that lies is passed over",
        arguments: [
            (2, [43, 0]), (4, [0xFF, 0xFF, 0xFF, 0xFF]), (4, [0, 0, 0, 0]), (4, [25, 0, 0, 0]), (12, [4, 0]),
            (14, [2, 0, 0, 0]), (18, [0, 0]), (18, [9, 0]), (18, [6, 1]), (0, [0x49, 0x4D]),
        ] as [(Int, [UInt8])])
    func lies(offset: Int, bytes: [UInt8]) {
        var note = Self.sound
        note.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        #expect(Self.note(note) == .upright)
    }

    @Test("A directory that claims more entries than there are is read as far as it goes")
    func tooManyEntries() {
        var note = Self.sound
        note.replaceSubrange(8..<10, with: [0xFF, 0xFF])
        #expect(Self.note(note) == .rotatedRight)
    }
}
