public import RationaleCore
public import RationaleTorch

/// A trained classifier as data: a graph of operators, its weights, and how to talk to it.
///
/// However it arrived (an architecture written in Swift, or a `torch.export` archive), it is the same thing: values
/// flow through ``graph``, any layer can be cut (``split(at:)``) or read (``activations(at:for:)``), and nothing is
/// changed by using it.
public struct Network: Sendable {
    /// What it is called: `resnet18`, or the name of its file.
    public var name: String
    public var graph: Graph { didSet { packed = nil } }
    /// The value of each of the graph's parameters, by the parameter's number.
    public var weights: [Graph.ValueID: Tensor] { didSet { packed = nil } }
    /// How a photo becomes its input.
    public var preprocessing: Preprocessing
    /// The name of each class, where known.
    public var labels: [String]?
    /// How a text becomes its input: the number of each word. `nil` where it takes none, or that is not known.
    public var vocabulary: Vocabulary?
    /// What it expects.
    public var input: InputDescription
    /// What was done to the graph by ``prepared(_:)``; `nil` for the network as it was loaded.
    public var preparation: Preparation?
    /// The convolutions of a prepared network in the form that is quickest without gradients.
    var packed: PackedConvolutions?
    /// Whether convolutions are computed by minimal filtering where that is quicker (``filteringMinimally()``).
    var filtersMinimally = false
    /// What was noticed while it was loaded.
    public var notes: [String] = []

    public init(
        name: String, graph: Graph, weights: [Graph.ValueID: Tensor], preprocessing: Preprocessing,
        labels: [String]? = nil, input: InputDescription
    ) {
        self.name = name
        self.graph = graph
        self.weights = weights
        self.preprocessing = preprocessing
        self.labels = labels
        self.input = input
    }

    /// The shape and type of a network's input.
    public struct InputDescription: Sendable, Hashable {
        /// Without the batch: `[3, 224, 224]` for a photo, `[24]` for 24 tokens, `[-1]` for a text of any length
        /// (``any``).
        public var shape: [Int]
        public var dtype: DType
        /// The only batch size that it takes; `nil` where it takes any.
        public var fixedBatch: Int?

        public init(shape: [Int], dtype: DType = .float32, fixedBatch: Int? = nil) {
            self.shape = shape
            self.dtype = dtype
            self.fixedBatch = fixedBatch
        }
    }
}

extension Network {
    /// The scores of a batch.
    ///
    /// - Parameter input: `[batch, …input.shape]`, preprocessed, on the network's device.
    /// - Returns: `[batch, class]`, before the softmax.
    /// - Throws: `RationaleError` where a layer fails, or the output is not one vector of scores for each input.
    /// - Complexity: one forward pass; gradients are recorded where the input requires them.
    public func logits(_ input: Tensor) throws(RationaleError) -> Tensor {
        guard let size = self.input.fixedBatch, input.shape[0] != size else {
            return try whole([.tensor(input)]).classScores(batch: input.shape[0], of: name)
        }
        let parts = try (0..<input.shape[0]).map { index throws(RationaleError) in
            try whole([.tensor(input.slice(0, index..<index + 1))]).classScores(batch: 1, of: name)
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
        let values = try stage(Array(repeating: .tensor(input), count: 1))
        return try zip(values, layers).map { value, layer throws(RationaleError) in
            guard let tensor = value.tensor else {
                throw RationaleError(.usage, "layer '\(layer)' of \(name) does not return a tensor")
            }
            return tensor
        }
    }

    /// The same network with every weight on a device, also the tensors written into its graph.
    public func moved(to device: Device) -> Network {
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
