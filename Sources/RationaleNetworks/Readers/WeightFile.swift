public import Foundation
import RationaleCore
import RationaleFiles
public import RationaleTorch

/// Named weights from a file of either kind, told apart by what it contains, not by how it is called.
public struct WeightFile: Sendable {
    /// The tensors by name, as they lie in the file.
    public let tensors: [String: StoredTensor]
    /// What a safetensors file says about itself; empty for others.
    public let metadata: [String: String]
    /// What was chosen, renamed or left out, one sentence each.
    public let notes: [String]

    /// Reads a `.safetensors` file, or a `.pth` file that `torch.save` wrote.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what is wrong.
    public init(contentsOf url: URL) throws {
        let file = try MappedFile(contentsOf: url)
        try ForeignFile.refuse(file)
        if file.count >= 9, file.byte(8) == UInt8(ascii: "{") {
            let contents = try SafetensorsFile(bytes: file.bytes)
            tensors = contents.tensors
            metadata = contents.metadata
            notes = []
        } else {
            let contents = try PyTorchWeights(file)
            tensors = contents.tensors
            metadata = [:]
            notes = contents.notes
        }
    }
}

extension MappedFile {
    /// A safetensors file is a length of eight bytes and a JSON object; a pickle and a zip file begin otherwise.
    fileprivate func byte(_ index: Int) -> UInt8 { baseAddress.load(fromByteOffset: index, as: UInt8.self) }
}

extension Network {
    /// A network of a known architecture with weights from a file.
    ///
    /// - Throws: `RationaleError`: `missingInput` or `badData`, naming the tensors that do not fit.
    /// - Complexity: the weights are converted to float32 where they are not; otherwise they stay in the file.
    public init(_ architecture: some Architecture, weightsAt url: URL) throws {
        let file = try WeightFile(contentsOf: url)
        let tensors = try file.tensors.mapValues { try Tensor($0) }
        try self.init(architecture, weights: tensors)
        notes = file.notes + notes
    }
}

extension Classifier {
    /// A network of a known architecture with weights from a file, and what the architecture says of it.
    ///
    /// - Throws: `RationaleError`: `missingInput` or `badData`, naming the tensors that do not fit.
    public init(_ architecture: some Architecture, weightsAt url: URL) throws {
        self.init(architecture, try Network(architecture, weightsAt: url))
    }
}
