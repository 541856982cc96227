public import RationaleCore

extension Graph {
    /// The value that a layer returns: of its last call, where it is called several times.
    ///
    /// - Parameter path: a layer path such as `layer4.1.conv2`; `layer4.1.relu#0` for the first of several calls; or
    ///   the name of a node, for what has no layer of its own (`add_3`).
    /// - Throws: `RationaleError.Code.usage` with the nearest names.
    public func output(ofLayer path: String) throws(RationaleError) -> ValueID {
        let parts = path.split(separator: "#", maxSplits: 1).map(String.init)
        if let layer = layers.first(where: { $0.path == parts.first }) {
            if parts.count == 1, let output = layer.outputs.last { return output }
            if parts.count == 2, let call = Int(parts[1]), layer.outputs.indices.contains(call) {
                return layer.outputs[call]
            }
            throw RationaleError(
                .usage, "layer '\(layer.path)' is called \(layer.outputs.count) times, so '\(path)' does not exist",
                hint: "Write '\(layer.path)#0' for its first call.")
        }
        if let node = nodes.first(where: { $0.name == path }), let output = node.results.compactMap(\.self).first {
            return output
        }
        let nearest = (layers.map(\.path) + nodes.map(\.name)).nearest(to: path)
        let suggestion = nearest.isEmpty ? "" : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: ", "))? "
        throw RationaleError(
            .usage, "the network has no layer '\(path)'",
            hint: suggestion + "`rationale model inspect` lists all layers.")
    }
}
