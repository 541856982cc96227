public import RationaleCore
public import RationaleTorch

/// A network cut at a layer: `logits = tail(head(x))`.
///
/// Where the cut lies inside a residual block, the head also returns what the connection carries around the cut.
/// Since a carried value is never computed from the activation, the derivative of the tail by its activation is the
/// derivative of the network by the layer's output.
public struct Split: Sendable {
    /// The layer whose output is the activation.
    public let layer: String
    private let head: Stage
    private let tail: Stage
    private let name: String

    /// What flows through a cut.
    public struct Activation: Sendable {
        /// The layer's output: `[batch, channel, height, width]` for a convolution.
        public var tensor: Tensor
        /// What goes around the cut, in the tail's order.
        public let carried: [Value]
        /// The number of inputs, which a layer may have folded into another dimension.
        let batch: Int

        /// Other values at the same place, of as many inputs as their first dimension is long.
        ///
        /// - Precondition: nothing goes around the cut.
        public func moved(to points: Tensor) -> Activation {
            precondition(carried.isEmpty, "what goes around the cut belongs to other inputs")
            return Activation(tensor: points, carried: [], batch: points.shape[0])
        }
    }

    init(_ network: Network, at layer: String) throws(RationaleError) {
        self.init(network, at: try network.graph.output(ofLayer: layer), layer: layer)
    }

    /// - Parameter layer: what the cut is called.
    init(_ network: Network, at cut: Graph.ValueID, layer: String) {
        let graph = network.graph
        let carried = graph.carried(around: cut)
        self.layer = layer
        name = network.name
        head = network.stage(graph.slice(from: graph.inputs, to: [cut] + carried))
        tail = network.stage(graph.slice(from: [cut] + carried, to: graph.outputs))
    }

    /// The layer's output for a batch.
    ///
    /// - Parameter input: `[batch, …]`, preprocessed.
    /// - Complexity: the forward pass up to the layer.
    public func head(_ input: Tensor) throws(RationaleError) -> Activation {
        let inputs = head.graph.inputs.isEmpty ? [] : [Value.tensor(input)]
        let values = try head(inputs)
        guard let tensor = values[0].tensor else {
            throw RationaleError(.usage, "layer '\(layer)' of \(name) does not return a tensor")
        }
        return Activation(tensor: tensor, carried: Array(values.dropFirst()), batch: input.shape[0])
    }

    /// The scores that follow from an activation.
    ///
    /// - Returns: `[batch, class]`.
    /// - Complexity: the forward pass from the layer on.
    public func tail(_ activation: Activation) throws(RationaleError) -> Tensor {
        let values = try tail([.tensor(activation.tensor)] + activation.carried)
        return try values.classScores(batch: activation.batch, of: name)
    }
}

extension Network {
    /// Cuts the network after a layer, residual blocks included.
    ///
    /// - Parameter layer: a layer path such as `layer4`, `features.17` or `layer4.1.conv2`.
    /// - Throws: `RationaleError.Code.usage` where there is no such layer, with the nearest names.
    public func split(at layer: String) throws(RationaleError) -> Split { try Split(self, at: layer) }
}

extension Network {
    /// Cuts the network where it first bends: the head is an affine function of the input, row by row of the batch.
    ///
    /// On a straight line between two inputs, the activation moves on a straight line, too; so what is sampled along
    /// the line needs the head for the line's ends only.
    /// - Returns: `nil` where the head would be empty, or is needed in more than one place.
    public func splitAfterAffineHead() -> Split? {
        guard let cut = graph.endOfAffineHead, !graph.outputs.contains(cut), graph.carried(around: cut).isEmpty else {
            return nil
        }
        let node = graph.nodes.first { $0.results.contains(cut) }
        return Split(self, at: cut, layer: node?.path ?? "")
    }
}
