import Foundation
package import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// A heat map as a file: its values as the tensor `map`, those of the stages that led to it as `stage.1`, `stage.2`, …, and
/// everything else that is known about them as metadata.
package enum MapFile {
    private static let key = "attribution"

    /// Writes a map; the bytes depend on the attribution alone.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    package static func write(_ attribution: Attribution, to path: String) throws {
        let maps = [("map", attribution.map)] + attribution.stages.enumerated().map { (stageName($0), $1.map) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var described = attribution
        described.map = .nothing
        for index in described.stages.indices { described.stages[index].map = .nothing }
        let text = String(decoding: try encoder.encode(described), as: UTF8.self)
        try SafetensorsFile.write(
            try maps.map { ($0, try stored($1, path)) }, metadata: [key: text], to: URL(fileURLWithPath: path))
    }

    /// Reads a map that ``write(_:to:)`` wrote.
    ///
    /// - Throws: `missingInput`, or `badData` where it is another file.
    package static func attribution(at path: String) throws -> Attribution {
        let file: WeightFile = try WeightFile(contentsOf: URL(fileURLWithPath: path))
        func map(_ name: String) throws(RationaleError) -> Heatmap {
            guard let tensor = file.tensors[name], tensor.shape.count == 2, tensor.dtype == .float32 else {
                throw RationaleError(.badData, "\(path): expected a heat map '\(name)' that this program wrote")
            }
            let values = tensor.contiguousBytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            return Heatmap(height: tensor.shape[0], width: tensor.shape[1], values: values)
        }
        guard let text = file.metadata[key] else {
            throw RationaleError(.badData, "\(path): expected a heat map that this program wrote")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var attribution = try decoder.decode(Attribution.self, from: Data(text.utf8))
        attribution.map = try map("map")
        for index in attribution.stages.indices { attribution.stages[index].map = try map(stageName(index)) }
        return attribution
    }

    private static func stageName(_ index: Int) -> String { "stage.\(index + 1)" }

    private static func stored(_ map: Heatmap, _ path: String) throws(RationaleError) -> StoredTensor {
        let bytes = map.values.withUnsafeBytes { Array($0) }
        return try StoredTensor(
            dtype: .float32, shape: [map.height, map.width], storage: MappedFile(copying: bytes, name: path).bytes)
    }
}

extension Heatmap {
    /// Stands in metadata for a map that is a tensor.
    fileprivate static let nothing = Heatmap(height: 0, width: 0, values: [])
}
