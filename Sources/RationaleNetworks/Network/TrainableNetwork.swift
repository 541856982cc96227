public import RationaleCore
public import RationaleTorch

/// A network in training mode: its weights are arguments, batch norms use the statistics of the batch, dropouts drop.
///
/// Nothing is changed in place: a pass returns the new running statistics beside the logits, and whoever trains decides
/// what to do with both.
///
/// ```swift
/// let trainable = try TrainableNetwork(network)
/// let pass = try trainable(input, parameters, statistics, using: generator)
/// let gradients = try gradient(of: [loss(pass.logits)], with: parameters.values)
/// ```
public struct TrainableNetwork: Sendable {
    private let graph: Graph
    private let network: Network
    /// The numbers of the weights that gradients change, by name.
    private let parameterIDs: [String: Graph.ValueID]
    /// The numbers of running means and variances, by name, and of what they become.
    private let statisticIDs: [String: (before: Graph.ValueID, after: Graph.ValueID)]
    private let randomness: Graph.ValueID
    /// What normalising layers take beside their input: those keep full precision.
    private let normIDs: Set<Graph.ValueID>

    /// The weights that gradients change, as the network has them; those of convolutions channels innermost, in which
    /// order forward pass, gradients and optimiser are quickest on a CPU.
    public var parameters: [String: Tensor] {
        parameterIDs.compactMapValues { network.weights[$0] }.mapValues {
            $0.rank == 4 ? $0.ordered(.channelsLast) : $0
        }
    }
    /// The running means and variances of batch norms, as the network has them.
    public var statistics: [String: Tensor] { statisticIDs.compactMapValues { network.weights[$0.before] } }

    /// What a pass gives.
    public struct Pass: Sendable {
        /// `[batch, class]`, with the graph that computed it.
        public let logits: Tensor
        /// The running statistics after this batch, by name.
        public let statistics: [String: Tensor]
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
        graph = writer.graph
        randomness = writer.randomness
        normIDs = network.graph.normParameters
        let names = Dictionary(uniqueKeysWithValues: network.graph.parameters.map { ($0.id, $0.name) })
        var statistics: [String: (before: Graph.ValueID, after: Graph.ValueID)] = [:]
        for (before, after) in writer.statistics { statistics[names[before] ?? "\(before)"] = (before, after) }
        statisticIDs = statistics
        let fixed = Set(statistics.values.map(\.before))
        parameterIDs = Dictionary(
            uniqueKeysWithValues: network.graph.parameters.compactMap { parameter in
                let isTrainable = network.weights[parameter.id]?.dtype.isFloatingPoint ?? false
                return isTrainable && !fixed.contains(parameter.id) ? (parameter.name, parameter.id) : nil
            })
    }

    /// One forward pass in training mode.
    ///
    /// - Parameters:
    ///   - input: `[batch, …network.input.shape]`.
    ///   - parameters: weights by name; those left out are the network's own.
    ///   - statistics: running statistics by name; those left out are the network's own. They are not changed.
    ///   - generator: decides what dropouts drop.
    ///   - precision: float32 leaves everything as it is. With another one, activations are of that type, and so are the
    ///     weights as they are used; gradients arrive at the parameters in their own type. Normalising layers keep their
    ///     weights and statistics, and logits are returned in float32.
    public func callAsFunction(
        _ input: Tensor, _ parameters: [String: Tensor], _ statistics: [String: Tensor] = [:],
        using generator: Generator, precision: DType = .float32
    ) throws(RationaleError) -> Pass {
        var weights = network.weights
        for (name, tensor) in parameters { if let id = parameterIDs[name] { weights[id] = tensor } }
        for (name, tensor) in statistics { if let id = statisticIDs[name]?.before { weights[id] = tensor } }
        var input = input
        if precision != .float32 {
            if input.dtype.isFloatingPoint { input = input.converted(to: precision) }
            for (id, tensor) in weights where tensor.dtype == .float32 && !normIDs.contains(id) {
                weights[id] = tensor.converted(to: precision)
            }
        }
        let values = try graph.run([.tensor(input), .generator(generator)], parameters: weights)
        var logits = try values.classScores(batch: input.shape[0], of: network.name)
        if precision != .float32 { logits = logits.converted(to: .float32) }
        let order = graph.outputs.dropFirst()
        let found = Dictionary(zip(order, values.dropFirst().map(\.tensor))) { first, _ in first }
        return Pass(logits: logits, statistics: statisticIDs.compactMapValues { (found[$0.after] ?? nil)?.detached })
    }

    /// The network with these weights and statistics, for evaluation.
    public func network(_ parameters: [String: Tensor], _ statistics: [String: Tensor]) -> Network {
        var result = network
        for (name, tensor) in parameters { if let id = parameterIDs[name] { result.weights[id] = tensor.detached } }
        for (name, tensor) in statistics { if let id = statisticIDs[name]?.before { result.weights[id] = tensor } }
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
