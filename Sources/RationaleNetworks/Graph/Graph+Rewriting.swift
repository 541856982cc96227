internal import RationaleTorch

extension Graph {
    /// The graph without some nodes, where each use of a removed result is replaced by another value.
    ///
    /// Layers keep pointing at what replaces their output; a layer whose output is gone disappears.
    func removing(_ removed: Set<Int>, replacing replacement: [ValueID: ValueID] = [:]) -> Graph {
        func final(_ id: ValueID) -> ValueID {
            var id = id
            while let next = replacement[id] { id = next }
            return id
        }
        let nodes = self.nodes.indices.filter { !removed.contains($0) }.map { index in
            var node = self.nodes[index]
            node.arguments = node.arguments.map { $0.replacingValues { .value(final($0)) } }
            return node
        }
        return rebuilt(nodes: nodes, outputs: outputs.map(final), movingLayers: final)
    }

    /// The graph with other nodes; parameters and layers that lost their values are dropped.
    func rebuilt(
        nodes: [Node], parameters: [Parameter]? = nil, outputs: [ValueID]? = nil, valueCount: Int? = nil,
        movingLayers move: (ValueID) -> ValueID = { $0 }
    ) -> Graph {
        let outputs = outputs ?? self.outputs
        let used = Set(nodes.flatMap { $0.arguments.flatMap(\.values) } + outputs)
        let made = Set(nodes.flatMap { $0.results.compactMap(\.self) } + inputs)
        let layers = layers.compactMap { layer in
            let kept = layer.outputs.map(move).filter(made.contains)
            return kept.isEmpty ? nil : Layer(path: layer.path, kind: layer.kind, outputs: kept)
        }
        return Graph(
            inputs: inputs, parameters: (parameters ?? self.parameters).filter { used.contains($0.id) }, nodes: nodes,
            outputs: outputs, layers: layers, valueCount: valueCount ?? self.valueCount)
    }

    /// How often each value is used, by nodes and as an output.
    func useCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: valueCount)
        for id in nodes.flatMap({ $0.arguments.flatMap(\.values) }) + outputs { counts[id] += 1 }
        return counts
    }

    /// The graph with every device that is written into a node's arguments replaced.
    func moved(to device: Device) -> Graph {
        rebuilt(
            nodes: nodes.map { node in
                var node = node
                node.arguments = node.arguments.map { argument in
                    if case .constant(.device) = argument { .constant(.device(device)) } else { argument }
                }
                return node
            })
    }
}
