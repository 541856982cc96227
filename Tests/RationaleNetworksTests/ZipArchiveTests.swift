import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// A zip file that must be refused, and a word of the reason.
struct BadZip: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let reason: String

    init(_ name: String, reason: String, _ damage: (inout ZipFixture) -> Void) {
        var fixture = ZipFixture(records: [.init("a/one", [1, 2, 3, 4]), .init("a/two", [5, 6])])
        damage(&fixture)
        self.init(name, bytes: fixture.bytes, reason: reason)
    }

    init(_ name: String, bytes: [UInt8], reason: String) {
        testDescription = name
        self.bytes = bytes
        self.reason = reason
    }

    static let all: [BadZip] = [
        .init("directory beyond the end", reason: "claims 2 records") { $0.claimedDirectoryOffset = 9999 },
        .init("directory elsewhere", reason: "claims 2 records") { $0.claimedDirectoryOffset = 3 },
        .init("more records than fit", reason: "claims 65000 records") { $0.claimedCount = 65000 },
        .init("fewer records than there are", reason: "belong to no record") { $0.claimedCount = 1 },
        .init("comment", reason: "no directory at its end") { $0.comment = [1, 2, 3] },
        .init("comment that looks like an end", reason: "claims 0 records") {
            $0.comment = ZipFixture(records: []).bytes
        },
        .init("size larger than the file", reason: "9999 bytes") {
            $0.records[0].claimedSize = 9999
            $0.records[0].claimedLocalSize = 9999
        },
        .init("size that header and directory disagree on", reason: "4 bytes in the directory and 3") {
            $0.records[0].claimedLocalSize = 3
        },
        .init("size of 64 bits without an extra field", reason: "zip64") { $0.records[0].claimedSize = .max },
        .init("size into the next record", reason: "overlap") {
            $0.records[0].claimedSize = 5
            $0.records[0].claimedLocalSize = 5
        },
        .init("two records in one place", reason: "described differently") { $0.records[1].claimedOffset = 0 },
        .init("name twice", reason: "appears twice") { $0.records[1].name = "a/one" },
        .init("other name in the header", reason: "described differently") { $0.records[0].localName = "a/onE" },
        .init("header beyond the end", reason: "no header") { $0.records[1].claimedOffset = 0xFFFF_FFF0 },
        .init("header in the directory", reason: "no header") { $0.records[1].claimedOffset = 76 },
        .init("compressed", reason: "compressed (method 8)") { $0.records[0].method = 8 },
        .init("encrypted", reason: "encrypted") { $0.records[0].flags = 0x0801 },
        .init("name with a zero", reason: "damaged name") { $0.records[0].name = "a\0b" },
        .init("only a header", bytes: [0x50, 0x4B, 3, 4], reason: "no directory"),
    ]
}

struct ZipArchiveTests {
    @Test func `Records of a sound file are found`() throws {
        let fixture = ZipFixture(records: [.init("a/one", [1, 2, 3]), .init("a/../two", []), .init("a/one.", [9])])
        let zip = try ZipArchive(MappedFile(copying: fixture.bytes))
        #expect(zip.names == ["a/one", "a/../two", "a/one."])
        #expect(zip["a/one"]?.array == [1, 2, 3] && zip["a/../two"]?.array == [] && zip["a/one."]?.array == [9])
        #expect(zip["a"] == nil)
        #expect(zip.root == "a/")
    }

    @Test(arguments: BadZip.all)
    func `A file that lies is refused with its reason`(bad: BadZip) throws {
        let file = try MappedFile(copying: bad.bytes, name: "bad.zip")
        let error = #expect(throws: RationaleError.self) { try ZipArchive(file) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(bad.reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix("bad.zip: ") == true)
    }

    @Test func `A record that was altered is refused when it is parsed`() throws {
        var fixture = ZipFixture(records: [.init("a/one", "123456789")])
        fixture.records[0].checksum = 0xCBF4_3926
        #expect(try ZipArchive(MappedFile(copying: fixture.bytes)).verified("a/one").count == 9)
        fixture.records[0].data[3] = 0
        let damaged = try ZipArchive(MappedFile(copying: fixture.bytes))
        let error = #expect(throws: RationaleError.self) { try damaged.verified("a/one") }
        #expect(error?.message.contains("checksum") == true)
        let missing = #expect(throws: RationaleError.self) { try damaged.verified("a/onee") }
        #expect(missing?.hint?.contains("a/one") == true)
    }

    @Test func `Every shortened file is refused`() throws {
        let bytes = ZipFixture(records: [.init("a/one", [1, 2, 3, 4]), .init("a/two", [5])]).bytes
        for count in 1..<bytes.count {
            let file = try MappedFile(copying: bytes.prefix(count))
            #expect(throws: RationaleError.self) { try ZipArchive(file) }
        }
    }

    @Test func `Long names do not make errors long or slow`() throws {
        let long = String(repeating: "a/one", count: 12_000)
        let fixture = ZipFixture(records: (0..<100).map { .init("a/\(long)\($0)", []) })
        let zip = try ZipArchive(MappedFile(copying: fixture.bytes))
        let missing = #expect(throws: RationaleError.self) { try zip.verified("a/data.pkl") }
        #expect(missing?.code == .badData && missing?.hint == nil)
        let absent = #expect(throws: RationaleError.self) { try zip.verified(long) }
        #expect((absent?.message.count ?? .max) < 1200)
    }
}
