import RationaleCore
import RationaleTorch

/// Turns an exported program into a graph: names become numbers, named arguments take their place in the schema,
/// in-place operators become functional, subgraphs are put in place, and training mode is left.
struct ExportImporter {
    let archive: ExportArchive
    let file: String
    var names: [String: Argument] = [:]
    private var parameters: [Graph.Parameter] = []
    var functionalizer: Functionalizer
    var layers = LayerCollector()
    private var nextID = 0
    private(set) var notes: [String] = []
    var trainingOnly = 0
    /// Every operator that LibTorch does not have.
    var unknown: [String] = []

    struct Program {
        let graph: Graph
        let weights: [Graph.ValueID: Tensor]
        let input: Network.InputDescription
        let notes: [String]
    }

    static func program(of archive: ExportArchive, file: String) throws(RationaleError) -> Program {
        var importer = ExportImporter(archive: archive, file: file)
        return try importer.program()
    }

    private init(archive: ExportArchive, file: String) {
        self.archive = archive
        self.file = file
        functionalizer = Functionalizer(valueCount: 0)
    }

    private mutating func program() throws(RationaleError) -> Program {
        let (input, description) = try bindInputs()
        functionalizer = Functionalizer(valueCount: nextID + archive.graph.valueLimit)
        for node in archive.graph.nodes { try add(node) }
        try refuseUnknown()
        let (output, isOneLogit) = try classOutput()
        if trainingOnly > 0 {
            notes.append("exported in training mode: \(trainingOnly) batch norms and dropouts were set to evaluation")
        }
        let whole = Graph(
            inputs: [input], parameters: parameters, nodes: functionalizer.nodes, outputs: [output],
            layers: layers.layers(of: functionalizer.nodes, output: output), valueCount: functionalizer.valueCount)
        var graph = whole.slice(from: [input], to: [output])
        if isOneLogit {
            graph = graph.readingOneLogit()
            notes.append("the network returns one logit z, which is read as two classes with the scores -z/2 and z/2")
        }
        return Program(graph: graph, weights: try weights(of: graph), input: description, notes: notes)
    }

    mutating func newValue() -> Graph.ValueID {
        defer { nextID += 1 }
        return nextID
    }

    mutating func bind(_ name: String) -> Graph.ValueID {
        let id = newValue()
        names[name] = .value(id)
        return id
    }

    // MARK: Inputs and outputs

    private mutating func bindInputs() throws(RationaleError) -> (Graph.ValueID, Network.InputDescription) {
        var user: [String] = []
        for specification in archive.inputs {
            switch specification {
            case .user(.tensor(let name)): user.append(name)
            case .user: break
            case .parameter(let name, let path), .buffer(let name, let path, _), .tensorConstant(let name, let path):
                let id = newValue()
                parameters.append(.init(name: path, id: id))
                names[name] = .value(id)
            case .constant(let name, let value): names[name] = try argument(value)
            case .token: break
            }
        }
        guard user.count == 1, let type = archive.graph.tensors[user[0]], let dtype = type.dtype else {
            throw RationaleError(
                .badData, "\(file): expected a network with one input tensor, found \(user.count)",
                hint: "Wrap the model in a module whose forward takes the one tensor that is to be explained.")
        }
        let id = newValue()
        names[user[0]] = .value(id)
        return (id, .init(shape: try shape(type), dtype: dtype, fixedBatch: try fixedBatch(type)))
    }

    /// Sizes without the batch. A photo is brought to the size with which the network was exported; a text is as long as
    /// it is.
    private func shape(_ type: ExportedTensorType) throws(RationaleError) -> [Int] {
        let isText = type.sizes.count == 2 && type.dtype?.isFloatingPoint == false
        return try type.sizes.dropFirst().map { size throws(RationaleError) in
            switch size {
            case .fixed(let size): return size
            case .symbolic where isText: return Network.InputDescription.any
            case .symbolic(_, let hint?): return hint
            case .symbolic(let expression, nil):
                throw RationaleError(.badData, "\(file): the size '\(expression)' of the input is not known")
            }
        }
    }

    private func fixedBatch(_ type: ExportedTensorType) throws(RationaleError) -> Int? {
        guard case .fixed(let batch)? = type.sizes.first else { return nil }
        guard batch == 1 else {
            throw RationaleError(
                .badData, "\(file): the archive was exported for batches of exactly \(batch) inputs",
                hint: "Export with a free batch: dynamic_shapes=({0: torch.export.Dim(\"batch\")},).")
        }
        return batch
    }

    /// The first output that is a tensor, and whether it is a single number for each input.
    private mutating func classOutput() throws(RationaleError) -> (Graph.ValueID, isOneLogit: Bool) {
        let tensors = archive.outputs.compactMap { output -> String? in
            if case .user(.tensor(let name)) = output { name } else { nil }
        }
        guard let name = tensors.first, case .value(let id)? = names[name] else {
            throw RationaleError(
                .badData, "\(file): the network returns no tensor", hint: "Export a classifier that returns logits.")
        }
        if tensors.count > 1 { notes.append("the network returns \(tensors.count) tensors; the first is explained") }
        let sizes = archive.graph.tensors[name]?.sizes.dropFirst()
        let isOneLogit = sizes.map { $0.isEmpty || Array($0) == [.fixed(1)] } ?? false
        return (functionalizer.current(id), isOneLogit)
    }

    private func weights(of graph: Graph) throws(RationaleError) -> [Graph.ValueID: Tensor] {
        var weights: [Graph.ValueID: Tensor] = [:]
        for parameter in graph.parameters {
            guard let stored = archive.weights[parameter.name] ?? archive.constants[parameter.name] else {
                throw RationaleError(.badData, "\(file): the archive has no values for '\(parameter.name)'")
            }
            do { weights[parameter.id] = try Tensor(stored) } catch { throw RationaleError(error) }
        }
        return weights
    }
}

extension ExportedGraph {
    /// No more than this many values are bound while the graph is read, its subgraphs included.
    var valueLimit: Int {
        nodes.reduce(0) { sum, node in
            sum + 2 + node.outputs.flatMap(\.names).count
                + node.inputs.reduce(0) { if case .graph(_, let body) = $1.value { $0 + body.valueLimit } else { $0 } }
        }
    }
}
