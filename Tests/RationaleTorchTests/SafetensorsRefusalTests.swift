import Foundation
import RationaleCore
import RationaleFiles
import RationaleTorch
import Testing

/// A file that must be refused, and a word of the reason.
struct BadSafetensors: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let reason: String

    init(_ name: String, bytes: [UInt8], reason: String) {
        testDescription = name
        self.bytes = bytes
        self.reason = reason
    }

    /// A header with the right length in front and some data behind.
    init(_ name: String, _ header: String, data: Int = 8, reason: String) {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        self.init(name, bytes: length + Array(header.utf8) + [UInt8](repeating: 0, count: data), reason: reason)
    }

    static func entry(_ shape: String, _ offsets: String, type: String = "F32") -> String {
        #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    static let all: [BadSafetensors] = [
        .init("three bytes", bytes: [1, 2, 3], reason: "8 bytes of header length"),
        .init("length beyond the file", bytes: [9, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D], reason: "claims 9 bytes"),
        .init("length beyond the limit", bytes: [0, 0, 0, 0, 1, 0, 0, 0, 0x7B, 0x7D], reason: "at most"),
        .init("length of all ones", bytes: [UInt8](repeating: 255, count: 16), reason: "at most"),
        .init("empty header", "", reason: "not JSON"),
        .init("a list", "[]", reason: "JSON object"),
        .init("space in front", " {}", reason: "begin with"),
        .init("cut JSON", #"{"a":"#, reason: "not JSON"),
        .init("deep JSON", String(repeating: "[", count: 100_000), reason: "nested deeper"),
        .init("not UTF-8", bytes: [4, 0, 0, 0, 0, 0, 0, 0] + Array("{\"".utf8) + [0xFF, 0x22], reason: "UTF-8"),
        .init("name twice", "{\"a\":\(entry("[1]", "[0,4]")),\"a\":\(entry("[1]", "[4,8]"))}", reason: "twice"),
        .init("no type", #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, reason: "needs a dtype"),
        .init(
            "unknown type", "{\"w\":\(entry("[2]", "[0,8]", type: "F8_E4M3"))}", reason: "\"w\" has the type F8_E4M3"),
        .init("negative size", "{\"a\":\(entry("[-2]", "[0,8]"))}", reason: "not a count"),
        .init("fractional size", "{\"a\":\(entry("[2.0]", "[0,8]"))}", reason: "not a count"),
        .init(
            "size times type overflows", "{\"a\":\(entry("[4611686018427387904,4]", "[0,8]"))}", reason: "does not take"
        ),
        .init("size beyond 64 bits", "{\"a\":\(entry("[99999999999999999999]", "[0,8]"))}", reason: "not a count"),
        .init("wrong size", "{\"a\":\(entry("[3]", "[0,8]"))}", reason: "does not take 8 bytes"),
        .init("offsets reversed", "{\"a\":\(entry("[2]", "[8,0]"))}", reason: "a start and an end"),
        .init("negative offset", "{\"a\":\(entry("[2]", "[-8,0]"))}", reason: "a start and an end"),
        .init("three offsets", "{\"a\":\(entry("[2]", "[0,8,8]"))}", reason: "a start and an end"),
        .init(
            "offset at the limit", "{\"a\":\(entry("[0]", "[9223372036854775807,9223372036854775807]"))}",
            reason: "nothing"),
        .init("beyond the data", "{\"a\":\(entry("[4]", "[0,16]"))}", reason: "truncated"),
        .init("rest behind", "{\"a\":\(entry("[1]", "[0,4]"))}", reason: "after the last tensor"),
        .init("name that steers a terminal", "{\"\\u001b[2J\":\(entry("[3]", "[0,8]"))}", reason: "\"\u{FFFD}[2J\""),
        .init("hole", "{\"a\":\(entry("[1]", "[4,8]"))}", reason: "from 0 to 4"),
        .init("overlap", "{\"a\":\(entry("[2]", "[0,8]")),\"b\":\(entry("[1]", "[4,8]"))}", reason: "within another"),
        .init(
            "same bytes", "{\"a\":\(entry("[2]", "[0,8]")),\"b\":\(entry("[2]", "[0,8]"))}", reason: "within another"),
        .init("metadata of numbers", #"{"__metadata__":{"a":1}}"#, data: 0, reason: "metadata \"a\""),
        .init("metadata a list", #"{"__metadata__":[]}"#, data: 0, reason: "__metadata__"),
        .init("more members", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":0}}"#, reason: "nothing else"),
        .init(
            "65 dimensions",
            "{\"a\":\(entry("[\(Array(repeating: "1", count: 65).joined(separator: ","))]", "[0,4]"))}", data: 4,
            reason: "does not take"),
    ]
}

struct SafetensorsRefusalTests {
    @Test(arguments: BadSafetensors.all)
    func `A bad file is refused with its reason`(bad: BadSafetensors) throws {
        let bytes = try MappedBytes(copying: bad.bytes, name: "bad.safetensors")
        let error = #expect(throws: RationaleError.self) { try SafetensorsFile(bytes: bytes) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(bad.reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix("bad.safetensors: ") == true)
    }

    @Test func `Every shortened file is refused`() throws {
        let golden = try #require(SafetensorsGolden.all.first)
        for count in 1..<golden.file.count {
            let bytes = try MappedBytes(copying: golden.file.prefix(count))
            #expect(throws: RationaleError.self) { try SafetensorsFile(bytes: bytes) }
        }
    }

    @Test func `A missing file, an empty file and a folder are told apart`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let empty = folder.appendingPathComponent("empty")
        try Data().write(to: empty)
        let cases: [(URL, RationaleError.Code, String)] = [
            (folder.appendingPathComponent("none"), .missingInput, "no such file"), (folder, .badData, "a directory"),
            (empty, .badData, "empty"),
            (URL(fileURLWithPath: "/dev/zero"), .badData, "not a regular file"),
        ]
        for (url, code, reason) in cases {
            let error = #expect(throws: RationaleError.self) { try SafetensorsFile(contentsOf: url) }
            #expect(error?.code == code)
            #expect(error?.message.contains(reason) == true)
        }
    }

    @Test func `A write that fails leaves nothing behind and keeps what was there`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tensor = try StoredTensor(dtype: .uint8, shape: [1], storage: MappedBytes(copying: [7]))
        let missing = folder.appendingPathComponent("none/a.safetensors")
        let error = #expect(throws: RationaleError.self) { try SafetensorsFile.write([("a", tensor)], to: missing) }
        #expect(error?.code == .cannotWrite)
        let url = folder.appendingPathComponent("a.safetensors")
        try SafetensorsFile.write([("a", tensor)], to: url)
        #expect(throws: RationaleError.self) { try SafetensorsFile.write([("b", tensor), ("b", tensor)], to: url) }
        #expect(try SafetensorsFile(contentsOf: url).names == ["a"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
    }

    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full"), "needs /dev/full"))
    func `A full disk is reported`() throws {
        let disk = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        let file = AtomicFile(descriptor: disk.fileDescriptor, name: "weights.safetensors")
        let error = #expect(throws: RationaleError.self) { try file.append([1, 2, 3]) }
        #expect(error?.code == .cannotWrite)
        #expect(error?.message.hasPrefix("weights.safetensors: cannot be written: ") == true)
    }
}
