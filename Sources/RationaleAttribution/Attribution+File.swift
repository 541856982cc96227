public import Foundation
public import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// An attribution as a file: the values of its map as the tensor `map`, those of the stages that led to it as `stage.1`,
/// `stage.2`, …, and its finding as metadata.
extension Attribution {
    private static let findingKey = "finding"
    private static let versionKey = "version"

    /// Writes the attribution; the bytes depend on it alone.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    public func write(to url: URL) throws {
        var tensors = [("map", try Self.stored(map, url.path))]
        for (index, stage) in finding.stages.enumerated() {
            if let map = stage.map { tensors.append((Self.stageName(index), try Self.stored(map, url.path))) }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(finding), as: UTF8.self)
        try SafetensorsFile.write(
            tensors, metadata: [Self.findingKey: text, Self.versionKey: "\(Explanation.version)"], to: url)
    }

    /// Reads an attribution that ``write(to:)`` wrote.
    ///
    /// - Throws: `missingInput`; `badData` where it is another file, or one of another version.
    public init(contentsOf url: URL) throws {
        let file: WeightFile = try WeightFile(contentsOf: url)
        let refusal = RationaleError(.badData, "\(url.path): expected a heat map that this program wrote")
        func map(_ name: String) throws(RationaleError) -> Heatmap {
            guard let tensor = file.tensors[name], tensor.shape.count == 2, tensor.dtype == .float32 else {
                throw refusal
            }
            let values = tensor.contiguousBytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            return Heatmap(height: tensor.shape[0], width: tensor.shape[1], values: values)
        }
        guard let text = file.metadata[Self.findingKey], let version = file.metadata[Self.versionKey] else {
            throw refusal
        }
        guard version == "\(Explanation.version)" else {
            throw FormatVersion.refusal(of: url.path, Int(version) ?? 0, Explanation.version)
        }
        var finding: Finding
        do {
            finding = try JSONDecoder().decode(Finding.self, from: Data(text.utf8))
        } catch {
            throw refusal
        }
        for index in finding.stages.indices where file.tensors[Self.stageName(index)] != nil {
            finding.stages[index].map = try map(Self.stageName(index))
        }
        self.init(finding, map: try map("map"))
    }

    private static func stageName(_ index: Int) -> String { "stage.\(index + 1)" }

    private static func stored(_ map: Heatmap, _ path: String) throws(RationaleError) -> StoredTensor {
        let bytes = map.values.withUnsafeBytes { Array($0) }
        return try StoredTensor(
            dtype: .float32, shape: [map.height, map.width], storage: MappedFile(copying: bytes, name: path).bytes)
    }
}
