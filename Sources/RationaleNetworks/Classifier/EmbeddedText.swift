public import RationaleCore
public import RationaleTorch

/// A text inside a network, behind the layer that turns tokens into vectors.
///
/// Tokens are whole numbers and have no derivative; their vectors have one. So what explains pictures by gradients or by
/// noise explains texts, given this network and this input in place of the tokens.
///
/// ```swift
/// let text = try classifier.embedding(tokens)
/// let maps = try IntegratedGradients().attribute(text.input, in: text.classifier)  // [word, number]
/// ```
public struct EmbeddedText: Sendable {
    /// The rest of the network: from word vectors, `[batch, word, number]`, to scores. It is made for this text: where it
    /// looks at the tokens themselves (for their padding, their number), these are the text's, for each input of a batch.
    public let classifier: Classifier
    /// The text's vectors: `[1, word, number]`.
    public let input: Tensor
    /// The layer that made them.
    public let layer: String
}

extension Classifier {
    /// Looks a text up and returns the classifier behind the table of vectors, whose input is made of plain numbers.
    ///
    /// - Parameters:
    ///   - tokens: one text, `[1, word]`, on the network's device.
    ///   - layer: the layer that turns tokens into vectors; `nil` for `Network/embeddingLayer()`.
    /// - Returns: the rest of the network, of which every method can ask what it asks of a picture's, and the vectors.
    /// - Throws: `RationaleError.Code.usage` for an empty text, or a layer that does not return a vector for each token.
    /// - Complexity: the forward pass up to the layer.
    public func embedding(_ tokens: Tensor, at layer: String? = nil) throws(RationaleError) -> EmbeddedText {
        let (rest, vectors, layer) = try network.embedding(tokens, at: layer)
        return EmbeddedText(classifier: with(rest), input: vectors, layer: layer)
    }
}

extension Network {
    /// The layer that looks tokens up in a table of vectors.
    ///
    /// - Throws: `RationaleError.Code.usage` where the network takes no tokens, or does not look them up.
    public func embeddingLayer() throws(RationaleError) -> String {
        guard input.isText else {
            throw RationaleError(
                .usage, "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), not a text's tokens",
                hint: "A text network takes one row of whole numbers.")
        }
        guard let lookUp = graph.tokenLookUp, let vectors = lookUp.results.first.flatMap(\.self) else {
            throw RationaleError(
                .usage, "\(name) does not look its tokens up in a table of vectors (aten::embedding)",
                hint: "Name the layer that turns tokens into vectors; `rationale model inspect` lists all layers.")
        }
        // Innermost first, as layers end.
        return graph.layers.first { $0.outputs.contains(vectors) }?.path ?? lookUp.name
    }

    fileprivate func embedding(
        _ tokens: Tensor, at layer: String?
    ) throws(RationaleError) -> (rest: Network, vectors: Tensor, layer: String) {
        guard input.accepts(tokens.shape), input.isText, tokens.shape[0] == 1 else {
            throw RationaleError(
                .usage, "\(name) takes one text of shape [1, word] at a time here, not tokens of shape \(tokens.shape)")
        }
        let layer =
            if let layer { layer } else { try embeddingLayer() }
        let cut = try graph.output(ofLayer: layer)
        let head = stage(graph.slice(from: graph.inputs, to: [cut]))
        let vectors = try withoutGradient { () throws(RationaleError) in try head([.tensor(tokens)]) }[0].tensor
        guard let vectors, vectors.rank == 3, vectors.shape[0] == 1, vectors.shape[1] == tokens.shape[1],
            vectors.dtype.isFloatingPoint
        else {
            throw RationaleError(
                .usage,
                "layer '\(layer)' of \(name) does not turn \(tokens.shape) tokens into one vector each, but into "
                    + "\(vectors.map { "\($0.shape)" } ?? "no tensor")",
                hint: "Name the layer that looks tokens up; usually it is called 'embedding'.")
        }
        let spread = try vectorSpread(like: tokens, width: vectors.shape[2]) { text throws(RationaleError) in
            try withoutGradient { () throws(RationaleError) in try head([.tensor(text)])[0].tensor ?? vectors }
        }
        return (behind(cut, tokens, vectors, spread: spread ?? VectorSpread(of: vectors)), vectors, layer)
    }

    /// How the vectors of all tokens of the table are spread, or of 4096 evenly from it where there are more; `nil` where no
    /// table says how many there are.
    ///
    /// - Parameters:
    ///   - text: tokens of the length that the network is asked about.
    ///   - head: makes vectors of a batch of such texts.
    private func vectorSpread(
        like text: Tensor, width: Int, head: (Tensor) throws(RationaleError) -> Tensor
    ) throws(RationaleError) -> VectorSpread? {
        guard case .value(let table)? = graph.tokenLookUp?.arguments.first, let rows = weights[table]?.shape.first
        else {
            return nil
        }
        let (count, length) = (min(rows, 4096), text.shape[1])
        let texts = (count + length - 1) / length
        let tokens = (0..<texts * length).map { Int64(min($0, count - 1) * rows / count) }
        let batch = Tensor(tokens, shape: [texts, length]).converted(to: text.dtype).moved(to: text.device)
        let vectors = try inFixedBatches(of: batch, run: head)
        return VectorSpread(of: vectors.reshaped([-1, width]).slice(0, 0..<count))
    }

    /// The network whose input is the value of this number. Where it needs the tokens, it has them as a constant, which it
    /// repeats for each input of a batch.
    private func behind(_ cut: Graph.ValueID, _ tokens: Tensor, _ vectors: Tensor, spread: VectorSpread) -> Network {
        let text = graph.inputs[0]
        let part = graph.slice(from: [cut], to: graph.outputs)
        var network = self
        network.graph = part.inputs.contains(text) ? part.repeating(text, alongBatchOf: cut) : part
        let used = Set(network.graph.parameters.map(\.id))
        network.weights = weights.filter { used.contains($0.key) }
        if used.contains(text) { network.weights[text] = tokens }
        network.inputs = [
            InputDescription(
                shape: Array(vectors.shape.dropFirst()), dtype: vectors.dtype, fixedBatch: input.fixedBatch,
                name: "vectors")
        ]
        network.input.wordVectors = spread
        network.loaded = nil
        if packed != nil { network.packed = PackedConvolutions(network) }
        return network
    }
}

extension Graph {
    /// The graph with a parameter in place of an input, `[1, …]`, repeated for each row of another input.
    fileprivate func repeating(_ constant: ValueID, alongBatchOf input: ValueID) -> Graph {
        let (size, repeated) = (valueCount, valueCount + 1)
        let preparing = [
            Node(
                .aten("aten::sym_size.int"), [.value(input), .constant(.int(0))], results: [size], path: "",
                name: "batch_size"),
            Node(
                .aten("aten::expand"), [.value(constant), .list([.value(size), .constant(.int(-1))])],
                results: [repeated], path: "", name: "tokens_of_batch"),
        ]
        let rest = nodes.map { node in
            var node = node
            node.arguments = node.arguments.map { $0.replacingValues { .value($0 == constant ? repeated : $0) } }
            return node
        }
        return Graph(
            inputs: inputs.filter { $0 != constant }, parameters: parameters + [.init(name: "tokens", id: constant)],
            nodes: preparing + rest, outputs: outputs, layers: layers, valueCount: valueCount + 2)
    }
}

extension Graph {
    /// The operator that looks the tokens up in a table of vectors: that of the input itself before those of numbers that
    /// follow from it, such as positions.
    var tokenLookUp: Node? {
        let lookUps = nodes.filter { $0.operatorName == "aten::embedding" && $0.arguments.count > 1 }
        var tokens: Set = [inputs[0]]
        for node in nodes where Self.keepingTokens.contains(node.operatorName ?? "") {
            guard case .value(let source)? = node.arguments.first, tokens.contains(source) else { continue }
            tokens.formUnion(node.results.compactMap(\.self))
        }
        if let direct = lookUps.first(where: { $0.arguments[1].values.contains(where: tokens.contains) }) {
            return direct
        }
        let fromTokens = dependents(of: inputs[0])
        return lookUps.first { $0.arguments[1].values.contains(where: fromTokens.contains) }
    }

    /// Operators that return the tokens in another type or layout.
    private static let keepingTokens: Set = [
        "aten::to.dtype", "aten::to.device", "aten::to.dtype_layout", "aten::_to_copy", "aten::view", "aten::reshape",
        "aten::contiguous", "aten::clone", "aten::alias",
    ]
}
