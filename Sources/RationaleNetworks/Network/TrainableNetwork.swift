public import RationaleCore
public import RationaleTorch

/// A network whose weights are arguments, for everything that learns: passes in training or evaluation mode, with the
/// activations of any layers.
///
/// Nothing is changed in place: a pass returns the new running statistics beside the logits, and whoever trains decides
/// what to do with both.
///
/// ```swift
/// let network = try TrainableNetwork(classifier.network)
/// let pass = try network(input, weights, statistics, observing: ["layer4"], using: generator)
/// // A loss on the gradient of a layer: its own gradient by the weights is of second order.
/// let slope = try gradient(of: [pass.logits.sum()], with: pass.activations, creatingGraph: true)[0]
/// let gradients = try gradient(of: [(slope * pass.activations[0]).relu.mean()], with: weights.tensors)
/// ```
public struct TrainableNetwork: Sendable {
    /// How layers behave that know a difference between learning and judging.
    public enum Mode: Sendable, Hashable, CaseIterable {
        /// Batch norms use the statistics of the batch, dropouts drop.
        case training
        /// Batch norms use the running statistics and leave them as they are, nothing is dropped.
        case evaluation
    }

    private let trainingGraph: Graph
    private let network: Network
    /// The numbers of the weights that gradients change, in the order of ``parameters``.
    private let parameterIDs: [(name: String, id: Graph.ValueID)]
    /// The numbers of running means and variances, in the order of ``statistics``, and of what they become.
    private let statisticIDs: [(name: String, before: Graph.ValueID, after: Graph.ValueID)]
    /// The number of each parameter and statistic by its name.
    private let ids: [String: Graph.ValueID]
    private let randomness: Graph.ValueID
    /// What normalising layers take beside their input: those keep full precision.
    private let normIDs: Set<Graph.ValueID>

    /// The weights that gradients change, as the network has them, ordered by name; those of convolutions channels
    /// innermost, in which order forward pass, gradients and optimiser are quickest on a CPU.
    public var parameters: NamedTensors {
        NamedTensors(
            parameterIDs.map { name, id -> (name: String, tensor: Tensor) in
                let weight = network.weights[id]!
                return (name, weight.rank == 4 ? weight.ordered(.channelsLast) : weight)
            })
    }
    /// The running means and variances of batch norms, as the network has them, ordered by name.
    public var statistics: NamedTensors {
        NamedTensors(statisticIDs.map { (name: $0.name, tensor: network.weights[$0.before]!) })
    }

    /// What a pass gives.
    public struct Pass: Sendable {
        /// `[batch, class]`, with the graph that computed it.
        public let logits: Tensor
        /// What the observed layers returned, in the order asked, with the graph that computed them: the logits'
        /// gradients with respect to them exist, and those gradients' gradients by the weights. `[batch, channel, height,
        /// width]` for a convolution, in the pass's precision.
        public let activations: [Tensor]
        /// All running statistics after this batch, without a graph; in evaluation mode those that were given.
        public let statistics: NamedTensors
    }

    /// - Throws: `RationaleError.Code.usage` for a network that was ``Network/prepared(_:)``: its batch norms are gone.
    public init(_ network: Network) throws(RationaleError) {
        guard network.preparation == nil else {
            throw RationaleError(
                .usage, "\(network.name) was prepared for explaining, so it cannot be trained",
                hint: "Train the network as it was loaded, and prepare the result.")
        }
        var writer = TrainingGraph(network.graph)
        writer.rewrite()
        self.network = network
        trainingGraph = writer.graph
        randomness = writer.randomness
        normIDs = network.graph.normParameters
        let names = Dictionary(uniqueKeysWithValues: network.graph.parameters.map { ($0.id, $0.name) })
        // A batch norm that is called several times takes what its last call says.
        var statistics: [String: (before: Graph.ValueID, after: Graph.ValueID)] = [:]
        for (before, after) in writer.statistics where network.weights[before] != nil {
            statistics[names[before] ?? "\(before)"] = (before, after)
        }
        let fixed = Set(statistics.values.map(\.before))
        let learning = network.graph.parameters.filter { parameter in
            let isTrainable = network.weights[parameter.id]?.dtype.isFloatingPoint ?? false
            return isTrainable && !fixed.contains(parameter.id)
        }
        parameterIDs = learning.map { (name: $0.name, id: $0.id) }.sorted { $0.name < $1.name }
        statisticIDs = statistics.map { (name: $0.key, before: $0.value.before, after: $0.value.after) }
            .sorted { $0.name < $1.name }
        ids = Dictionary(
            uniqueKeysWithValues: parameterIDs.map { ($0.name, $0.id) } + statisticIDs.map { ($0.name, $0.before) })
    }

    /// One forward pass.
    ///
    /// - Parameters:
    ///   - input: `[batch, …network.input.shape]`.
    ///   - parameters: weights by name; those left out are the network's own.
    ///   - statistics: running statistics by name; those left out are the network's own. They are not changed: a second pass
    ///     of a step goes on from the first one's `Pass.statistics`.
    ///   - layers: whose activations are returned: paths such as `layer4`, as `Graph.output(ofLayer:)` takes them.
    ///   - mode: training by default.
    ///   - generator: decides what dropouts drop.
    ///   - precision: float32 leaves everything as it is. With another one, activations are of that type, and so are the
    ///     weights as they are used; gradients arrive at the parameters in their own type. Normalising layers keep their
    ///     weights and statistics, and logits are returned in float32.
    /// - Throws: `RationaleError`: `usage` for a layer that does not exist, with the nearest names, or returns no tensor;
    ///   `badData` where a layer fails.
    /// - Complexity: one forward pass; observing costs nothing but the memory of the activations.
    public func callAsFunction(
        _ input: Tensor, _ parameters: NamedTensors, _ statistics: NamedTensors = [:], observing layers: [String] = [],
        mode: Mode = .training, using generator: Generator, precision: DType = .float32
    ) throws(RationaleError) -> Pass {
        let observed = try layers.map { layer throws(RationaleError) in try network.graph.output(ofLayer: layer) }
        var weights = weights(parameters, statistics)
        var input = input
        if precision != .float32 {
            if input.dtype.isFloatingPoint { input = input.converted(to: precision) }
            for (id, tensor) in weights where tensor.dtype == .float32 && !normIDs.contains(id) {
                weights[id] = tensor.converted(to: precision)
            }
        }
        var seen: [Graph.ValueID: Tensor] = [network.graph.inputs[0]: input]
        let wanted = Set(observed)
        let observe: (Node, [Value], [Value]) -> Void = { node, _, results in
            for case (let id?, .tensor(let tensor)) in zip(node.results, results) where wanted.contains(id) {
                seen[id] = tensor
            }
        }
        let isTraining = mode == .training
        let values = try (isTraining ? trainingGraph : network.graph).run(
            isTraining ? [.tensor(input), .generator(generator)] : [.tensor(input)], parameters: weights,
            observe: wanted.isEmpty ? nil : observe)
        var logits = try values.classScores(batch: input.shape[0], of: network.name)
        if precision != .float32 { logits = logits.converted(to: .float32) }
        let activations = try zip(observed, layers).map { id, layer throws(RationaleError) in
            guard let tensor = seen[id] else {
                throw RationaleError(.usage, "layer '\(layer)' of \(network.name) does not return a tensor")
            }
            return tensor
        }
        let outputs = Dictionary(zip(trainingGraph.outputs, values).map { ($0, $1.tensor) }) { first, _ in first }
        let statistics = statisticIDs.map { name, before, after in
            (name: name, tensor: (outputs[after] ?? nil)?.detached ?? weights[before]!)
        }
        return Pass(logits: logits, activations: activations, statistics: NamedTensors(statistics))
    }

    private func weights(_ parameters: NamedTensors, _ statistics: NamedTensors) -> [Graph.ValueID: Tensor] {
        var weights = network.weights
        for (name, tensor) in parameters { if let id = ids[name] { weights[id] = tensor } }
        for (name, tensor) in statistics { if let id = ids[name] { weights[id] = tensor } }
        return weights
    }

    /// The network with these weights and statistics, for evaluation.
    public func network(_ parameters: NamedTensors, _ statistics: NamedTensors) -> Network {
        var result = network
        result.weights = weights(parameters.mapTensors(\.detached), statistics)
        return result
    }
}

extension Graph {
    /// The weights, biases and statistics of normalising layers.
    fileprivate var normParameters: Set<ValueID> {
        let norms: Set = ["aten::batch_norm", "aten::layer_norm", "aten::group_norm", "aten::instance_norm"]
        return Set(
            nodes.filter { norms.contains($0.operatorName ?? "") }.flatMap { node in
                node.arguments.dropFirst().flatMap(\.values)
            })
    }
}

/// Switches a graph from evaluation to training.
private struct TrainingGraph {
    private(set) var graph: Graph
    /// The input that carries the generator.
    let randomness: Graph.ValueID
    /// Each running statistic and the value that it becomes.
    private(set) var statistics: [(before: Graph.ValueID, after: Graph.ValueID)] = []
    private var next: Graph.ValueID

    init(_ graph: Graph) {
        self.graph = graph
        randomness = graph.valueCount
        next = graph.valueCount + 1
    }

    mutating func rewrite() {
        var nodes: [Node] = []
        for node in graph.nodes {
            switch node.operatorName {
            case "aten::batch_norm": normalize(node, into: &nodes)
            case "aten::dropout": drop(node, into: &nodes)
            default: nodes.append(node)
            }
        }
        graph = Graph(
            inputs: graph.inputs + [randomness], parameters: graph.parameters, nodes: nodes,
            outputs: graph.outputs + statistics.map(\.after), layers: graph.layers, valueCount: next)
    }

    /// The operator changes the running statistics that it is given, so it is given copies.
    private mutating func normalize(_ node: Node, into nodes: inout [Node]) {
        var node = node
        guard node.arguments.count > 5 else { return nodes.append(node) }
        node.arguments[5] = .constant(.bool(true))
        for index in [3, 4] {
            guard case .value(let statistic) = node.arguments[index] else { continue }
            nodes.append(
                Node(
                    .aten("aten::clone"), [.value(statistic)], results: [next], path: node.path,
                    name: "\(node.name)_statistic_\(index - 3)"))
            node.arguments[index] = .value(next)
            statistics.append((statistic, next))
            next += 1
        }
        nodes.append(node)
    }

    /// `x ⊙ m / (1 − p)` with a mask drawn from the pass's own generator.
    private mutating func drop(_ node: Node, into nodes: inout [Node]) {
        guard node.arguments.count > 1, case .constant(let probability) = node.arguments[1],
            let probability = probability.double, probability > 0, probability < 1
        else { return nodes.append(node) }
        let keep = 1 - probability
        let shape = next
        let mask = next + 1
        let kept = next + 2
        next += 3
        nodes += [
            Node(
                .aten("aten::detach"), [node.arguments[0]], results: [shape], path: node.path,
                name: "\(node.name)_shape"),
            Node(
                .aten("aten::bernoulli.p"), [.value(shape), .constant(.double(keep)), .value(randomness)],
                results: [mask], path: node.path, name: "\(node.name)_mask"),
            Node(
                .aten("aten::mul.Tensor"), [node.arguments[0], .value(mask)], results: [kept], path: node.path,
                name: "\(node.name)_kept"),
            Node(
                .aten("aten::div.Tensor"), [.value(kept), .constant(.double(keep))], results: node.results,
                path: node.path, name: node.name),
        ]
    }
}
