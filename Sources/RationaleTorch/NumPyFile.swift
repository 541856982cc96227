public import Foundation
public import RationaleCore
public import RationaleFiles

/// One array in a `.npy` file, as `numpy.save` writes it.
///
/// *Source:* NumPy enhancement proposal 1, "A simple file format for NumPy arrays". Nothing is executed: arrays of Python
/// objects, which are pickles, are refused. Elements are little-endian or single bytes.
/// *Cost:* the header is read; the elements stay in the file.
public enum NumPyFile {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let headerLimit = 1 << 20

    /// Whether a file begins like one.
    public static func isArray(_ bytes: MappedBytes) -> Bool {
        bytes.count >= 10 && (0..<magic.count).allSatisfy { bytes[$0] == magic[$0] }
    }

    /// - Throws: `RationaleError.Code.badData` naming what is wrong.
    public static func tensor(contentsOf url: URL) throws(RationaleError) -> StoredTensor {
        try tensor(MappedFile(contentsOf: url).bytes)
    }

    static func tensor(_ bytes: MappedBytes) throws(RationaleError) -> StoredTensor {
        func refusal(_ reason: String) -> RationaleError {
            RationaleError(.badData, "\(bytes.file.name): not a usable .npy file: \(reason.printable)")
        }
        guard isArray(bytes) else { throw refusal("it does not begin like one") }
        let version = bytes[6] ?? 0
        let start = version == 1 ? 10 : 12
        let length =
            version == 1
            ? bytes.littleEndian(at: 8, as: UInt16.self).map(Int.init)
            : bytes.littleEndian(at: 8, as: UInt32.self).map(Int.init)
        guard (1...3).contains(version), let length, length <= headerLimit,
            let header = bytes.slice(at: start, count: length),
            let data = bytes.slice(at: start + length, count: bytes.count - start - length)
        else { throw refusal("its header is cut off, or of version \(version)") }
        let text = String(decoding: header.array, as: UTF8.self)
        guard let type = value(of: "descr", in: text), let order = value(of: "fortran_order", in: text),
            let sizes = value(of: "shape", in: text)
        else { throw refusal("its header names no type, order and shape: \(text.prefix(80))") }
        let name = type.trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
        guard let dtype = types[name] else {
            throw refusal(
                name.hasSuffix("O")
                    ? "it holds Python objects, which are not read"
                    : "its elements are of the type \(name); expected little-endian numbers such as <f4")
        }
        let parts = sizes.trimmingCharacters(in: CharacterSet(charactersIn: "() ")).split(separator: ",")
        let shape = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard shape.count == parts.count, sizes.hasPrefix("(") else { throw refusal("its shape is \(sizes)") }
        // Column by column: the strides of the reversed shape, reversed.
        var strides: [Int]?
        if order == "True" {
            var stride = 1
            strides = shape.map { size in
                defer { stride = stride.multipliedReportingOverflow(by: max(1, size)).partialValue }
                return stride
            }
        }
        return try StoredTensor(dtype: dtype, shape: shape, strides: strides, storage: data, name: "array")
    }

    private static let types: [String: DType] = [
        "<f4": .float32, "<f8": .float64, "<f2": .float16, "|u1": .uint8, "|i1": .int8, "<i2": .int16, "<i4": .int32,
        "<i8": .int64, "|b1": .bool, "=f4": .float32, "=f8": .float64,
    ]

    /// The text behind a key of the header, a Python dictionary: up to the comma that ends it.
    private static func value(of key: String, in header: String) -> String? {
        guard let range = header.range(of: "'\(key)':") else { return nil }
        var depth = 0
        var text = ""
        for character in header[range.upperBound...] {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth <= 0, character == "," || character == "}" { break }
            text.append(character)
        }
        return text.trimmingCharacters(in: .whitespaces)
    }
}
