import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// What a file contains, told by its first bytes and records, not by its name.
enum ModelFileKind {
    /// A network of `torch.export`.
    case export
    /// Weights in the safetensors form; a network where the metadata says which.
    case safetensors
    /// Weights that `torch.save` wrote.
    case weights

    /// - Throws: `usage` for something that looks like a misspelt name rather than a file; `missingInput`; `badData` for a
    ///   file of another kind, which it names.
    init(of path: String) throws(RationaleError) {
        guard FileManager.default.fileExists(atPath: path) else { throw Self.missing(path) }
        do {
            let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
            if let foreign = ForeignFile(file) { throw foreign.refusal(of: path) }
            if ZipArchive.isZip(file) {
                self = try ExportArchive.isExport(ZipArchive(file)) ? .export : .weights
            } else if file.count >= 9, file.baseAddress.load(fromByteOffset: 8, as: UInt8.self) == UInt8(ascii: "{") {
                self = .safetensors
            } else {
                // Whether they are weights of torch.save is for the reader to say.
                _ = try WeightFile(contentsOf: URL(fileURLWithPath: path))
                self = .weights
            }
        } catch let error as RationaleError {
            throw error
        } catch {
            throw RationaleError(.badData, "\(path): \(error)", underlying: error)
        }
    }

    private static func missing(_ model: String) -> RationaleError {
        let extensions = [".pt2", ".pt", ".pth", ".safetensors"]
        if model.contains("/") || extensions.contains(where: model.hasSuffix) {
            return RationaleError(
                .missingInput, "\(model): there is no such file", hint: "Check the spelling of the path.")
        }
        let nearest = (Zoo.names + [DeepLSTM.identifier] + BuiltInModel.allCases.map(\.rawValue)).nearest(to: model)
        let suggestion = nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: ", "))? "
        return RationaleError(
            .missingInput, "there is neither a model nor a file '\(model)'",
            hint: suggestion + "`rationale model list` shows the names.")
    }
}
