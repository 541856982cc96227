public import RationaleCore
public import RationaleTorch

/// A function as data: a graph of operators with named inputs and outputs, and its weights.
///
/// However it arrived (an architecture written in Swift, or a `torch.export` archive), it is the same thing: values
/// flow through ``graph``, any layer can be cut (``split(at:)``) or read (``activations(at:for:)``), and nothing is
/// changed by using it. What its numbers mean is for ``Classifier``.
public struct Network: Sendable {
    /// What it is called: `resnet18`, or the name of its file.
    public var name: String
    public var graph: Graph { didSet { packed = nil } }
    /// The value of each of the graph's parameters, by the parameter's number.
    public var weights: [Graph.ValueID: Tensor] { didSet { packed = nil } }
    /// What it takes, in the order of the graph's inputs.
    public var inputs: [InputDescription]
    /// The names of what it returns, in the order of the graph's outputs.
    public var outputs: [String]
    /// What was done to the graph by ``prepared(_:)``; `nil` for the network as it was loaded.
    public var preparation: Preparation?
    /// The graph as it was loaded; `nil` where nothing was prepared.
    var loaded: LoadedGraph?
    /// The convolutions of a prepared network in the form that is quickest without gradients.
    var packed: PackedConvolutions?
    /// For each folded weight of a convolution, by its number, the output channels that the batch norm multiplied by a negative
    /// scale: there the sign of the weight is not that of the convolution as it was loaded.
    package var flippedChannels: [Graph.ValueID: Set<Int>] = [:]
    /// Whether convolutions are computed by minimal filtering where that is quicker (``filteringMinimally()``).
    var filtersMinimally = false
    /// What was noticed while it was loaded.
    public var notes: [String] = []

    /// - Parameters:
    ///   - name: what messages call it.
    ///   - graph: its operators.
    ///   - weights: by the graph's parameters.
    ///   - inputs: one for each of the graph's inputs.
    ///   - outputs: a name for each of the graph's outputs; by default `scores` for the first.
    public init(
        name: String, graph: Graph, weights: [Graph.ValueID: Tensor], inputs: [InputDescription],
        outputs: [String]? = nil
    ) {
        precondition(inputs.count == graph.inputs.count, "\(inputs.count) descriptions of \(graph.inputs.count) inputs")
        self.name = name
        self.graph = graph
        self.weights = weights
        self.inputs = inputs
        self.outputs = outputs ?? graph.outputs.indices.map { $0 == 0 ? "scores" : "output \($0)" }
    }

    /// Its first input: the one that is explained, in the network of a ``Classifier``.
    public var input: InputDescription {
        get { inputs[0] }
        set { inputs[0] = newValue }
    }
}

extension Network {
    /// Its first output for a batch, where it takes one input: `[batch, class]`.
    ///
    /// - Parameter input: `[batch, …input.shape]`, on the network's device. A network that takes batches of one size only
    ///   is run as often as needed.
    /// - Throws: `RationaleError` where a layer fails, or the output is not one row for each input.
    /// - Complexity: one forward pass; gradients are recorded where the input requires them.
    public func logits(_ input: Tensor) throws(RationaleError) -> Tensor {
        guard inputs.count == 1 else {
            throw RationaleError(
                .usage, "\(name) takes \(inputs.count) inputs: \(inputs.map(\.name).joined(separator: ", "))",
                hint: "Make a classifier of it, which says what the others are given.")
        }
        let whole = whole
        return try inFixedBatches(of: input) { part throws(RationaleError) in
            try whole([.tensor(part)]).classScores(batch: part.shape[0], of: name)
        }
    }

    /// What `run` returns for all rows of a tensor, in batches of the only size that the network takes: each tensor of
    /// the results joined along its first dimension.
    ///
    /// The last batch is filled up with copies of its first row, and what these give is left out.
    func inFixedBatches(
        of rows: Tensor, run: (Tensor) throws(RationaleError) -> Tensor
    ) throws(RationaleError) -> Tensor {
        guard let size = input.fixedBatch, rows.shape[0] != size else { return try run(rows) }
        let count = rows.shape[0]
        let parts = try stride(from: 0, to: count, by: size).map { start throws(RationaleError) in
            let part = rows.slice(0, start..<min(start + size, count))
            let missing = size - part.shape[0]
            guard missing > 0 else { return try run(part) }
            let filled = Tensor.concatenated([part, part.slice(0, 0..<1).repeatedEach(missing)])
            return try run(filled).slice(0, 0..<part.shape[0])
        }
        return .concatenated(parts)
    }

    /// The whole graph, ready to run.
    public var whole: Stage { stage(graph) }

    /// A part of the graph with its weights, ready to run.
    func stage(_ graph: Graph) -> Stage {
        let plain = Stage(graph: graph, weights: weights)
        guard let packed else { return filtersMinimally ? plain.filteringMinimally() : plain }
        let stage = filtersMinimally ? packed.applied(to: plain, freezing: .onlyPossible) : plain
        let quick = packed.applied(to: plain, freezing: filtersMinimally ? .possible : .none)
        return Stage(graph: stage.graph, weights: stage.weights, quick: quick)
    }

    /// What the given layers return for a batch, in the order asked.
    ///
    /// - Complexity: one forward pass up to the last of the layers.
    public func activations(at layers: [String], for input: Tensor) throws(RationaleError) -> [Tensor] {
        let ids = try layers.map { layer throws(RationaleError) in try graph.output(ofLayer: layer) }
        let stage = stage(graph.slice(from: graph.inputs, to: ids))
        let values = try stage([.tensor(input)])
        return try zip(values, layers).map { value, layer throws(RationaleError) in
            guard let tensor = value.tensor else {
                throw RationaleError(.usage, "layer '\(layer)' of \(name) does not return a tensor")
            }
            return tensor
        }
    }

    /// The same network with every weight on a device, also the tensors written into its graph.
    public func moved(to device: Device) -> Network {
        guard device != self.device else { return self }
        var network = self
        network.weights = weights.mapValues { $0.moved(to: device) }
        network.graph = graph.moved(to: device)
        network.packed = nil
        if packed != nil { network.packed = PackedConvolutions(network) }
        return network
    }

    /// Where its weights are.
    public var device: Device { weights.values.first?.device ?? .cpu }

    /// The number of trainable or fixed numbers in it.
    public var parameterCount: Int { weights.values.reduce(0) { $0 + $1.count } }
}

/// A part of a network that can be run.
public struct Stage: Sendable {
    public let graph: Graph
    public let weights: [Graph.ValueID: Tensor]
    /// The same computation in a form that has no derivative.
    private let quick: (graph: Graph, weights: [Graph.ValueID: Tensor])?

    init(graph: Graph, weights: [Graph.ValueID: Tensor], quick: Stage? = nil) {
        self.graph = graph
        self.weights = weights
        self.quick = quick.map { ($0.graph, $0.weights) }
    }

    /// The outputs for these inputs; inside `withoutGradient` by the quickest way there is.
    public func callAsFunction(_ inputs: [Value]) throws(RationaleError) -> [Value] {
        if let quick, !recordsGradients { return try quick.graph.run(inputs, parameters: quick.weights) }
        return try graph.run(inputs, parameters: weights)
    }
}

extension [Value] {
    /// The first output, where it is one vector of scores for each input.
    package func classScores(batch: Int, of name: String) throws(RationaleError) -> Tensor {
        guard let logits = first?.tensor else {
            throw RationaleError(
                .badData, "\(name) returns no tensor", hint: "Export a classifier that returns logits.")
        }
        guard logits.rank == 2, logits.shape[0] == batch, logits.dtype.isFloatingPoint else {
            throw RationaleError(
                .badData,
                "\(name) is not a classifier: expected an output of shape [\(batch), classes], found \(logits.shape) of \(logits.dtype)",
                hint: "Export the network with the head that returns one score for each class.")
        }
        return logits
    }
}
