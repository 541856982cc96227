import RationaleTorch

/// Convolutions in the form that oneDNN computes them in: weights reordered once instead of at every call, and the
/// rectifier after a convolution computed with it.
///
/// Exact up to rounding, and without a derivative, unless left to the operator for frozen convolutions: else only what
/// runs without gradients uses it (``Stage``). On a CPU it makes a forward pass of VGG-16 about twice as fast.
struct PackedConvolutions: Sendable {
    /// The reordered weights, by the convolution's result.
    private let weights: [Graph.ValueID: Tensor]
    private let operation: Operator
    private let spread: SpreadWeights

    /// Reorders the weights of every convolution that can be; `nil` where there is none, or LibTorch has no oneDNN.
    ///
    /// - Complexity: what one forward pass would spend on reordering.
    init?(_ network: Network) {
        guard network.device.kind == .cpu, let pack = try? Operator(named: "mkldnn::_reorder_convolution_weight"),
            let operation = try? Operator(named: "mkldnn::_convolution_pointwise"),
            // The order depends on the shape of the input; another shape is right, too, but is reordered again.
            let shapes = try? network.traced(batch: 1)
        else { return nil }
        var packed: [Graph.ValueID: Tensor] = [:]
        var frozen: [SpreadWeights.Convolution] = []
        for node in network.graph.nodes {
            guard let convolution = Convolution(node), let weight = network.weights[convolution.weight],
                weight.rank == 4, weight.dtype == .float32 || weight.dtype == .bfloat16,
                let shape = shapes[convolution.input]?.tensor?.shape,
                let tensor = try? pack.call([
                    .tensor(weight), .ints(convolution.padding), .ints(convolution.stride),
                    .ints(convolution.dilation), .int(convolution.groups), .ints(shape),
                ])[0].tensor
            else { continue }
            packed[convolution.result] = tensor
            guard convolution.canBeFrozen(weight: weight) else { continue }
            frozen.append(
                .init(
                    result: convolution.result, weight: weight, inputShape: shape, stride: convolution.stride[0],
                    padding: convolution.padding[0]))
        }
        guard !packed.isEmpty else { return nil }
        weights = packed
        self.operation = operation
        spread = SpreadWeights(frozen)
    }

    /// Which convolutions are left to the operator for frozen ones, which has a derivative and filters minimally where that is
    /// quicker.
    enum Freezing { case none, possible, onlyPossible }

    /// A part of the network with its convolutions replaced. Its inputs and outputs stay the same values.
    ///
    /// - Parameter freezing: with `.onlyPossible` the other convolutions stay as they are, so that all has a derivative.
    func applied(to stage: Stage, freezing: Freezing = .none) -> Stage {
        var graph = stage.graph
        var next = graph.valueCount
        var parameters = graph.parameters
        var tensors = stage.weights
        var removed: Set<Int> = []
        var nodes = graph.nodes
        func parameter(_ name: String, _ tensor: Tensor) -> Argument {
            defer { next += 1 }
            tensors[next] = tensor
            parameters.append(.init(name: name, id: next))
            return .value(next)
        }
        let spread = freezing == .none ? [:] : spread.all()
        let uses = graph.useCounts()
        var users: [Graph.ValueID: Int] = [:]
        for (index, node) in nodes.enumerated() { for id in node.arguments.flatMap(\.values) { users[id] = index } }

        for (index, node) in nodes.enumerated() {
            guard let convolution = Convolution(node), let weight = weights[convolution.result] else { continue }
            let freezes = freezing != .none && convolution.canBeFrozen(weight: stage.weights[convolution.weight])
            guard freezes || freezing != .onlyPossible else { continue }
            var result = convolution.result
            var rectifier: Rectifier?
            if uses[result] == 1, let user = users[result], let found = Rectifier(nodes[user]),
                found.name == "relu" || !freezes
            {
                rectifier = found
                result = found.result
                removed.insert(user)
            }
            let packed = parameter("\(node.path).weight (packed)", weight)
            nodes[index] =
                freezes
                ? node.frozen(
                    convolution, packed: packed,
                    spread: (spread[convolution.result] ?? []).map { parameter("\(node.path).weight (spread)", $0) },
                    rectifies: rectifier != nil, result: result)
                : Node(
                    .aten(operation),
                    [
                        .value(convolution.input), packed, convolution.bias,
                        .constant(.ints(convolution.padding)), .constant(.ints(convolution.stride)),
                        .constant(.ints(convolution.dilation)), .constant(.int(convolution.groups)),
                        .constant(.string(rectifier?.name ?? "none")),
                        .list((rectifier?.limits ?? []).map { .constant(.double($0)) }), .constant(.string("")),
                    ], results: [result], path: node.path, name: node.name)
        }
        graph = graph.rebuilt(nodes: nodes, parameters: parameters, valueCount: next).removing(removed)
        return Stage(graph: graph, weights: tensors)
    }
}

/// A function of each element that oneDNN computes with the convolution before it.
private struct Rectifier {
    let name: String
    let limits: [Double]
    let result: Graph.ValueID

    init?(_ node: Node) {
        guard let result = node.results.first.flatMap(\.self) else { return nil }
        self.result = result
        switch node.operatorName {
        case "aten::relu":
            name = "relu"
            limits = []
        case "aten::relu6":
            name = "hardtanh"
            limits = [0, 6]
        case "aten::hardtanh":
            guard node.arguments.count == 3, case .constant(let low) = node.arguments[1],
                case .constant(let high) = node.arguments[2], let low = low.double, let high = high.double
            else { return nil }
            name = "hardtanh"
            limits = [low, high]
        default: return nil
        }
    }
}
