public import Foundation
public import RationaleCore
public import RationaleFiles

/// The tensors of a `.safetensors` file, mapped into memory.
///
/// The header is checked as strictly as the official library does: sizes equal shape times type, and the tensors tile
/// the data without overlap, hole or rest. Names that appear twice are refused.
///
/// *Source*: the format's description at github.com/huggingface/safetensors.
///
/// *Cost*: the header is read; the tensors' bytes are not touched.
public struct SafetensorsFile: Sendable {
    /// Free text that the writer attached, such as the architecture and the labels.
    public let metadata: [String: String]
    /// The tensors by name.
    public let tensors: [String: StoredTensor]
    /// The names in the order of the header.
    public let names: [String]

    /// The longest header that is read: the official library's limit.
    static let headerLimit = 100_000_000

    /// Reads a file.
    ///
    /// - Throws: `RationaleError.Code.missingInput`, or `RationaleError.Code.badData` with the tensor at fault.
    public init(contentsOf url: URL) throws(RationaleError) {
        try self.init(bytes: MappedFile(contentsOf: url).bytes)
    }

    /// Reads a file that is in memory already.
    public init(bytes: MappedBytes) throws(RationaleError) {
        let name = bytes.file.name
        func refusal(_ reason: String) -> RationaleError {
            RationaleError(.badData, "\(name): not a usable safetensors file: \(reason.printable)")
        }
        guard let length = bytes.littleEndian(at: 0, as: UInt64.self) else {
            throw refusal("expected 8 bytes of header length, found \(bytes.count) bytes in all")
        }
        guard length <= UInt64(Self.headerLimit) else {
            throw refusal("the header claims \(length) bytes; at most \(Self.headerLimit) are read")
        }
        guard let header = bytes.slice(at: 8, count: Int(length)),
            let data = bytes.slice(at: 8 + Int(length), count: bytes.count - 8 - Int(length))
        else {
            throw refusal("the header claims \(length) bytes, but the file has \(bytes.count)")
        }
        let document: JSONValue
        do throws(JSONParser.Failure) {
            document = try JSONParser.parse(header)
        } catch {
            throw refusal("the header is not JSON: \(error.message) at byte \(8 + error.position)")
        }
        guard header[0] == UInt8(ascii: "{"), let root = document.object else {
            throw refusal("expected the header to begin with a JSON object")
        }

        var metadata: [String: String] = [:]
        var entries: [SafetensorsEntry] = []
        entries.reserveCapacity(root.members.count)
        for member in root.members {
            if member.name == "__metadata__" {
                metadata = try Self.metadata(member.value, refusal: refusal)
            } else {
                entries.append(try SafetensorsEntry(member, refusal: refusal))
            }
        }
        try Self.checkTiling(entries, dataCount: data.count, refusal: refusal)

        var tensors: [String: StoredTensor] = [:]
        tensors.reserveCapacity(entries.count)
        for entry in entries {
            guard let storage = data.slice(at: entry.start, count: entry.end - entry.start) else {
                throw refusal("the tensor \"\(entry.name)\" lies outside the file")
            }
            tensors[entry.name] = try StoredTensor(
                dtype: entry.dtype, shape: entry.shape, storage: storage, name: "tensor \"\(entry.name)\"")
        }
        self.metadata = metadata
        self.tensors = tensors
        names = entries.map(\.name)
    }

    private static func metadata(
        _ value: JSONValue, refusal: (String) -> RationaleError
    ) throws(RationaleError) -> [String: String] {
        guard let object = value.object else {
            throw refusal("expected __metadata__ to be an object, found \(value.kind)")
        }
        var metadata: [String: String] = [:]
        for member in object.members {
            guard let text = member.value.string else {
                throw refusal("expected the metadata \"\(member.name)\" to be a string, found \(member.value.kind)")
            }
            metadata[member.name] = text
        }
        return metadata
    }

    /// Each byte of the data belongs to exactly one tensor.
    private static func checkTiling(
        _ entries: [SafetensorsEntry], dataCount: Int, refusal: (String) -> RationaleError
    ) throws(RationaleError) {
        var end = 0
        for entry in entries.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            guard entry.start >= end else {
                throw refusal(
                    "the tensor \"\(entry.name)\" begins at \(entry.start), within another that ends at \(end)")
            }
            guard entry.start == end else {
                throw refusal("nothing describes the bytes from \(end) to \(entry.start), before \"\(entry.name)\"")
            }
            end = entry.end
        }
        guard end == dataCount else {
            let fault = end > dataCount ? "the file is truncated" : "there is something after the last tensor"
            throw refusal("the tensors take \(end) bytes, but \(dataCount) follow the header: \(fault)")
        }
    }
}

/// One tensor as the header describes it, checked in itself.
struct SafetensorsEntry {
    let name: String
    let dtype: DType
    let shape: [Int]
    let start: Int
    let end: Int

    init(_ member: JSONObject.Member, refusal: (String) -> RationaleError) throws(RationaleError) {
        name = member.name
        let tensor = "the tensor \"\(member.name)\""
        guard let object = member.value.object, let typeName = object["dtype"]?.string,
            let sizes = object["shape"]?.array, let offsets = object["data_offsets"]?.array,
            object.members.count == 3
        else { throw refusal("\(tensor) needs a dtype, a shape and data_offsets, and nothing else") }
        guard let dtype = DType(safetensorsName: typeName) else {
            let known = DType.allCases.compactMap(\.safetensorsName).joined(separator: ", ")
            throw refusal("\(tensor) has the type \(typeName); these are understood: \(known)")
        }
        var shape: [Int] = []
        for size in sizes {
            guard let size = size.integer, size >= 0 else { throw refusal("\(tensor) has a size that is not a count") }
            shape.append(size)
        }
        guard offsets.count == 2, let start = offsets[0].integer, let end = offsets[1].integer, start >= 0, end >= start
        else { throw refusal("\(tensor) needs data_offsets of a start and an end after it") }
        guard shape.count <= StoredTensor.rankLimit, let count = StoredTensor.elementCount(of: shape),
            count * dtype.size == end - start
        else {
            throw refusal("\(tensor) of shape \(shape) and type \(typeName) does not take \(end - start) bytes")
        }
        self.dtype = dtype
        self.shape = shape
        self.start = start
        self.end = end
    }
}
