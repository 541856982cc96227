public import RationaleCore
public import RationaleTorch

/// What ``Network/prepared(_:)`` does to a network before it is explained.
///
/// Everything but `precision` is exact up to the rounding of the last bits.
public struct Preparation: Sendable, Hashable {
    /// Folds each batch norm into the convolution before it.
    public var foldsBatchNorms: Bool
    /// Channels last is what convolutions on a CPU run fastest with.
    public var memoryFormat: MemoryFormat
    /// `float32`, or `bfloat16`: about twice as fast on processors made for it (AMX, Zen 5), slower on others, with about three
    /// significant digits. Results say so.
    public var precision: DType
    /// Reorders the weights of convolutions once for everything that runs without gradients.
    public var packsConvolutions: Bool
    /// Layers whose outputs must stay available, though folding would remove them: a convolution before its norm.
    public var keptLayers: [String]

    public init(
        foldsBatchNorms: Bool = true, memoryFormat: MemoryFormat = .channelsLast, precision: DType = .float32,
        packsConvolutions: Bool = true, keptLayers: [String] = []
    ) {
        self.foldsBatchNorms = foldsBatchNorms
        self.memoryFormat = memoryFormat
        self.precision = precision
        self.packsConvolutions = packsConvolutions
        self.keptLayers = keptLayers
    }
}

extension Network {
    /// The form used for explaining: identities removed, batch norms folded, memory order and precision chosen.
    ///
    /// - Throws: `RationaleError.Code.usage` where a layer to keep does not exist.
    /// - Complexity: one pass over the weights, once; keep the result and use it for every picture.
    public func prepared(_ preparation: Preparation = Preparation()) throws(RationaleError) -> Network {
        let kept = try preparation.keptLayers.map { layer throws(RationaleError) in
            try graph.output(ofLayer: layer)
        }
        var network = self
        network.loaded = LoadedGraph(graph: graph, aliases: network.removeIdentities())
        if preparation.foldsBatchNorms { network.foldBatchNorms(keeping: Set(kept)) }
        network.order(preparation.memoryFormat)
        network.convert(to: preparation.precision)
        network.packed = preparation.packsConvolutions ? PackedConvolutions(network) : nil
        network.preparation = preparation
        return network
    }

    /// Removes what does nothing outside of training.
    ///
    /// - Returns: what stands for each removed result now.
    private mutating func removeIdentities() -> [Graph.ValueID: Graph.ValueID] {
        var removed: Set<Int> = []
        var replacement: [Graph.ValueID: Graph.ValueID] = [:]
        for (index, node) in graph.nodes.enumerated() where node.isIdentity {
            guard case .value(let source)? = node.arguments.first, let result = node.results.first.flatMap(\.self)
            else {
                continue
            }
            removed.insert(index)
            replacement[result] = source
        }
        graph = graph.removing(removed, replacing: replacement)
        return replacement
    }

    /// Stores the weights of convolutions in an order, and brings photos into it.
    private mutating func order(_ format: MemoryFormat) {
        guard format == .channelsLast, input.shape.count == 3 else { return }
        for node in graph.nodes where node.isConvolution {
            guard case .value(let id)? = node.arguments.dropFirst().first, let weight = weights[id], weight.rank == 4
            else { continue }
            weights[id] = weight.ordered(.channelsLast)
        }
        // An exported `view` relies on the order that it was exported with; `reshape` is the same for any order.
        graph = graph.rebuilt(
            nodes: graph.nodes.map { node in
                var node = node
                if node.operatorName == "aten::view" { node.operation = .aten("aten::reshape") }
                return node
            })
        wrapInputs(name: "ordered") {
            [$0, .constant(.memoryFormat(.channelsLast))]
        } with: {
            "aten::contiguous"
        }
    }

    /// Computes in another precision between the inputs and the outputs, which stay as they are.
    private mutating func convert(to precision: DType) {
        guard precision != .float32 else { return }
        weights = weights.mapValues { $0.dtype == .float32 ? $0.converted(to: precision) : $0 }
        if input.dtype.isFloatingPoint {
            wrapInputs(name: "converted") {
                [$0, .constant(.dtype(precision))]
            } with: {
                "aten::to.dtype"
            }
        }
        var nodes = graph.nodes
        var next = graph.valueCount
        let outputs = graph.outputs.map { output in
            let converted = next
            next += 1
            nodes.append(
                Node(
                    .aten("aten::to.dtype"), [.value(output), .constant(.dtype(.float32))], results: [converted],
                    path: "", name: "output_in_float32"))
            return converted
        }
        graph = graph.rebuilt(nodes: nodes, outputs: outputs, valueCount: next)
    }

    /// Puts a node between each input and everything that uses it.
    private mutating func wrapInputs(
        name: String, _ arguments: (Argument) -> [Argument], with operation: () -> Operator
    ) {
        var next = graph.valueCount
        var wrappers: [Node] = []
        var wrapped: [Graph.ValueID: Graph.ValueID] = [:]
        for input in graph.inputs {
            wrapped[input] = next
            wrappers.append(
                Node(.aten(operation()), arguments(.value(input)), results: [next], path: "", name: "\(name)_input"))
            next += 1
        }
        let nodes = graph.nodes.map { node in
            var node = node
            node.arguments = node.arguments.map { $0.replacingValues { .value(wrapped[$0] ?? $0) } }
            return node
        }
        graph = graph.rebuilt(
            nodes: wrappers + nodes, outputs: graph.outputs.map { wrapped[$0] ?? $0 }, valueCount: next)
    }
}

extension Node {
    /// Whether it returns its first argument unchanged: dropout outside of training, an alias.
    fileprivate var isIdentity: Bool {
        switch operatorName {
        case "aten::dropout", "aten::feature_dropout", "aten::alpha_dropout":
            if arguments.count > 2, case .constant(.bool(false)) = arguments[2] { true } else { false }
        case "aten::alias": true
        default: false
        }
    }

    var isConvolution: Bool {
        switch operatorName {
        case "aten::conv2d", "aten::conv2d.padding", "aten::convolution": true
        default: false
        }
    }
}
