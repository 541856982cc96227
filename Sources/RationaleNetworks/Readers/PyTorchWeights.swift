public import Foundation
import RationaleCore
package import RationaleFiles
public import RationaleTorch

/// The tensors of a `.pth` or `.pt` file that `torch.save` wrote, by a reader that executes nothing.
///
/// Both layouts are read: the zip file of PyTorch 1.6 and later, and the older stream of pickles. A state dict may be
/// wrapped in a checkpoint, and its names may carry the prefix of `DataParallel` or `torch.compile`; what was done
/// about that is in ``notes``. Whole networks, TorchScript and anything that asks for Python code is refused by name.
///
/// *Cost*: the pickle is read (100 kB for a large network); the weights stay where they lie.
public struct PyTorchWeights: Sendable {
    /// The tensors by name. Those that share numbers have equal storages.
    public let tensors: [String: StoredTensor]
    /// The names in the order of the state dict.
    public let names: [String]
    /// What was chosen, renamed or left out, one sentence each.
    public let notes: [String]

    /// Reads a file.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what was found and how to save weights again.
    public init(contentsOf url: URL) throws {
        try self.init(try MappedFile(contentsOf: url))
    }

    /// Reads a file that is in memory already.
    package init(_ file: MappedFile) throws {
        try ForeignFile.refuse(file)
        let saved = try ZipArchive.isZip(file) ? SavedPickle(zip: ZipArchive(file), file) : SavedPickle(legacy: file)
        let state = try StateDictionary(saved.document, file: file.name)
        var tensors: [String: StoredTensor] = [:]
        for (name, tensor) in state.tensors {
            let what = "the tensor \"\(name)\""
            let storage = try saved.bytes(tensor.storage, what)
            let (offset, overflow) = tensor.offset.addingReportingOverflow(tensor.storage.viewOffset)
            guard !overflow else { throw saved.refusal("\(what) lies outside its storage") }
            tensors[name] = try StoredTensor(
                dtype: tensor.dtype, shape: tensor.shape, strides: tensor.strides, storage: storage,
                offset: offset, name: what)
        }
        self.tensors = tensors
        names = state.tensors.map(\.name)
        notes = state.notes
    }
}
