import Foundation
import RationaleFiles
import RationaleNetworks
import RationaleTorch

extension Reader {
    static let safetensors = Reader(
        name: "safetensors",
        seeds: { try golden("RationaleTorchTests/Golden/safetensors.json") },
        lengthFields: { _ in [0, 4] },
        read: { bytes in
            let file = try SafetensorsFile(bytes: MappedBytes(copying: bytes))
            for tensor in file.tensors.values { use(tensor) }
        })

    static let pth = Reader(
        name: "pth",
        seeds: { try golden("RationaleNetworksTests/Golden/weights.json").flatMap(withoutChecksums) },
        lengthFields: zipFields,
        read: { bytes in
            let weights = try PyTorchWeights(MappedFile(copying: bytes))
            for tensor in weights.tensors.values { use(tensor) }
        })

    static let pt2 = Reader(
        name: "pt2",
        seeds: { try golden("RationaleNetworksTests/Golden/export_archives.json").flatMap(withoutChecksums) },
        lengthFields: zipFields,
        read: { bytes in
            let archive = try ExportArchive(MappedFile(copying: bytes))
            for tensor in archive.inputs.compactMap(archive.tensor(for:)) { use(tensor) }
        })

    /// The files that a golden document of the tests carries.
    private static func golden(_ path: String) throws -> [[UInt8]] {
        struct File: Decodable { let file: Data }
        let url = URL(filePath: #filePath).appending(path: "../../../Tests/\(path)").standardized
        let cases = try JSONDecoder().decode([String: [File]].self, from: Data(contentsOf: url))["cases"] ?? []
        return cases.map { [UInt8]($0.file) }
    }

    /// Reads every element, of huge tensors (strides of 0) the corners.
    private static func use(_ tensor: StoredTensor) {
        if tensor.elementCount <= 1 << 16 {
            precondition(tensor.contiguousBytes.count == tensor.elementCount * tensor.dtype.size)
        } else {
            let last = zip(tensor.shape, tensor.strides).reduce(0) { $0 + ($1.0 - 1) * $1.1 } * tensor.dtype.size
            _ = tensor.baseAddress.loadUnaligned(as: UInt8.self)
            _ = tensor.baseAddress.loadUnaligned(fromByteOffset: last + tensor.dtype.size - 1, as: UInt8.self)
        }
    }

    /// A file as it is; and a zip file again without checksums, behind which a damage would never reach the parsers.
    private static func withoutChecksums(_ bytes: [UInt8]) -> [[UInt8]] {
        var changed = bytes
        for mark in marks(bytes, [0x50, 0x4B, 1, 2]) {
            changed.replaceSubrange(mark + 16..<mark + 20, with: [0, 0, 0, 0])
        }
        return changed == bytes ? [bytes] : [bytes, changed]
    }

    private static func marks(_ bytes: [UInt8], _ signature: [UInt8]) -> [Int] {
        bytes.indices.dropLast(56).filter { bytes[$0] == 0x50 && Array(bytes[$0..<$0 + 4]) == signature }
    }

    /// Sizes, offsets and lengths of names in a zip file's directory and headers.
    private static func zipFields(_ bytes: [UInt8]) -> [Int] {
        let parts: [(signature: [UInt8], fields: [Int])] = [
            ([0x50, 0x4B, 1, 2], [20, 24, 28, 30, 42]),
            ([0x50, 0x4B, 3, 4], [18, 22, 26, 28]),
            ([0x50, 0x4B, 6, 6], [4, 24, 32, 40, 48]),
            ([0x50, 0x4B, 6, 7], [8]),
        ]
        var places: [Int] = []
        for part in parts {
            for mark in marks(bytes, part.signature) { places += part.fields.map { mark + $0 } }
        }
        return places + [bytes.count - 12, bytes.count - 10, bytes.count - 6]
    }
}
