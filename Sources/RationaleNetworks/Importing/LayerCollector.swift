import RationaleTorch

/// Finds what each module returns, from the modules that each exported node says it ran in.
struct LayerCollector {
    private struct Call {
        let path: String
        let kind: String
        var nodes: Set<Int>
    }

    private var calls: [Call] = []
    private var indices: [String: Int] = [:]

    /// Records that a module was running while nodes were added.
    mutating func add(_ node: ExportedNode, from first: Int, to end: Int) {
        for module in node.modules where !module.path.isEmpty {
            let index =
                indices[module.key]
                ?? {
                    let kind = module.type.split(separator: ".").last.map(String.init) ?? module.type
                    calls.append(Call(path: module.path, kind: kind, nodes: []))
                    indices[module.key] = calls.count - 1
                    return calls.count - 1
                }()
            calls[index].nodes.formUnion(first..<end)
        }
    }

    /// The layers, in the order in which they first finish. A layer's output is the last value that something
    /// outside of it uses; of an operator with several results, the first of them.
    func layers(of nodes: [Node], outputs: [Graph.ValueID]) -> [Layer] {
        var users: [Graph.ValueID: [Int]] = Dictionary(outputs.map { ($0, [-1]) }) { first, _ in first }
        for (index, node) in nodes.enumerated() {
            for id in node.arguments.flatMap(\.values) { users[id, default: []].append(index) }
        }
        var layers: [Layer] = []
        let finished = calls.compactMap { call -> (call: Call, end: Int, output: Graph.ValueID)? in
            for index in call.nodes.sorted(by: >) {
                let returned = nodes[index].results.compactMap(\.self).first { id in
                    users[id, default: []].contains { !call.nodes.contains($0) }
                }
                if let returned { return (call, index, returned) }
            }
            return nil
        }
        for (call, _, output) in finished.sorted(by: { ($0.end, $0.call.nodes.count) < ($1.end, $1.call.nodes.count) })
        {
            if let index = layers.firstIndex(where: { $0.path == call.path }) {
                layers[index] = Layer(path: call.path, kind: call.kind, outputs: layers[index].outputs + [output])
            } else {
                layers.append(Layer(path: call.path, kind: call.kind, outputs: [output]))
            }
        }
        return layers
    }
}
