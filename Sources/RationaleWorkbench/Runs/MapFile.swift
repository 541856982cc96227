import Foundation
package import RationaleCore
import RationaleNetworks
import RationaleTorch

/// A heat map as a file: its values as the tensor `map`, everything else that is known about it as metadata.
package enum MapFile {
    private static let key = "attribution"

    /// Writes a map; the bytes depend on the attribution alone.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    package static func write(_ attribution: Attribution, to path: String) throws {
        do {
            let bytes = attribution.map.values.withUnsafeBytes { Array($0) }
            let stored = try StoredTensor(
                dtype: .float32, shape: [attribution.map.height, attribution.map.width],
                storage: MappedFile(copying: bytes, name: path).bytes)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            var described = attribution
            described.map = Heatmap(height: 0, width: 0, values: [])
            let text = String(decoding: try encoder.encode(described), as: UTF8.self)
            try SafetensorsFile.write(
                [("map", stored)], metadata: [key: text], to: URL(fileURLWithPath: path))
        } catch let error as TorchError {
            throw RationaleError(error)
        }
    }

    /// Reads a map that ``write(_:to:)`` wrote.
    ///
    /// - Throws: `missingInput`, or `badData` where it is another file.
    package static func attribution(at path: String) throws -> Attribution {
        let file: WeightFile = try WeightFile(contentsOf: URL(fileURLWithPath: path))
        guard let text = file.metadata[key], let tensor = file.tensors["map"], tensor.shape.count == 2,
            tensor.dtype == .float32
        else {
            throw RationaleError(.badData, "\(path): expected a heat map that this program wrote")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var attribution = try decoder.decode(Attribution.self, from: Data(text.utf8))
        let values = tensor.contiguousBytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        attribution.map = Heatmap(height: tensor.shape[0], width: tensor.shape[1], values: values)
        return attribution
    }
}
