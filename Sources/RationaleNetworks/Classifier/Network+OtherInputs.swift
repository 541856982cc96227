import RationaleCore
import RationaleTorch

extension Network {
    /// Chooses the input that is explained and puts it first.
    ///
    /// - Returns: its name.
    mutating func explainedInput(_ name: String?) throws(RationaleError) -> String {
        let index = if let name { try indexOfInput(name) } else { try likelyInput() }
        let inner = graph.inputs[index]
        let order = [index] + inputs.indices.filter { $0 != index }
        graph = Graph(
            inputs: [inner] + graph.inputs.filter { $0 != inner }, parameters: graph.parameters, nodes: graph.nodes,
            outputs: graph.outputs, layers: graph.layers, valueCount: graph.valueCount)
        inputs = order.map { inputs[$0] }
        return input.name
    }

    /// Supplies every other input, so that the network becomes a function of the first.
    ///
    /// - Parameter given: values by name.
    /// - Returns: what each was given, in words.
    mutating func supplyInputs(
        besides explained: String, _ given: [String: Classifier.GivenInput], zerosForMissing: Bool
    ) throws(RationaleError) -> [String: String] {
        for name in given.keys.sorted() {
            guard try indexOfInput(name) != 0 else {
                throw RationaleError(
                    .usage, "the input '\(name)' of \(self.name) is the one that is explained, so it has no value",
                    hint: "--input NAME chooses another one to explain.")
            }
        }
        guard inputs.count > 1 else { return [:] }
        var supply = InputSupply(graph, text: input.isText ? graph.inputs[0] : nil)
        var words: [String: String] = [:]
        var missing: [InputDescription] = []
        for (id, description) in zip(graph.inputs, inputs).dropFirst() {
            if let value = given[description.name] {
                words[description.name] = try supply.add(id, description, value, of: name)
            } else if let found = supply.addUsual(id, description) {
                words[description.name] = found
            } else if zerosForMissing {
                supply.addZeros(id, description)
                words[description.name] = "zeros as long as nobody says --input \(description.name)=FILE"
            } else {
                missing.append(description)
            }
        }
        guard missing.isEmpty else {
            let listed = missing.map { "'\($0.name)' (\($0.shapeText) of \($0.dtype))" }.joined(separator: ", ")
            throw RationaleError(
                .usage, "\(name) also takes \(listed), which nobody gives",
                hint: "Give each one value for all inputs: --input \(missing[0].name)=FILE, a .npy or .safetensors "
                    + "file, or --input \(missing[0].name)=0.")
        }
        for (id, tensor) in supply.constants { weights[id] = tensor }
        graph = supply.graph
        inputs = [input]
        let told = words.sorted { $0.key < $1.key }.filter { $0.value != InputSupply.unused }
        if !told.isEmpty {
            notes.append(
                "'\(explained)' is explained; "
                    + told.map { "'\($0.key)' is given \($0.value)" }.joined(separator: ", "))
        }
        return words
    }

    private func indexOfInput(_ name: String) throws(RationaleError) -> Int {
        if let index = inputs.firstIndex(where: { $0.name == name }) { return index }
        let nearest = inputs.map(\.name).nearest(to: name).map { "'\($0)'" }
        throw RationaleError(
            .usage, "\(self.name) has no input '\(name)'",
            hint: nearest.isEmpty
                ? "It has \(inputs.map(\.name).joined(separator: ", "))."
                : "Did you mean \(nearest.joined(separator: ", "))?")
    }

    /// The one photo, or the one text, among several inputs.
    private func likelyInput() throws(RationaleError) -> Int {
        guard inputs.count > 1 else { return 0 }
        let photos = inputs.indices.filter { inputs[$0].looksLikePicture }
        if photos.count == 1 { return photos[0] }
        let texts = inputs.indices.filter { inputs[$0].isText && !InputSupply.isUsual(inputs[$0]) }
        if photos.isEmpty, texts.count == 1 { return texts[0] }
        throw RationaleError(
            .usage,
            "\(name) takes \(inputs.count) inputs, and it is not clear which one is to be explained: "
                + inputs.map { "'\($0.name)' \($0.shapeText)" }.joined(separator: ", "),
            hint: "Name it: --input \(inputs[0].name)")
    }
}

extension Network.InputDescription {
    /// Whether it is a photo in one of the forms that are brought into the common one.
    fileprivate var looksLikePicture: Bool {
        shape.count == 3 && ([1, 3, 4].contains(shape[0]) || [1, 3, 4].contains(shape[2])) && dtype != .bool
    }
}

/// Puts values in place of a graph's inputs, for as many inputs as a batch has.
private struct InputSupply {
    private(set) var constants: [Graph.ValueID: Tensor] = [:]
    private let whole: Graph
    private let explained: Graph.ValueID
    private let text: Graph.ValueID?
    private var parameters: [Graph.Parameter]
    private var nodes: [Node] = []
    private var next: Graph.ValueID

    static let unused = "nothing, since no operator uses it"

    /// - Parameter text: the explained input, where it is a text's tokens.
    init(_ graph: Graph, text: Graph.ValueID?) {
        whole = graph
        explained = graph.inputs[0]
        self.text = text
        parameters = graph.parameters
        next = graph.valueCount
    }

    var graph: Graph {
        Graph(
            inputs: [explained], parameters: parameters, nodes: nodes + whole.nodes, outputs: whole.outputs,
            layers: whole.layers, valueCount: next)
    }

    /// Gives an input a value of the caller's.
    mutating func add(
        _ id: Graph.ValueID, _ description: Network.InputDescription, _ value: Classifier.GivenInput, of name: String
    ) throws(RationaleError) -> String {
        switch value {
        case .number(let number):
            guard !description.shape.contains(Network.InputDescription.any) else {
                throw RationaleError(
                    .usage,
                    "the input '\(description.name)' of \(name) has no fixed size, so one number does not fill it",
                    hint: "Give a file: --input \(description.name)=FILE")
            }
            add(id, description, .full([1] + description.shape, number, dtype: description.dtype))
            return number.rounded() == number && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .tensor(let tensor):
            let isRow = tensor.rank == description.shape.count
            let shape = isRow ? [1] + tensor.shape : tensor.shape
            let fits =
                shape.count == description.shape.count + 1 && shape[0] == 1
                && zip(shape.dropFirst(), description.shape).allSatisfy {
                    $0 == $1 || $1 == Network.InputDescription.any
                }
            guard fits else {
                throw RationaleError(
                    .badData,
                    "the input '\(description.name)' of \(name) is \(description.shapeText), but the value that it is "
                        + "given is \(tensor.shape)", hint: "One value serves all inputs of a batch.")
            }
            add(id, description, tensor.reshaped(shape).converted(to: description.dtype))
            return "a tensor of \(tensor.shape)"
        }
    }

    mutating func addZeros(_ id: Graph.ValueID, _ description: Network.InputDescription) {
        add(id, description, .zeros([1] + description.exampleShape, dtype: description.dtype))
    }

    private mutating func add(_ id: Graph.ValueID, _ description: Network.InputDescription, _ row: Tensor) {
        guard description.isBatched else {
            parameters.append(.init(name: description.name, id: id, isLearned: false))
            constants[id] = row.squeezed(0)
            return
        }
        let constant = newValue()
        parameters.append(.init(name: description.name, id: constant, isLearned: false))
        constants[constant] = row
        let sizes: [Argument] = [.value(size(0))] + row.shape.dropFirst().map { _ in .constant(.int(-1)) }
        nodes.append(
            Node(
                .aten("aten::expand"), [.value(constant), .list(sizes)], results: [id], path: "",
                name: "given_\(description.name)"))
    }

    /// What goes with a text in the usual pipelines, by the input's name.
    private enum Usual { case ones, zeros, positions, length }

    private static func usual(_ description: Network.InputDescription) -> Usual? {
        let name = description.name.lowercased()
        if name.contains("length"), description.shape.isEmpty { return .length }
        guard description.shape.count == 1 else { return nil }
        if name.contains("mask") { return .ones }
        if name.contains("type") || name.contains("segment") { return .zeros }
        return name.contains("position") ? .positions : nil
    }

    static func isUsual(_ description: Network.InputDescription) -> Bool { usual(description) != nil }

    /// Gives an input what it usually has beside a text, if it is such an input, or nothing if nobody uses it.
    mutating func addUsual(_ id: Graph.ValueID, _ description: Network.InputDescription) -> String? {
        guard whole.useCounts()[id] > 0 else { return Self.unused }
        guard let text, let usual = Self.usual(description) else { return nil }
        let type = Argument.constant(.dtype(description.dtype))
        func append(_ operation: Operator, _ arguments: [Argument]) {
            nodes.append(
                Node(.aten(operation), arguments, results: [id], path: "", name: "given_\(description.name)"))
        }
        switch usual {
        case .ones:
            append("aten::ones_like", [.value(text), type])
            return "ones"
        case .zeros:
            append("aten::zeros_like", [.value(text), type])
            return "zeros"
        case .positions:
            let positions = newValue()
            nodes.append(
                Node(
                    .aten("aten::arange"),
                    [.value(size(1)), type, .constant(.none), .constant(.device(.cpu))],
                    results: [positions], path: "", name: "positions"))
            append("aten::expand", [.value(positions), .list([.value(size(0)), .value(size(1))])])
            return "0, 1, 2, …"
        case .length:
            append(
                "aten::full",
                [.list([.value(size(0))]), .value(size(1)), type, .constant(.none), .constant(.device(.cpu))])
            return "the number of tokens"
        }
    }

    private mutating func newValue() -> Graph.ValueID {
        defer { next += 1 }
        return next
    }

    /// A value that is the length of one of the explained input's dimensions.
    private mutating func size(_ dimension: Int) -> Graph.ValueID {
        let id = newValue()
        nodes.append(
            Node(
                .aten("aten::sym_size.int"), [.value(explained), .constant(.int(dimension))], results: [id], path: "",
                name: "size_\(id)"))
        return id
    }
}
