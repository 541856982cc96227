import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// One tensor from a `.npy` or `.safetensors` file.
enum TensorFile {
    /// - Parameter name: which of several tensors of a `.safetensors` file, where one is called so.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` naming what is wrong, or which tensors there are.
    static func tensor(_ path: String, named name: String) throws(RationaleError) -> Tensor {
        do {
            let url = URL(fileURLWithPath: path)
            let file = try MappedFile(contentsOf: url)
            if NumPyFile.isArray(file.bytes) { return try Tensor(NumPyFile.tensor(contentsOf: url)) }
            let tensors = try SafetensorsFile(bytes: file.bytes).tensors
            guard let found = tensors[name] ?? (tensors.count == 1 ? tensors.values.first : nil) else {
                throw RationaleError(
                    .badData,
                    "\(path): there are \(tensors.count) tensors in it, and none is called '\(name)': "
                        + tensors.keys.sorted().prefix(8).joined(separator: ", "),
                    hint: "Keep one tensor in a file, or call the one to use '\(name)'.")
            }
            return try Tensor(found)
        } catch let error as RationaleError {
            throw error
        } catch {
            throw RationaleError(describing: error)
        }
    }

    /// An input of a classifier, `[1, …input.shape]`, on its device.
    ///
    /// - Throws: `RationaleError.Code.badData` for a tensor of another shape.
    static func input(_ path: String, for classifier: Classifier) throws(RationaleError) -> Tensor {
        let input = classifier.input
        let given = try tensor(path, named: classifier.interface.input)
        var tensor = given
        if tensor.rank == input.shape.count { tensor = tensor.unsqueezed(0) }
        guard tensor.rank == input.shape.count + 1, tensor.shape[0] == 1,
            zip(tensor.shape.dropFirst(), input.shape).allSatisfy({ $0 == $1 || $1 == Network.InputDescription.any })
        else {
            throw RationaleError(
                .badData,
                "\(path): the tensor is of shape \(given.shape), but \(classifier.name) takes \(input.shapeText)",
                hint: "Give one input a file, preprocessed as in training.")
        }
        tensor = tensor.converted(to: input.dtype)
        guard tensor.isFinite else {
            throw RationaleError(.badData, "\(path): there are values in it that are not finite numbers")
        }
        return tensor.moved(to: classifier.device)
    }
}
