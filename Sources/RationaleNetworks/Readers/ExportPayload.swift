import RationaleCore
import RationaleFiles
import RationaleTorch

/// The tensors of one folder of an export archive, as its configuration lists them.
struct ExportPayload {
    /// By path in the network. Tied weights are views of one storage.
    let tensors: [String: StoredTensor]

    /// - Parameters:
    ///   - folder: with its slash.
    ///   - configuration: the name of the configuration for a model called `model`.
    init(
        _ zip: ZipArchive, _ folder: String, _ configuration: String, _ model: String, _ reader: ExportReader
    ) throws {
        let refusal = reader.refusal
        let record = folder + model + configuration.dropFirst("model".count)
        let document = try reader.object(ExportArchive.json(zip, record, refusal: refusal), record)
        var tensors: [String: StoredTensor] = [:]
        for member in try reader.object(document["config"], record).members {
            let what = "the tensor \"\(member.name)\""
            let payload = try reader.object(member.value, what)
            guard try reader.bool(payload["use_pickle"], what) == false else {
                throw refusal(
                    "\(what) is stored as a pickle, which could run code",
                    hint: "Export a network of plain tensors: convert tensor subclasses (quantised, distributed) first."
                )
            }
            let file = folder + (try reader.string(payload["path_name"], what))
            guard let storage = zip[file] else { throw refusal("\(what) is missing: there is no record \"\(file)\"") }
            tensors[member.name] = try Self.tensor(payload["tensor_meta"], storage, what, reader)
        }
        self.tensors = tensors
    }

    private static func tensor(
        _ value: JSONValue?, _ storage: MappedBytes, _ what: String, _ reader: ExportReader
    ) throws -> StoredTensor {
        let meta = try reader.object(value, what)
        func fixed(_ value: JSONValue?) throws -> Int {
            guard case .fixed(let size) = try reader.size(value, what) else {
                throw reader.refusal("\(what) has a size that is not fixed")
            }
            return size
        }
        let code = try reader.integer(meta["dtype"], what)
        guard let dtype = DType(exportCode: code) else {
            throw reader.refusal("\(what) has the scalar type \(code), which is not supported")
        }
        guard try reader.integer(meta["layout"], what) == 7 else {
            throw reader.refusal("\(what) is sparse; only dense tensors are read")
        }
        let shape = try reader.list(meta["sizes"], what).map(fixed)
        let strides = try reader.list(meta["strides"], what).map(fixed)
        let offset = try fixed(meta["storage_offset"])
        return try StoredTensor(
            dtype: dtype, shape: shape, strides: strides, storage: storage, offset: offset, name: what)
    }
}
