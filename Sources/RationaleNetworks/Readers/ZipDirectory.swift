import RationaleCore
import RationaleFiles
import RationaleTorch

/// The four-byte marks of a zip file's parts.
enum ZipSignature {
    static let local: UInt32 = 0x0403_4B50
    static let central: UInt32 = 0x0201_4B50
    static let end: UInt32 = 0x0605_4B50
    static let end64: UInt32 = 0x0606_4B50
    static let locator64: UInt32 = 0x0706_4B50
}

/// The central directory of a zip file, each claim checked before it is used.
struct ZipDirectory {
    struct Entry {
        let name: String
        let checksum: UInt32
        let size: Int
        let headerOffset: Int
        let flags: UInt16
    }

    private let file: MappedBytes
    private let refusal: FileRefusal
    /// Where the directory lies.
    private let range: Range<Int>
    private let count: Int

    /// Finds the directory from the end of the file.
    init(_ file: MappedBytes, refusal: FileRefusal) throws {
        self.file = file
        self.refusal = refusal
        let end = file.count - 22
        guard file.littleEndian(at: end, as: UInt32.self) == ZipSignature.end,
            let disk = file.littleEndian(at: end + 4, as: UInt32.self),
            let countHere = file.littleEndian(at: end + 8, as: UInt16.self),
            let countAll = file.littleEndian(at: end + 10, as: UInt16.self),
            let size = file.littleEndian(at: end + 12, as: UInt32.self),
            let offset = file.littleEndian(at: end + 16, as: UInt32.self),
            file.littleEndian(at: end + 20, as: UInt16.self) == 0
        else {
            throw refusal("the zip file has no directory at its end: it is truncated or something was appended")
        }
        guard disk == 0, countHere == countAll else { throw refusal("the zip file is split over several files") }
        var limit = end
        var claim = (count: UInt64(countAll), size: UInt64(size), offset: UInt64(offset))
        if file.littleEndian(at: end - 20, as: UInt32.self) == ZipSignature.locator64 {
            limit = try Self.readEnd64(file, before: end - 20, claim: &claim, refusal: refusal)
        }
        guard let start = Int(exactly: claim.offset), let length = Int(exactly: claim.size), start <= limit,
            length == limit - start, claim.count <= UInt64(length / 46)
        else {
            throw refusal(
                "the zip directory claims \(claim.count) records in \(claim.size) bytes at \(claim.offset), "
                    + "but the file has \(file.count) bytes")
        }
        range = start..<limit
        count = Int(claim.count)
    }

    /// Replaces the claims by those of the zip64 record, which must not contradict; returns where that record begins.
    private static func readEnd64(
        _ file: MappedBytes, before locator: Int, claim: inout (count: UInt64, size: UInt64, offset: UInt64),
        refusal: FileRefusal
    ) throws -> Int {
        guard let position = file.littleEndian(at: locator + 8, as: UInt64.self).flatMap({ Int(exactly: $0) }),
            position <= locator - 56, file.littleEndian(at: position, as: UInt32.self) == ZipSignature.end64,
            let length = file.littleEndian(at: position + 4, as: UInt64.self),
            length == UInt64(locator - position - 12),
            let countHere = file.littleEndian(at: position + 24, as: UInt64.self),
            let countAll = file.littleEndian(at: position + 32, as: UInt64.self), countHere == countAll,
            let size = file.littleEndian(at: position + 40, as: UInt64.self),
            let offset = file.littleEndian(at: position + 48, as: UInt64.self)
        else { throw refusal("the zip64 record at the end of the file is inconsistent") }
        let agrees =
            (claim.count == 0xFFFF || claim.count == countAll) && (claim.size == 0xFFFF_FFFF || claim.size == size)
            && (claim.offset == 0xFFFF_FFFF || claim.offset == offset)
        guard agrees else { throw refusal("the two records at the end of the zip file contradict each other") }
        claim = (countAll, size, offset)
        return position
    }

    /// All entries, in order.
    func entries() throws -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var position = range.lowerBound
        for _ in 0..<count {
            guard let header = file.slice(at: position, count: 46), position + 46 <= range.upperBound,
                header.littleEndian(at: 0, as: UInt32.self) == ZipSignature.central,
                let nameLength = header.littleEndian(at: 28, as: UInt16.self),
                let extraLength = header.littleEndian(at: 30, as: UInt16.self),
                let commentLength = header.littleEndian(at: 32, as: UInt16.self)
            else { throw refusal("the zip directory is damaged at byte \(position)") }
            let extraStart = position + 46 + Int(nameLength)
            let next = extraStart + Int(extraLength) + Int(commentLength)
            guard next <= range.upperBound, let nameBytes = file.slice(at: position + 46, count: Int(nameLength)),
                let extra = file.slice(at: extraStart, count: Int(extraLength)),
                let name = nameBytes.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }), !name.contains("\0")
            else { throw refusal("the zip directory has a damaged name at byte \(position)") }
            entries.append(try entry(header, name: name, extra: extra))
            position = next
        }
        guard position == range.upperBound else {
            throw refusal("the zip directory has \(range.upperBound - position) bytes that belong to no record")
        }
        return entries
    }

    private func entry(_ header: MappedBytes, name: String, extra: MappedBytes) throws -> Entry {
        guard let flags = header.littleEndian(at: 8, as: UInt16.self),
            let method = header.littleEndian(at: 10, as: UInt16.self),
            let checksum = header.littleEndian(at: 16, as: UInt32.self),
            let packedSize = header.littleEndian(at: 20, as: UInt32.self),
            let fullSize = header.littleEndian(at: 24, as: UInt32.self),
            let offset = header.littleEndian(at: 42, as: UInt32.self)
        else { throw refusal("the zip directory is damaged at the record \"\(name)\"") }
        guard flags & 0x2041 == 0 else { throw refusal("the zip record \"\(name)\" is encrypted") }
        guard method == 0 else {
            throw refusal(
                "the zip record \"\(name)\" is compressed (method \(method))",
                hint: "PyTorch stores records as they are; unpack the file and zip it again with `zip -0 -r`.")
        }
        // Saturated fields continue in the zip64 extra field, in this order.
        var wide = ZipExtra64(extra)
        guard let full = wide.value(for: fullSize), let packed = wide.value(for: packedSize),
            let start = wide.value(for: offset)
        else { throw refusal("the zip record \"\(name)\" lacks its zip64 sizes") }
        guard full == packed else {
            throw refusal("the zip record \"\(name)\" is stored, but claims \(packed) bytes for \(full)")
        }
        guard let size = Int(exactly: full), let headerOffset = Int(exactly: start) else {
            throw refusal("the zip record \"\(name)\" lies outside the file")
        }
        return Entry(name: name, checksum: checksum, size: size, headerOffset: headerOffset, flags: flags)
    }

    /// Where the bytes of a record lie, if its local header tells the same story as the directory.
    func dataRange(of entry: Entry) throws -> Range<Int> {
        let name = entry.name
        guard let header = file.slice(at: entry.headerOffset, count: 30), entry.headerOffset < range.lowerBound,
            header.littleEndian(at: 0, as: UInt32.self) == ZipSignature.local,
            let flags = header.littleEndian(at: 6, as: UInt16.self),
            let method = header.littleEndian(at: 8, as: UInt16.self),
            let packedSize = header.littleEndian(at: 18, as: UInt32.self),
            let fullSize = header.littleEndian(at: 22, as: UInt32.self),
            let nameLength = header.littleEndian(at: 26, as: UInt16.self),
            let extraLength = header.littleEndian(at: 28, as: UInt16.self),
            let localName = file.slice(at: entry.headerOffset + 30, count: Int(nameLength)),
            let extra = file.slice(at: entry.headerOffset + 30 + Int(nameLength), count: Int(extraLength))
        else { throw refusal("the zip record \"\(name)\" has no header at byte \(entry.headerOffset)") }
        let isSameName = localName.withUnsafeBytes { $0.elementsEqual(name.utf8) }
        guard isSameName, method == 0, flags == entry.flags else {
            throw refusal("the zip record \"\(name)\" is described differently by its header and by the directory")
        }
        // With bit 3 the sizes follow the data and the header may leave them out.
        let mayBeZero = flags & 8 != 0
        var wide = ZipExtra64(extra)
        for claim in [fullSize, packedSize] {
            let size = wide.value(for: claim)
            guard size == UInt64(entry.size) || (mayBeZero && claim == 0) else {
                throw refusal(
                    "the zip record \"\(name)\" claims \(entry.size) bytes in the directory and "
                        + "\(size ?? UInt64(claim)) in its header")
            }
        }
        let start = entry.headerOffset + 30 + Int(nameLength) + Int(extraLength)
        guard start <= range.lowerBound, entry.size <= range.lowerBound - start else {
            throw refusal(
                "the zip record \"\(name)\" claims \(entry.size) bytes at \(start), "
                    + "but the directory begins at \(range.lowerBound)")
        }
        return start..<start + entry.size
    }
}

/// The zip64 part of an extra field: 64-bit values for those fields that are saturated.
struct ZipExtra64 {
    private var values: MappedBytes?

    init(_ extra: MappedBytes) {
        var position = 0
        while let tag = extra.littleEndian(at: position, as: UInt16.self),
            let length = extra.littleEndian(at: position + 2, as: UInt16.self)
        {
            if tag == 1 {
                values = extra.slice(at: position + 4, count: Int(length))
                return
            }
            position += 4 + Int(length)
        }
    }

    /// The value of the next field: itself, or where it is saturated the next value of the extra field.
    mutating func value(for field: UInt32) -> UInt64? {
        guard field == .max else { return UInt64(field) }
        guard let value = values?.littleEndian(at: 0, as: UInt64.self) else { return nil }
        values = values?.slice(at: 8, count: (values?.count ?? 8) - 8)
        return value
    }
}
