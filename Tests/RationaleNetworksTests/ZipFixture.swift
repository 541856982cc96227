/// Builds small zip files, honest ones and liars.
struct ZipFixture {
    struct Record {
        var name: String
        var data: [UInt8]
        var method: UInt16 = 0
        var flags: UInt16 = 0x0800
        /// What the directory says instead of the truth.
        var claimedSize: UInt32?
        var claimedLocalSize: UInt32?
        var claimedOffset: UInt32?
        var localName: String?
        var checksum: UInt32 = 0

        init(_ name: String, _ data: [UInt8]) {
            self.name = name
            self.data = data
        }

        init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    }

    var records: [Record]
    var claimedCount: UInt16?
    var claimedDirectoryOffset: UInt32?
    var comment: [UInt8] = []

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for record in records {
            let size = UInt32(record.data.count)
            let offset = UInt32(file.count)
            file += Self.number(0x0403_4B50 as UInt32) + Self.number(20 as UInt16) + Self.number(record.flags)
            file += Self.number(record.method) + Self.number(0 as UInt32) + Self.number(record.checksum)
            file += Self.number(record.claimedLocalSize ?? size) + Self.number(record.claimedLocalSize ?? size)
            let local = Array((record.localName ?? record.name).utf8)
            file += Self.number(UInt16(local.count)) + Self.number(0 as UInt16) + local + record.data

            let claim = record.claimedSize ?? size
            let name = Array(record.name.utf8)
            directory += Self.number(0x0201_4B50 as UInt32) + Self.number(20 as UInt32)
            directory += Self.number(record.flags) + Self.number(record.method) + Self.number(0 as UInt32)
            directory += Self.number(record.checksum) + Self.number(claim) + Self.number(claim)
            directory += Self.number(UInt16(name.count)) + [UInt8](repeating: 0, count: 12)
            directory += Self.number(record.claimedOffset ?? offset) + name
        }
        let start = UInt32(file.count)
        let count = claimedCount ?? UInt16(records.count)
        file += directory + Self.number(0x0605_4B50 as UInt32) + Self.number(0 as UInt32)
        file += Self.number(count) + Self.number(count) + Self.number(UInt32(directory.count))
        file += Self.number(claimedDirectoryOffset ?? start) + Self.number(UInt16(comment.count)) + comment
        return file
    }

    static func number<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// A file of `torch.save` with this pickle and these storages.
    static func saved(pickle: [UInt8], storages: [(String, [UInt8])] = []) -> ZipFixture {
        ZipFixture(
            records: [Record("archive/data.pkl", pickle), Record("archive/byteorder", "little")]
                + storages.map { Record("archive/data/\($0.0)", $0.1) })
    }
}
