import RationaleCore
import RationaleFiles
import RationaleTorch

/// What `torch.save` wrote, in either layout: a pickle and the storages it refers to.
struct SavedPickle {
    let document: PickleDocument
    let refusal: FileRefusal
    private let storages: [String: MappedBytes]

    /// The zip layout: `name/data.pkl`, `name/data/0`, `name/data/1` …
    init(zip: ZipArchive, _ file: MappedFile) throws {
        refusal = FileRefusal(file: file.name)
        let root = zip.root
        if ExportArchive.isExport(zip) {
            throw refusal(
                "expected weights, found an archive of torch.export",
                hint: "It holds the network as well: give it as the model, with the ending .pt2.")
        }
        let order = zip[root + "byteorder"]
        guard order == nil || order?.array == Array("little".utf8) else {
            throw refusal("the file was written on a big-endian machine; only little-endian files are read")
        }
        guard zip[root + "data.pkl"] != nil else {
            throw refusal("not a file of torch.save: there is no data.pkl in it", hint: PickleMachine.saveAgain)
        }
        document = try PickleMachine.load(zip.verified(root + "data.pkl"), file: file.name)
        let folder = root + "data/"
        var storages: [String: MappedBytes] = [:]
        for record in zip.records where record.name.hasPrefix(folder) {
            storages[String(record.name.dropFirst(folder.count))] = record.bytes
        }
        self.storages = storages
    }

    /// The layout before PyTorch 1.6: five pickles (magic number, version, system, object, keys), then the storages in
    /// the order of the keys, each with its number of elements in front.
    init(legacy file: MappedFile) throws {
        let refusal = FileRefusal(file: file.name)
        self.refusal = refusal
        let bytes = file.bytes
        guard bytes[0] == 0x80 else { throw Self.unknown(bytes, refusal) }
        let magic = try PickleMachine.load(bytes, file: file.name)
        guard magic.root == .wideInt([0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]) else {
            throw refusal("a pickle, but not a file of torch.save", hint: PickleMachine.saveAgain)
        }
        let version = try PickleMachine.load(bytes, at: magic.end, file: file.name)
        guard version.root == .int(1001) else { throw refusal("not version 1001 of torch.save's older layout") }
        let system = try PickleMachine.load(bytes, at: version.end, file: file.name)
        let order = system.dictionary(system.root)?.last { $0.key == .string("little_endian") }?.value
        guard order == .bool(true) else {
            throw refusal("the file was written on a big-endian machine; only little-endian files are read")
        }
        document = try PickleMachine.load(bytes, at: system.end, file: file.name)
        let keys = try PickleMachine.load(bytes, at: document.end, file: file.name)
        storages = try Self.legacyStorages(bytes, keys: keys, types: Self.types(document), refusal: refusal)
    }

    private static func unknown(_ bytes: MappedBytes, _ refusal: FileRefusal) -> RationaleError {
        if bytes.slice(at: 257, count: 5)?.array == Array("ustar".utf8) {
            return refusal(
                "a tar file, as PyTorch before 0.1.10 wrote them",
                hint: "Load it once in Python with torch.load and write it with torch.save.")
        }
        return refusal("not a file of torch.save: neither a zip file nor a pickle", hint: PickleMachine.saveAgain)
    }

    /// How wide the elements of each storage are.
    private static func types(_ document: PickleDocument) throws -> [String: PickleStorage] {
        var types: [String: PickleStorage] = [:]
        for object in document.objects {
            if case .storage(let storage) = object { types[storage.key] = storage }
        }
        return types
    }

    private static func legacyStorages(
        _ bytes: MappedBytes, keys: PickleDocument, types: [String: PickleStorage], refusal: FileRefusal
    ) throws -> [String: MappedBytes] {
        guard let list = keys.list(keys.root) else { throw refusal("the file has no list of storages") }
        var storages: [String: MappedBytes] = [:]
        var position = keys.end
        for key in list {
            guard case .string(let key) = key, let storage = types[key] else {
                throw refusal("the file lists a storage that no tensor uses")
            }
            guard let count = bytes.littleEndian(at: position, as: UInt64.self) else {
                throw refusal("the file ends before the storage \"\(key)\": it is truncated")
            }
            let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(storage.dtype?.size ?? 1))
            guard !overflow, let size = Int(exactly: size), let data = bytes.slice(at: position + 8, count: size) else {
                throw refusal(
                    "the storage \"\(key)\" claims \(count) elements, but \(bytes.count - position - 8) bytes are left")
            }
            guard storages.updateValue(data, forKey: key) == nil else {
                throw refusal("the storage \"\(key)\" appears twice")
            }
            position += 8 + size
        }
        return storages
    }

    /// The bytes of a storage, as long as the pickle says.
    func bytes(_ storage: PickleStorage, _ what: String) throws -> MappedBytes {
        guard let bytes = storages[storage.key] else {
            throw refusal("\(what) is missing: the file has no storage \"\(storage.key)\"")
        }
        let size = storage.count.multipliedReportingOverflow(by: storage.dtype?.size ?? 1)
        guard !size.overflow, size.partialValue == bytes.count else {
            throw refusal(
                "\(what) needs \(storage.count) elements, but the storage \"\(storage.key)\" has \(bytes.count) bytes")
        }
        return bytes
    }
}
