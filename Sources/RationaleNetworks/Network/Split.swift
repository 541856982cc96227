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
    private let batchSizes: Set<Int>

    /// What flows through a cut.
    public struct Activation: Sendable {
        /// The layer's output: `[batch, channel, height, width]` for a convolution.
        public var tensor: Tensor
        /// What goes around the cut, in the tail's order.
        public let carried: [Value]
        /// Which of what goes around the cut is the number of inputs.
        var batchSizes: Set<Int> = []
        /// The number of inputs, which a layer may have folded into another dimension.
        let batch: Int

        /// Other values at the same place, of as many inputs as their first dimension is long.
        ///
        /// - Precondition: nothing goes around the cut.
        public func moved(to points: Tensor) -> Activation {
            precondition(carried.isEmpty, "what goes around the cut belongs to other inputs")
            return Activation(tensor: points, carried: [], batch: points.shape[0])
        }

        /// The same inputs, each so many times, one after the other: a, a, b, b for 2.
        ///
        /// - Parameters:
        ///   - count: how often each is repeated.
        ///   - points: what takes the place of the layer's output: `[batch × count, …]`.
        public func repeated(_ count: Int, at points: Tensor) -> Activation {
            let carried = carried.enumerated().map { index, value -> Value in
                switch value {
                case .tensor(let tensor) where tensor.rank > 0 && tensor.shape[0] == batch:
                    .tensor(tensor.repeatedEach(count))
                case .int(let size) where batchSizes.contains(index): .int(size * count)
                default: value
                }
            }
            return Activation(tensor: points, carried: carried, batchSizes: batchSizes, batch: batch * count)
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
        batchSizes = Set(carried.indices.filter { graph.isBatchSize(carried[$0]) })
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
        return Activation(
            tensor: tensor, carried: Array(values.dropFirst()), batchSizes: batchSizes, batch: input.shape[0])
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

extension Graph {
    /// Whether a value is the length of a tensor's first dimension.
    fileprivate func isBatchSize(_ value: ValueID) -> Bool {
        guard let node = nodes.first(where: { $0.results.contains(value) }), node.operatorName == "aten::sym_size.int",
            node.arguments.count == 2, case .constant(let dimension) = node.arguments[1]
        else { return false }
        return dimension.int == 0
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
