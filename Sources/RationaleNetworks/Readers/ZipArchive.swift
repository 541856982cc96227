import RationaleCore
package import RationaleFiles
import RationaleTorch

/// The records of a zip file as PyTorch writes them: stored, not compressed, so that they can be used where they lie.
///
/// The central directory is believed only where the local headers agree. Records that overlap, reach beyond the file,
/// appear twice, are compressed or encrypted are refused, and so are comments (they let two readers see two archives).
///
/// *Source*: APPNOTE.TXT 6.3.10 (PKWARE), including zip64.
///
/// *Cost*: the directory and the local headers are read, the records are not.
package struct ZipArchive: Sendable {
    /// A record's name and where it lies.
    package struct Record: Sendable {
        package let name: String
        package let bytes: MappedBytes
        /// The checksum that the directory gives; 0 where the writer left it out.
        let checksum: UInt32
    }

    /// In the order of the directory.
    package let records: [Record]
    private let indices: [String: Int]
    private let refusal: FileRefusal

    /// Whether a file begins as a zip file does.
    package static func isZip(_ file: MappedFile) -> Bool {
        file.bytes.littleEndian(at: 0, as: UInt32.self) == ZipSignature.local
    }

    package init(_ file: MappedFile) throws {
        refusal = FileRefusal(file: file.name)
        let directory = try ZipDirectory(file.bytes, refusal: refusal)
        var records: [Record] = []
        var indices: [String: Int] = [:]
        var extents: [(start: Int, end: Int, name: String)] = []
        for entry in try directory.entries() {
            guard indices.updateValue(records.count, forKey: entry.name) == nil else {
                throw refusal("the zip record \"\(entry.name)\" appears twice")
            }
            let data = try directory.dataRange(of: entry)
            guard let bytes = MappedBytes(file: file, range: data) else {
                throw refusal("the zip record \"\(entry.name)\" lies outside the file")
            }
            records.append(Record(name: entry.name, bytes: bytes, checksum: entry.checksum))
            extents.append((entry.headerOffset, data.upperBound, entry.name))
        }
        extents.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        for (one, next) in zip(extents, extents.dropFirst()) where next.start < one.end {
            throw refusal("the zip records \"\(one.name)\" and \"\(next.name)\" overlap")
        }
        self.records = records
        self.indices = indices
    }

    /// The names of all records.
    package var names: [String] { records.map(\.name) }

    /// The bytes of a record, or nil if there is none of this name.
    package subscript(name: String) -> MappedBytes? { indices[name].map { records[$0].bytes } }

    /// The bytes of a record that is about to be parsed, compared with its checksum.
    ///
    /// - Throws: `badData` if there is none, if it is longer than the limit, or if it was altered.
    package func verified(_ name: String, limit: Int = 1 << 28) throws -> MappedBytes {
        guard let index = indices[name] else {
            throw refusal(
                "the archive has no record \"\(name)\"", hint: FileRefusal.hint(nearest: name, among: names))
        }
        let record = records[index]
        guard record.bytes.count <= limit else {
            throw refusal("the record \"\(name)\" takes \(record.bytes.count) bytes; at most \(limit) are read")
        }
        guard record.checksum == 0 || record.checksum == CRC32.checksum(record.bytes) else {
            throw refusal("the record \"\(name)\" does not have the checksum that the archive gives: it was damaged")
        }
        return record.bytes
    }

    /// The single folder that all records lie in, as PyTorch writes them, with its slash; or an empty string.
    package var root: String {
        guard let first = records.first, let slash = first.name.firstIndex(of: "/") else { return "" }
        let root = first.name[...slash]
        return records.allSatisfy { $0.name.hasPrefix(root) } ? String(root) : ""
    }
}

/// The checksum of zip files, polynomial 0xEDB88320.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func checksum(_ bytes: MappedBytes) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBytes { bytes in
                var value: UInt32 = .max
                for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
                return ~value
            }
        }
    }
}
