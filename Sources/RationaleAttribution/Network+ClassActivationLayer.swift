public import RationaleCore
public import RationaleNetworks
import RationaleTorch

extension Network {
    /// The layer at which class activation maps explain this network, and why.
    ///
    /// The last one in which the scores still depend on places, from the shapes and the graph, not from names:
    /// 1. its output has several places: `[batch, channel, height, width]`, channels last, or the tokens of patches;
    /// 2. it computes something: not only pooling, dropout or another order of the same numbers, nor the weights of an
    ///    attention;
    /// 3. its channels are not yet the class scores (SqueezeNet's last convolution);
    /// 4. where places are tokens, the scores depend on those of the patches: the last block of a vision transformer
    ///    passes only the class token on, so its first norm is taken.
    ///
    /// Of several names for one output the outermost is given: `layer4` rather than `layer4.1.relu`.
    /// - Throws: `RationaleError.Code.usage` where no layer has places.
    /// - Complexity: one pass over the graph without computing; for transformers also the forward passes from the
    ///   layers that are turned down.
    public func classActivationLayer() throws(RationaleError) -> LayerChoice { try classActivationLayer { _ in true } }

    /// The same among layers whose places are as asked.
    func classActivationLayer(where isWanted: (LayerGrid) -> Bool) throws(RationaleError) -> LayerChoice {
        // Of two inputs at once, to tell the batch from windows that are folded into it.
        let trace = try traced(batch: 2)
        var single: [Value?]?
        let batch = input.fixedBatch ?? 2
        let classes = graph.outputs.first.flatMap { trace[$0]?.tensor?.shape.last }
        let candidates = LayerCandidates(graph)
        for candidate in candidates.latestFirst {
            guard let output = trace[candidate.value]?.tensor, output.dtype.isFloatingPoint, output.shape[0] == batch,
                let grid = LayerGrid(shape: output.shape, input: input.exampleShape), grid.count > 1, isWanted(grid),
                candidates.computes(candidate.value), let path = candidates.outermostName(of: candidate, grid)
            else { continue }
            if grid.channels == classes, !candidates.hasParameters(after: candidate.value) { continue }
            if grid.order != .channelsFirst {
                var values = trace
                if let single { values = single } else { values = try traced(batch: 1) }
                single = values
                guard let output = values[candidate.value]?.tensor else { continue }
                let marked = grid.marked(like: output.shape, dtype: output.dtype, device: device)
                guard try scoresDepend(on: path, where: marked, trace: values) else { continue }
            }
            return LayerChoice(path: path, reason: grid.reason)
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

/// The outputs of a graph's layers.
private struct LayerCandidates {
    struct Candidate {
        let value: Graph.ValueID
        let layers: [Layer]
    }

    private let graph: Graph
    /// Which node makes a value.
    private var makers: [Graph.ValueID: Int] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        for (index, node) in graph.nodes.enumerated() {
            for case let id? in node.results { makers[id] = index }
        }
    }

    /// In the order in which they are computed, backwards.
    var latestFirst: [Candidate] {
        Dictionary(grouping: graph.layers) { $0.outputs.last }
            .compactMap { value, layers in value.map { Candidate(value: $0, layers: layers) } }
            .filter { makers[$0.value] != nil }
            .sorted { makers[$0.value]! > makers[$1.value]! }
    }

    /// Whether a value is more than a selection, an average or another order of what a layer before it returned.
    func computes(_ value: Graph.ValueID) -> Bool {
        var value = value
        while let maker = makers[value] {
            let node = graph.nodes[maker]
            if node.isPooling || node.operatorName == "aten::softmax.int" || node.operatorName == "aten::_softmax" {
                return false
            }
            guard node.onlyRearranges, case .value(let source)? = node.arguments.first else { return true }
            value = source
        }
        return false
    }

    /// The shortest path of a layer that does more than to rearrange.
    func outermostName(of candidate: Candidate, _ grid: LayerGrid) -> String? {
        candidate.layers
            .filter { layer in
                // A projection of tokens is a part of an attention or a perceptron: its channels mean something else.
                if grid.order != .channelsFirst, layer.kind.hasSuffix("Linear") { return false }
                return graph.nodes.contains { $0.isInside(layer.path) && !$0.onlyRearranges && !$0.isPooling }
            }
            .min { ($0.depth, $0.path.count) < ($1.depth, $1.path.count) }?
            .path
    }

    /// Whether anything that is learnt follows.
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

    /// Whether it returns the numbers that it was given, or some of them.
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
