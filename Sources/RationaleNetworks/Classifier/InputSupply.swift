import RationaleCore
import RationaleTorch

/// Puts values in place of a graph's inputs, for as many inputs as a batch has.
struct InputSupply {
    private(set) var constants: [Graph.ValueID: Tensor] = [:]
    private let whole: Graph
    private let explained: Graph.ValueID
    private let text: Text?
    /// Which tokens of the text are none that fill it up; `nil` until an input needs it.
    private var mask: Graph.ValueID?
    private var parameters: [Graph.Parameter]
    private var nodes: [Node] = []
    private var next: Graph.ValueID

    /// The explained input where it is a text's tokens, and how the others follow from it.
    typealias Text = (
        tokens: Graph.ValueID, description: Network.InputDescription, choices: Classifier.TextInputs
    )

    static let unused = "nothing, since no operator uses it"

    init(_ graph: Graph, text: Text?) {
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

    private mutating func newValue() -> Graph.ValueID {
        defer { next += 1 }
        return next
    }

    /// A value that is the length of one of the explained input's dimensions.
    private mutating func size(_ dimension: Int) -> Graph.ValueID {
        append("aten::sym_size.int", [.value(explained), .constant(.int(dimension))], "size_\(dimension)")
    }

    /// Adds an operator.
    ///
    /// - Parameter result: the number of what it returns; `nil` for a new one.
    @discardableResult private mutating func append(
        _ operation: Operator, _ arguments: [Argument], _ name: String, result: Graph.ValueID? = nil
    ) -> Graph.ValueID {
        let id = result ?? newValue()
        nodes.append(Node(.aten(operation), arguments, results: [id], path: "", name: name))
        return id
    }
}

// MARK: What goes with a text

extension InputSupply {
    /// What goes with a text in the usual pipelines, by the input's name.
    private enum Usual { case mask, types, positions, length }

    private static func usual(_ description: Network.InputDescription) -> Usual? {
        let name = description.name.lowercased()
        if name.contains("length"), description.shape.isEmpty { return .length }
        if name.contains("mask") { return description.shape.count <= 3 ? .mask : nil }
        guard description.shape.count == 1 else { return nil }
        if name.contains("type") || name.contains("segment") { return .types }
        return name.contains("position") ? .positions : nil
    }

    static func isUsual(_ description: Network.InputDescription) -> Bool { usual(description) != nil }

    /// Gives an input what it usually has beside a text, if it is such an input, or nothing if nobody uses it.
    ///
    /// - Throws: `RationaleError.Code.usage` for a mask that is none: of another shape than the text's, or of other numbers
    ///   than whole ones.
    mutating func addUsual(
        _ id: Graph.ValueID, _ description: Network.InputDescription, of network: String
    ) throws(RationaleError) -> String? {
        guard whole.useCounts()[id] > 0 else { return Self.unused }
        guard let text, let usual = Self.usual(description) else { return nil }
        let type = Argument.constant(.dtype(description.dtype))
        let name = "given_\(description.name)"
        switch usual {
        case .mask:
            try requireMask(description, of: text.description, network)
            guard let padding = text.choices.padding else {
                append("aten::ones_like", [.value(text.tokens), type], name, result: id)
                return "ones"
            }
            append("aten::to.dtype", [.value(realTokens(of: text, padding)), type], name, result: id)
            return "1 up to the last token that is no padding (token \(padding)), 0 behind it"
        case .types:
            append("aten::zeros_like", [.value(text.tokens), type], name, result: id)
            return "zeros"
        case .positions where text.choices.firstPosition > 0:
            let first = text.choices.firstPosition
            let mask =
                text.choices.padding.map { realTokens(of: text, $0) }
                ?? append("aten::ones_like", [.value(text.tokens)], "ones")
            let counted = append("aten::cumsum", [.value(mask), .constant(.int(1))], "counted")
            let kept = append("aten::mul.Tensor", [.value(counted), .value(mask)], "counted_tokens")
            let moved = append("aten::add.Scalar", [.value(kept), .constant(.int(first - 1))], "positions")
            append("aten::to.dtype", [.value(moved), type], name, result: id)
            return "\(first), \(first + 1), \(first + 2), …, and \(first - 1) for padding"
        case .positions:
            let positions = append(
                "aten::arange", [.value(size(1)), type, .constant(.none), .constant(.device(.cpu))], "positions")
            append(
                "aten::expand", [.value(positions), .list([.value(size(0)), .value(size(1))])], name, result: id)
            return "0, 1, 2, …"
        case .length:
            append(
                "aten::full",
                [.list([.value(size(0))]), .value(size(1)), type, .constant(.none), .constant(.device(.cpu))], name,
                result: id)
            return "the number of tokens"
        }
    }

    /// 1 for the tokens up to the last that is no padding, else 0: `[batch, word]`, whole numbers.
    ///
    /// What stands between other tokens is part of the text, whatever its number: somebody may have written "[PAD]".
    private mutating func realTokens(of text: Text, _ padding: Int) -> Graph.ValueID {
        if let mask { return mask }
        let isReal = append("aten::ne.Scalar", [.value(text.tokens), .constant(.int(padding))], "is_no_padding")
        let turned = append("aten::flip", [.value(isReal), .constant(.ints([1]))], "turned")
        let following = append("aten::cumsum", [.value(turned), .constant(.int(1))], "tokens_from_here")
        let back = append("aten::flip", [.value(following), .constant(.ints([1]))], "turned_back")
        let found = append("aten::clamp", [.value(back), .constant(.int(0)), .constant(.int(1))], "mask_of_text")
        mask = found
        return found
    }

    private func requireMask(
        _ mask: Network.InputDescription, of text: Network.InputDescription, _ network: String
    ) throws(RationaleError) {
        let isLength = mask.dtype == .bool || mask.shape == text.shape
        guard mask.shape.count == 1, !mask.dtype.isFloatingPoint, isLength else {
            throw RationaleError(
                .usage,
                "the input '\(mask.name)' of \(network) is \(mask.shapeText) of \(mask.dtype), which is no mask of a text: "
                    + "that is one whole number or truth value for each of its tokens, \(text.shapeText), 1 where there is a "
                    + "word and 0 at padding",
                hint: "Export it with the attention_mask that the tokenizer returns, or give it a value: --input "
                    + "\(mask.name)=FILE")
        }
    }
}
