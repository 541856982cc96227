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
    /// How many switches of training were set to evaluation.
    var trainingOnly = 0
    /// Whether the network was exported while it trained.
    let isTrainingExport: Bool
    /// How many regions ran in lower precision when exported.
    var reducedRegions = 0
    /// The operators that draw random numbers.
    var draws: [String] = []
    /// Every operator that LibTorch does not have.
    var unknown: [String] = []

    struct Program {
        let graph: Graph
        let weights: [Graph.ValueID: Tensor]
        let inputs: [Network.InputDescription]
        let outputs: [String]
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
        isTrainingExport = Self.isTraining(archive.graph)
    }

    private mutating func program() throws(RationaleError) -> Program {
        let inputs = try bindInputs()
        functionalizer = Functionalizer(valueCount: nextID + archive.graph.valueLimit)
        for node in archive.graph.nodes { try add(node) }
        try refuseUnknown()
        let outputs = try boundOutputs()
        if trainingOnly > 0 {
            notes.append("exported in training mode: \(trainingOnly) batch norms and dropouts were set to evaluation")
        }
        if reducedRegions > 0 {
            notes.append("regions that ran in lower precision by autocast (\(reducedRegions)) are computed in full")
        }
        if !draws.isEmpty {
            notes.append(
                "the network itself draws random numbers (\(Set(draws).sorted().joined(separator: ", "))): every pass draws "
                    + "the same ones, which the seed decides")
        }
        let ids = outputs.map(\.id)
        let whole = Graph(
            inputs: inputs.map(\.id), parameters: parameters, nodes: functionalizer.nodes, outputs: ids,
            layers: layers.layers(of: functionalizer.nodes, outputs: ids), valueCount: functionalizer.valueCount)
        let graph = whole.slice(from: whole.inputs, to: ids)
        return Program(
            graph: graph, weights: try weights(of: graph), inputs: inputs.map(\.description),
            outputs: outputs.map(\.name), notes: notes)
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

    private mutating func bindInputs() throws(RationaleError) -> [(
        id: Graph.ValueID, description: Network.InputDescription
    )] {
        var inputs: [(id: Graph.ValueID, description: Network.InputDescription)] = []
        for specification in archive.inputs {
            switch specification {
            case .user(.tensor(let name)):
                let id = newValue()
                names[name] = .value(id)
                inputs.append((id, try description(of: name)))
            case .user(.symbolicInt(.name(let name))), .user(.symbolicFloat(.name(let name))),
                .user(.symbolicBool(.name(let name))):
                throw RationaleError(
                    .unavailable, "\(file): the network takes a plain number, '\(name)', beside tensors",
                    hint: "Export it with the number it is to have, or make it a tensor.")
            case .user: break
            case .parameter(let name, let path): bind(name, to: path, isLearned: true)
            case .buffer(let name, let path, _):
                // What training measures; other buffers are constants, a mask of infinities among them.
                bind(name, to: path, isLearned: path.hasSuffix("running_mean") || path.hasSuffix("running_var"))
            case .tensorConstant(let name, let path): bind(name, to: path, isLearned: false)
            case .constant(let name, let value): names[name] = try argument(value)
            case .token: break
            }
        }
        guard !inputs.isEmpty else {
            throw RationaleError(
                .badData, "\(file): the network takes no tensor, so there is nothing to explain",
                hint: "Export it with the input as an argument of forward.")
        }
        return inputs
    }

    private mutating func bind(_ name: String, to path: String, isLearned: Bool) {
        let id = newValue()
        parameters.append(.init(name: path, id: id, isLearned: isLearned))
        names[name] = .value(id)
    }

    private func description(of name: String) throws(RationaleError) -> Network.InputDescription {
        guard let type = archive.graph.tensors[name], let dtype = type.dtype else {
            throw RationaleError(.badData, "\(file): the type of the input '\(name)' is not known")
        }
        let isText = type.sizes.count == 2 && !dtype.isFloatingPoint
        var lengths = 1...Int.max
        let shape = try type.sizes.dropFirst().map { size throws(RationaleError) in
            switch size {
            case .fixed(let size): return size
            case .symbolic(let expression, _) where isText:
                let range = archive.ranges[expression]
                // torch.export never traces sizes of 0 and 1, so a least size of 2 says nothing.
                let least = range?.minimum.flatMap { $0 > 2 ? $0 : nil } ?? 1
                lengths = least...max(least, range?.maximum ?? Int.max)
                return Network.InputDescription.any
            case .symbolic(_, let hint?): return hint
            case .symbolic(let expression, nil):
                throw RationaleError(.badData, "\(file): the size '\(expression)' of the input is not known")
            }
        }
        var fixedBatch: Int?
        if case .fixed(let size)? = type.sizes.first { fixedBatch = size }
        return .init(
            shape: shape, dtype: dtype, fixedBatch: fixedBatch, name: name, isBatched: !type.sizes.isEmpty,
            lengths: lengths)
    }

    /// The outputs that are tensors, with the names that the archive gives them, or those of their values.
    private mutating func boundOutputs() throws(RationaleError) -> [(id: Graph.ValueID, name: String)] {
        let users = archive.outputs.compactMap { output -> ExportedArgument? in
            if case .user(let argument) = output { argument } else { nil }
        }
        let given = archive.outputNames.count == users.count ? archive.outputNames : users.map { _ in nil }
        var outputs: [(id: Graph.ValueID, name: String)] = []
        for (argument, name) in zip(users, given) {
            guard case .tensor(let value) = argument, case .value(let id)? = names[value] else { continue }
            outputs.append((functionalizer.current(id), name ?? value))
        }
        guard !outputs.isEmpty else {
            throw RationaleError(
                .badData, "\(file): the network returns no tensor", hint: "Export a classifier that returns logits.")
        }
        return outputs
    }

    private func weights(of graph: Graph) throws(RationaleError) -> [Graph.ValueID: Tensor] {
        var weights: [Graph.ValueID: Tensor] = [:]
        for parameter in graph.parameters {
            guard let stored = archive.weights[parameter.name] ?? archive.constants[parameter.name] else {
                throw RationaleError(.badData, "\(file): the archive has no values for '\(parameter.name)'")
            }
            let weight = try Tensor(stored)
            // Kernels of norms read vectors as if their elements lay side by side.
            weights[parameter.id] = weight.rank == 1 ? weight.ordered(.contiguous) : weight
        }
        return weights
    }
}

extension ExportedGraph {
    /// No more than this many values are bound while the graph is read, its subgraphs included.
    var valueLimit: Int {
        nodes.reduce(0) { sum, node in
            sum + 6 + node.outputs.flatMap(\.names).count
                + node.inputs.reduce(0) { if case .graph(_, let body) = $1.value { $0 + body.valueLimit } else { $0 } }
        }
    }
}
