public import Foundation
public import RationaleCore
import RationaleFiles

extension SafetensorsFile {
    /// Writes tensors and free text as a `.safetensors` file.
    ///
    /// The bytes depend on the arguments alone, and with at most one entry of metadata they are those of the official
    /// library: tensors by falling alignment and then by name, the header padded to 8 bytes; metadata sorted by name.
    /// The file appears complete or not at all: it is written under a temporary name, flushed to the disk, and renamed.
    ///
    /// - Throws: `RationaleError.Code.badData` if a name appears twice, is `__metadata__`, or if the format has no such
    ///   type; `RationaleError.Code.cannotWrite` if the disk is full or the folder missing, and then nothing is left.
    public static func write(
        _ tensors: [(name: String, tensor: StoredTensor)], metadata: [String: String] = [:], to url: URL
    ) throws(RationaleError) {
        let ordered = tensors.sorted {
            ($1.tensor.dtype.safetensorsRank, $0.name) < ($0.tensor.dtype.safetensorsRank, $1.name)
        }
        let header = try header(of: ordered, metadata: metadata, path: url.path)
        try AtomicFile.write(to: url) { (file) throws(RationaleError) in
            try file.append(header)
            for (_, tensor) in ordered {
                if tensor.isContiguous, tensor.elementCount > 0 {
                    let start = UnsafeRawPointer(tensor.baseAddress)
                    let count = tensor.elementCount * tensor.dtype.size
                    defer { withExtendedLifetime(tensor) {} }
                    try file.append(UnsafeRawBufferPointer(start: start, count: count))
                } else {
                    try file.append(tensor.contiguousBytes)
                }
            }
        }
    }

    /// The length and the JSON in front of the tensors.
    private static func header(
        of tensors: [(name: String, tensor: StoredTensor)], metadata: [String: String], path: String
    ) throws(RationaleError) -> [UInt8] {
        var json = "{"
        if !metadata.isEmpty {
            let members = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            json += "\"__metadata__\":{\(members.joined(separator: ","))}"
        }
        var names: Set<String> = ["__metadata__"]
        var offset = 0
        for (name, tensor) in tensors {
            guard names.insert(name).inserted else {
                throw RationaleError(.badData, "\(path): two tensors cannot both be called \"\(name)\"")
            }
            guard let type = tensor.dtype.safetensorsName else {
                throw RationaleError(
                    .badData, "\(path): safetensors cannot hold \"\(name)\": \(tensor.dtype) has no name")
            }
            let end = offset + tensor.elementCount * tensor.dtype.size
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            if json.utf8.count > 1 { json += "," }
            json += "\(quoted(name)):{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
            offset = end
        }
        json += "}"
        let padding = (8 - json.utf8.count % 8) % 8
        json += String(repeating: " ", count: padding)
        guard json.utf8.count <= headerLimit else {
            throw RationaleError(.badData, "\(path): names and metadata take more than \(headerLimit) bytes")
        }
        return withUnsafeBytes(of: UInt64(json.utf8.count).littleEndian) { Array($0) } + Array(json.utf8)
    }

    /// A JSON string with the escapes that the official library writes, and no others.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
