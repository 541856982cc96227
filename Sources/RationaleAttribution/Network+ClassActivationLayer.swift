public import RationaleCore
public import RationaleNetworks
import RationaleTorch

extension Network {
    /// The layer that class activation maps use where none is named, and why.
    ///
    /// The last one with positions on which the scores still depend, from shapes and the graph, not from names:
    /// 1. its output has several positions: `[batch, channel, height, width]`, channels last, or the tokens of patches;
    /// 2. it computes something: not only pooling, dropout or another order of the same numbers, nor the weights of an
    ///    attention;
    /// 3. its channels are not yet the class scores (SqueezeNet's last convolution);
    /// 4. the scores depend on its positions, which attention may leave behind: the last block of a vision transformer
    ///    passes only the class token on, so its first norm is taken.
    ///
    /// Layers are taken from the graph as it was loaded, so that a prepared network has the same. What the network does
    /// to the layer's output position by position in its own `forward` (`F.relu(self.bn(x))`, `x + y`) belongs to it: the
    /// choice is then named by that operator. Of several names for one output the outermost is given: `layer4` rather
    /// than `layer4.1.relu`.
    /// - Throws: `RationaleError.Code.usage` where there is none.
    /// - Complexity: a few passes over the graph without computing; for tokens one forward pass from each candidate on.
    public func classActivationLayer() throws(RationaleError) -> LayerChoice {
        try lastLayer(isNarrow: false) { _ in true }
    }

    /// The last layer as for class activation maps that also fulfils more.
    ///
    /// - Parameters:
    ///   - isNarrow: whether everything that depends on the input has to pass through it: no residual connection goes
    ///     around it.
    ///   - isWanted: what else its positions must be.
    func lastLayer(isNarrow: Bool, where isWanted: (LayerGrid) -> Bool) throws(RationaleError) -> LayerChoice {
        let loaded = loadedGraph
        let candidates = LayerCandidates(loaded.graph)
        // Of two inputs at once, to tell the batch from windows that are folded into it.
        let trace = try traced(batch: 2)
        var single: [Value?]?
        let batch = input.fixedBatch ?? 2
        let planes = candidates.planes(in: trace) { loaded.current($0) }
        let classes = graph.outputs.first.flatMap { trace[$0]?.tensor?.shape.last }

        func grid(of value: Graph.ValueID) -> LayerGrid? {
            guard let output = trace[loaded.current(value)]?.tensor, output.dtype.isFloatingPoint, output.rank > 2,
                output.shape[0] == batch
            else { return nil }
            let grid = self.grid(of: output.shape, input: [batch] + input.exampleShape)
            // An attention's [batch, head, token, number] has the form of channels first, too.
            if let grid, grid.misfits(input.exampleShape), !planes.contains([grid.height, grid.width]) { return nil }
            return grid
        }
        func accepts(_ candidate: LayerCandidates.Candidate) throws(RationaleError) -> LayerChoice? {
            guard let own = grid(of: candidate.value), own.count > 1, isWanted(own),
                candidates.computes(candidate.value),
                let path = candidates.outermostName(of: candidate, own)
            else { return nil }
            if own.channels == classes, !candidates.hasParameters(after: candidate.value) { return nil }
            if own.order != .channelsFirst || candidates.attend {
                var values = trace
                if let single { values = single } else { values = try traced(batch: 1) }
                single = values
                let value = loaded.current(candidate.value)
                guard let output = values[value]?.tensor else { return nil }
                let marked = own.marked(like: output.shape, dtype: output.dtype, device: device)
                guard try scoresDepend(on: value, where: marked, trace: values) else { return nil }
            }
            let last = candidates.afterPositionwise(candidate.value) { grid(of: $0) == own }
            if isNarrow, !isPassedByAll(loaded.current(last)) { return nil }
            guard last != candidate.value, let name = candidates.name(of: last, own),
                (try? graph.output(ofLayer: name)) == loaded.current(last)
            else { return LayerChoice(path: path, reason: own.reason) }
            return LayerChoice(path: name, reason: own.reason)
        }
        for candidate in candidates.latestFirst {
            if let choice = try accepts(candidate) { return choice }
        }
        // A network without modules is made of functional calls alone.
        for candidate in candidates.functionalLatestFirst {
            if let choice = try accepts(candidate) { return choice }
        }
        throw RationaleError(
            .usage, "no layer of \(name) has several places that its scores depend on",
            hint: "Name a layer with --layer, or use a method that works at the input: gradient, occlusion, rise.")
    }
}

extension LayerGrid {
    fileprivate var reason: String {
        let size = "\(height)×\(width) places"
        return switch order {
        case .channelsFirst: "the last layer with places: \(size), \(channels) channels"
        case .channelsLast: "the last layer with places: \(size), \(channels) channels, stored channels last"
        case .tokens(let extra):
            "the last layer whose tokens the scores depend on: \(size), \(channels) channels"
                + (extra == 0 ? "" : ", after \(extra) other token\(extra == 1 ? "" : "s")")
        }
    }
}

/// The outputs of layers, and what may be said of each without computing.
private struct LayerCandidates {
    struct Candidate {
        let value: Graph.ValueID
        /// Every layer that returns it; none for a functional call.
        let layers: [Layer]
    }

    private let graph: Graph
    private var makers: [Graph.ValueID: Int] = [:]
    private var users: [Graph.ValueID: [Int]] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        for (index, node) in graph.nodes.enumerated() {
            for case let id? in node.results { makers[id] = index }
            for id in Set(node.arguments.flatMap(\.values)) { users[id, default: []].append(index) }
        }
    }

    /// Whether there is attention, after which the scores may depend on some of the positions only.
    var attend: Bool {
        graph.nodes.contains { $0.isSoftmax || $0.operatorName == "aten::scaled_dot_product_attention" }
    }

    /// In the order in which they are computed, last first. Of a layer that is called several times, the last call.
    var latestFirst: [Candidate] {
        Dictionary(grouping: graph.layers) { $0.outputs.last }
            .compactMap { value, layers in value.map { Candidate(value: $0, layers: layers) } }
            .filter { makers[$0.value] != nil }
            .sorted { makers[$0.value]! > makers[$1.value]! }
    }

    /// The heights and widths of what convolutions and poolings of pictures return.
    func planes(in trace: [Value?], current: (Graph.ValueID) -> Graph.ValueID) -> Set<[Int]> {
        Set(
            graph.nodes.compactMap { node in
                guard node.isConvolution || node.isPooling, let result = node.results[0],
                    let shape = trace[current(result)]?.tensor?.shape, shape.count == 4
                else { return nil }
                return Array(shape[2...])
            })
    }

    /// The results of convolutions and of activation functions outside of any layer, last first.
    var functionalLatestFirst: [Candidate] {
        graph.nodes.reversed().compactMap { node in
            guard node.path.isEmpty, node.isConvolution || node.isPositionwise, let result = node.results[0] else {
                return nil
            }
            return Candidate(value: result, layers: [])
        }
    }

    /// Whether the value is computed there, and not only brought into another form, pooled, or made a probability
    /// (attention's weights have the form of channels of places).
    func computes(_ value: Graph.ValueID) -> Bool {
        var value = value
        while let maker = makers[value] {
            let node = graph.nodes[maker]
            if node.isPooling || node.isSoftmax { return false }
            guard node.onlyRearranges, case .value(let source)? = node.arguments.first else { return true }
            value = source
        }
        return false
    }

    /// The outermost layer that returns the value and computes something itself; of a functional call its own name.
    func outermostName(of candidate: Candidate, _ grid: LayerGrid) -> String? {
        if candidate.layers.isEmpty { return makers[candidate.value].map { graph.nodes[$0].name } }
        return candidate.layers
            .filter { layer in
                // A projection of tokens is a part of an attention or a perceptron: its channels mean something else.
                if grid.order != .channelsFirst, layer.kind.hasSuffix("Linear") { return false }
                return graph.nodes.contains { $0.isInside(layer.path) && !$0.onlyRearranges && !$0.isPooling }
            }
            .min { ($0.depth, $0.path.count) < ($1.depth, $1.path.count) }?
            .path
    }

    /// The layer that returns a value, or the name of the operator that makes it.
    func name(of value: Graph.ValueID, _ grid: LayerGrid) -> String? {
        let layers = graph.layers.filter { $0.outputs.last == value }
        return outermostName(of: Candidate(value: value, layers: layers), grid)
    }

    /// What becomes of a value by operators that work position by position, as long as nothing else uses what lies between.
    ///
    /// - Parameter isSame: whether a value has the same positions.
    func afterPositionwise(_ value: Graph.ValueID, where isSame: (Graph.ValueID) -> Bool) -> Graph.ValueID {
        var (value, last) = (value, value)
        while let next = users[value], next.count == 1, !graph.outputs.contains(value) {
            let node = graph.nodes[next[0]]
            guard node.isPositionwise || node.operatorName == "aten::dropout", let result = node.results[0],
                isSame(result)
            else { break }
            value = result
            if node.isPositionwise { last = result }
        }
        return last
    }

    /// Whether anything that uses the value, or follows from it, has parameters.
    func hasParameters(after value: Graph.ValueID) -> Bool {
        var dependents: Set<Graph.ValueID> = [value]
        let parameters = Set(graph.parameters.map(\.id))
        for node in graph.nodes {
            let used = node.arguments.flatMap(\.values)
            guard used.contains(where: dependents.contains) else { continue }
            if used.contains(where: parameters.contains) { return true }
            dependents.formUnion(node.results.compactMap(\.self))
        }
        return false
    }
}

extension Layer {
    fileprivate var depth: Int { path.split(separator: ".").count }
}

extension Node {
    fileprivate func isInside(_ layer: String) -> Bool { path == layer || path.hasPrefix(layer + ".") }

    fileprivate var isPooling: Bool { operatorName?.contains("pool") ?? false }

    fileprivate var isSoftmax: Bool { operatorName == "aten::softmax.int" || operatorName == "aten::_softmax" }

    fileprivate var isConvolution: Bool { operatorName?.hasPrefix("aten::conv") ?? false }

    /// Whether each position of its result depends on the same position of its arguments alone.
    fileprivate var isPositionwise: Bool {
        switch operatorName {
        case "aten::relu", "aten::relu6", "aten::hardtanh", "aten::leaky_relu", "aten::elu", "aten::selu", "aten::celu",
            "aten::gelu", "aten::silu", "aten::mish", "aten::hardswish", "aten::hardsigmoid", "aten::softplus",
            "aten::prelu", "aten::tanh", "aten::clamp", "aten::clamp_min", "aten::batch_norm", "aten::add.Tensor",
            "aten::mul.Tensor":
            return true
        default: return false
        }
    }

    /// Whether it moves elements without computing with them.
    fileprivate var onlyRearranges: Bool {
        if isView { return true }
        switch operatorName {
        case "aten::dropout", "aten::feature_dropout", "aten::clone", "aten::to.dtype", "aten::roll", "aten::pad",
            "aten::constant_pad_nd", "aten::channel_shuffle":
            return true
        default: return false
        }
    }
}
