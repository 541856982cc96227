package import Foundation
import RationaleCore
package import RationaleFiles
package import RationaleTorch

/// A `.pt2` archive of `torch.export.save` (PyTorch 2.9 or later) as plain values: graph, signature and tensors.
///
/// Nothing in it is executed, and the pickled sample inputs are never opened. What the graph means is for the
/// interpreter; here only the form is checked.
///
/// *Cost*: one pass over `model.json` (3 MB for a large network, about 50 ms); the weights stay where they lie.
package struct ExportArchive: Sendable {
    /// The version of the document's schema; 8 is understood.
    package let schemaVersion: (major: Int, minor: Int)
    /// The PyTorch that wrote the archive.
    package let torchVersion: String
    /// Versions of the operator sets, `aten` among them.
    package let operatorSets: [String: Int]
    package let graph: ExportedGraph
    /// As many as the graph has inputs.
    package let inputs: [ExportedInput]
    /// As many as the graph has outputs.
    package let outputs: [ExportedOutput]
    /// The names of what the network returns, in order, where it returns a dictionary or an object of named parts; empty
    /// where the archive does not say.
    package let outputNames: [String?]
    /// Parameters and persistent buffers by path.
    package let weights: [String: StoredTensor]
    /// Tensor constants and buffers that are not persistent, by path.
    package let constants: [String: StoredTensor]
    /// The smallest and largest value that each free size may have.
    package let ranges: [String: (minimum: Int?, maximum: Int?)]

    /// What to type to bring an archive up to date.
    static func reexport(_ file: String) -> String {
        "Write it again with PyTorch 2.9 or later: python -c \"import torch; "
            + "torch.export.save(torch.export.load('\(file)'), 'new.pt2')\""
    }

    /// Whether a zip file is an archive of `torch.export`, of any age.
    package static func isExport(_ zip: ZipArchive) -> Bool {
        let root = zip.root
        return zip[root + "archive_format"] != nil || zip[root + "serialized_exported_program.json"] != nil
            || zip[root + "models/model.json"] != nil
    }

    /// Reads an archive.
    ///
    /// - Parameter model: which of several models; nil for the only one, or the one called `model`.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what is wrong and, for archives that are old,
    ///   the line that exports them again.
    package init(contentsOf url: URL, model: String? = nil) throws {
        try self.init(try MappedFile(contentsOf: url), model: model)
    }

    /// Reads an archive that is in memory already.
    package init(_ file: MappedFile, model: String? = nil) throws {
        let refusal = FileRefusal(file: file.name)
        try ForeignFile.refuse(file)
        guard ZipArchive.isZip(file) else {
            throw refusal("not a torch.export archive: expected a zip file", hint: Self.howToExport)
        }
        let zip = try ZipArchive(file)
        let root = zip.root
        let model = try Self.choose(model, of: zip, refusal: refusal)
        if let order = zip[root + "byteorder"], order.array != Array("little".utf8) {
            throw refusal("the archive was written on a big-endian machine; only little-endian files are read")
        }
        let document = try Self.json(zip, "\(root)models/\(model).json", refusal: refusal)
        var reader = ExportReader(refusal: refusal)
        let program = try reader.object(document, "the exported program")

        let version = try reader.object(program["schema_version"], "the schema version")
        schemaVersion = (
            try reader.integer(version["major"], "the schema version"), version["minor"]?.integer ?? 0
        )
        torchVersion = program["torch_version"]?.string ?? "unknown"
        guard schemaVersion.major == 8 else {
            throw refusal(
                "the archive has schema \(schemaVersion.major), written by PyTorch \(torchVersion); expected schema 8",
                hint: Self.reexport(file.name))
        }
        var operatorSets: [String: Int] = [:]
        for member in program["opset_version"]?.object?.members ?? [] {
            operatorSets[member.name] = try reader.integer(member.value, "the operator set \(member.name)")
        }
        self.operatorSets = operatorSets
        var ranges: [String: (minimum: Int?, maximum: Int?)] = [:]
        for member in program["range_constraints"]?.object?.members ?? [] {
            let range = try reader.object(member.value, "the range of \(member.name)")
            ranges[member.name] = (range["min_val"]?.integer, range["max_val"]?.integer)
        }
        self.ranges = ranges

        let module = try reader.object(program["graph_module"], "the graph module")
        graph = try reader.graph(module["graph"], "the graph")
        let signature = try reader.object(module["signature"], "the signature")
        var inputs: [ExportedInput] = []
        for (index, value) in try reader.list(signature["input_specs"], "the signature").enumerated() {
            inputs.append(try reader.input(value, index))
        }
        var outputs: [ExportedOutput] = []
        for (index, value) in try reader.list(signature["output_specs"], "the signature").enumerated() {
            outputs.append(try reader.output(value, index))
        }
        guard inputs.count == graph.inputs.count, outputs.count == graph.outputs.count else {
            throw refusal(
                "the signature has \(inputs.count) inputs and \(outputs.count) outputs, "
                    + "the graph \(graph.inputs.count) and \(graph.outputs.count)")
        }
        self.inputs = inputs
        self.outputs = outputs
        outputNames = ExportedTree.outputNames(module["module_call_graph"])
        weights = try ExportPayload(zip, root + "data/weights/", "model_weights_config.json", model, reader).tensors
        constants = try ExportPayload(zip, root + "data/constants/", "model_constants_config.json", model, reader)
            .tensors
        for input in inputs where input.path != nil && tensor(for: input) == nil {
            let path = input.path ?? ""
            throw refusal(
                "the graph uses \"\(path)\", but the archive has no such weight",
                hint: FileRefusal.hint(nearest: path, among: weights.keys))
        }
    }

    /// The tensor that stands behind an input, or nil for what the caller gives.
    package func tensor(for input: ExportedInput) -> StoredTensor? {
        switch input {
        case .parameter(_, let path): weights[path] ?? constants[path]
        case .buffer(_, let path, let isPersistent):
            isPersistent ? weights[path] ?? constants[path] : constants[path] ?? weights[path]
        case .tensorConstant(_, let path): constants[path] ?? weights[path]
        case .user, .constant, .token: nil
        }
    }

    static let howToExport =
        "Write one with torch.export.save(torch.export.export(model.eval(), (example,)), 'model.pt2')."

    /// The name of the model to read, and a refusal of archives that have none.
    private static func choose(_ wanted: String?, of zip: ZipArchive, refusal: FileRefusal) throws -> String {
        let root = zip.root
        if zip["serialized_exported_program.json"] != nil || zip[root + "serialized_exported_program.json"] != nil {
            throw refusal("the archive has the layout of PyTorch before 2.8", hint: reexport(refusal.file))
        }
        let folder = root + "models/"
        let models = zip.names.filter { $0.hasPrefix(folder) && $0.hasSuffix(".json") }
            .map { String($0.dropFirst(folder.count).dropLast(5)) }
        guard let first = models.first else {
            let isCompiled = zip.names.contains { $0.hasPrefix(root + "data/aotinductor/") }
            let reason = isCompiled ? "it holds compiled machine code, not a graph" : "there is no models/….json in it"
            throw refusal("not an archive of torch.export.save: \(reason)", hint: howToExport)
        }
        let chosen = wanted ?? (models.contains("model") || models.count > 1 ? "model" : first)
        guard models.contains(chosen) else {
            throw refusal(
                "the archive has no model \"\(chosen)\"", hint: "It has: \(models.prefix(8).joined(separator: ", ")).")
        }
        for folder in ["weights", "constants"] where zip["\(root)data/\(folder)/\(chosen).pt"] != nil {
            throw refusal(
                "the archive keeps its \(folder) in a pickle, as PyTorch before 2.9 did", hint: reexport(refusal.file))
        }
        return chosen
    }

    /// Parses a JSON record.
    static func json(_ zip: ZipArchive, _ name: String, refusal: FileRefusal) throws -> JSONValue {
        let bytes = try zip.verified(name)
        do throws(JSONParser.Failure) {
            return try JSONParser.parse(bytes)
        } catch {
            throw refusal("the record \"\(name)\" is not JSON: \(error.message) at byte \(error.position)")
        }
    }
}

extension ExportedInput {
    /// The path of a stored tensor.
    package var path: String? {
        switch self {
        case .parameter(_, let path), .buffer(_, let path, _), .tensorConstant(_, let path): path
        case .user, .constant, .token: nil
        }
    }
}
