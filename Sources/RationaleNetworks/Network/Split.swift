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
    private let fixedBatch: Int?
    private let roles: CarriedRoles

    /// What flows through a cut.
    public struct Activation: Sendable {
        /// The layer's output: `[batch, channel, height, width]` for a convolution.
        public var tensor: Tensor
        /// What goes around the cut, in the tail's order.
        public let carried: [Value]
        let roles: CarriedRoles
        /// The number of inputs, which a layer may have folded into another dimension.
        let batch: Int

        /// Other values at the same cut, of as many inputs as there are rows.
        ///
        /// - Precondition: nothing goes around the cut.
        public func moved(to points: Tensor) -> Activation {
            precondition(carried.isEmpty, "what goes around the cut belongs to other inputs")
            let rows = tensor.shape[0] / batch
            return Activation(tensor: points, carried: [], roles: roles, batch: points.shape[0] / rows)
        }

        /// The part of some inputs; `nil` where something goes around the cut.
        package func rows(_ range: Range<Int>) -> Activation? {
            guard carried.isEmpty, tensor.rank > 0, tensor.shape[0] % batch == 0 else { return nil }
            let each = tensor.shape[0] / batch
            let part = tensor.slice(0, range.lowerBound * each..<range.upperBound * each)
            return Activation(tensor: part, carried: [], roles: roles, batch: range.count)
        }

        /// The same inputs, each so many times, one after the other: a, a, b, b for 2.
        ///
        /// - Parameters:
        ///   - count: how often each is repeated.
        ///   - points: what takes the place of the layer's output: `[batch × count, …]`.
        /// - Throws: `RationaleError` where a value around the cut has no dimension for the batch.
        public func repeated(_ count: Int, at points: Tensor) throws(RationaleError) -> Activation {
            guard count != 1 else {
                return Activation(tensor: points, carried: carried, roles: roles, batch: batch)
            }
            let found = try roles.all()
            let carried = zip(carried, found).map { $0.repeated(count, $1, batch: batch) }
            return Activation(tensor: points, carried: carried, roles: roles, batch: batch * count)
        }
    }

    init(_ network: Network, at layer: String) throws(RationaleError) {
        self.init(network, at: try network.graph.output(ofLayer: layer), layer: layer)
    }

    /// - Parameters:
    ///   - network: what is cut.
    ///   - cut: the value that is the activation.
    ///   - layer: what the cut is called.
    package init(_ network: Network, at cut: Graph.ValueID, layer: String) {
        let graph = network.graph
        let carried = graph.carried(around: cut)
        self.layer = layer
        name = network.name
        fixedBatch = network.inputs.count == 1 ? network.input.fixedBatch : nil
        roles = CarriedRoles(of: carried, in: network)
        head = network.stage(graph.slice(from: graph.inputs, to: [cut] + carried))
        tail = network.stage(graph.slice(from: [cut] + carried, to: graph.outputs))
    }

    /// The layer's output for a batch.
    ///
    /// - Parameter input: `[batch, …]`, preprocessed.
    /// - Complexity: the forward pass up to the layer.
    public func head(_ input: Tensor) throws(RationaleError) -> Activation {
        let count = input.shape[0]
        let values: [Value]
        if let size = fixedBatch, count != size {
            values = try head(input, inBatchesOf: size)
        } else {
            values = try head(head.graph.inputs.isEmpty ? [] : [.tensor(input)])
        }
        guard let tensor = values[0].tensor else {
            throw RationaleError(.usage, "layer '\(layer)' of \(name) does not return a tensor")
        }
        return Activation(tensor: tensor, carried: Array(values.dropFirst()), roles: roles, batch: count)
    }

    /// The scores that follow from an activation.
    ///
    /// - Returns: `[batch, class]`.
    /// - Complexity: the forward pass from the layer on.
    public func tail(_ activation: Activation) throws(RationaleError) -> Tensor {
        let values = [.tensor(activation.tensor)] + activation.carried
        guard let size = fixedBatch, activation.batch != size else {
            return try tail(values).classScores(batch: activation.batch, of: name)
        }
        return try tail(values, of: activation.batch, inBatchesOf: size)
    }

    /// The vector-Jacobian product of what follows from an activation with respect to it, where a rule replaces the derivative
    /// of some nodes.
    ///
    /// - Parameters:
    ///   - activation: at the cut.
    ///   - value: what follows from it; `nil` for the scores.
    ///   - rule: what replaces which derivative.
    ///   - seed: given that value, what flows into it: of its shape.
    /// - Returns: the product, of the shape of the activation.
    /// - Throws: `RationaleError.Code.usage` where the value does not follow from the activation.
    /// - Complexity: the forward and the backward pass between the cut and the value.
    package func vectorJacobianProduct(
        at activation: Activation, of value: Graph.ValueID? = nil, replacing rule: DerivativeRule,
        seed: (Tensor) throws -> Tensor
    ) throws -> Tensor {
        var graph = tail.graph
        if let value {
            guard graph.inputs.first == value || graph.nodes.contains(where: { $0.results.contains(value) }) else {
                throw RationaleError(.usage, "layer '\(layer)' of \(name) comes after what is derived by it")
            }
            graph = graph.slice(from: graph.inputs, to: [value])
        }
        return try graph.vectorJacobianProduct(
            [.tensor(activation.tensor)] + activation.carried, parameters: tail.weights, replacing: rule, seed: seed
        ).gradient
    }

    /// The names of the operators between the cut and the scores.
    package var operatorsOfTail: Set<String> { Set(tail.graph.nodes.compactMap(\.operatorName)) }

    /// Values at the cut that no pass computed, of as many inputs as the tensor has rows.
    func activation(_ tensor: Tensor, carried: [Value]) -> Activation {
        Activation(tensor: tensor, carried: carried, roles: roles, batch: tensor.shape[0])
    }

    // MARK: Networks that take batches of one size only

    private func head(_ input: Tensor, inBatchesOf size: Int) throws(RationaleError) -> [Value] {
        let count = input.shape[0]
        let parts = try stride(from: 0, to: count, by: size).map { start throws(RationaleError) in
            let end = min(start + size, count)
            let part = Value.tensor(input).rows(start..<end, of: count, filledTo: size)
            return try head([part]).map { $0.rows(0..<end - start, of: size, filledTo: end - start) }
        }
        return parts[0].indices.map { index in
            let tensors = parts.compactMap { $0[index].tensor }
            let isPerInput = index == 0 || roles.dependsOnInput[index - 1]
            guard isPerInput, tensors.count == parts.count, tensors[0].rank > 0 else { return parts[0][index] }
            return .tensor(.concatenated(tensors))
        }
    }

    private func tail(_ values: [Value], of count: Int, inBatchesOf size: Int) throws(RationaleError) -> Tensor {
        let parts = try stride(from: 0, to: count, by: size).map { start throws(RationaleError) in
            let end = min(start + size, count)
            let part = values.enumerated().map { index, value in
                index == 0 || roles.dependsOnInput[index - 1]
                    ? value.rows(start..<end, of: count, filledTo: size) : value
            }
            return try tail(part).classScores(batch: size, of: name).slice(0, 0..<end - start)
        }
        return .concatenated(parts)
    }
}

extension Value {
    /// The part of a tensor that belongs to some inputs of a batch, its last part repeated up to a number of inputs.
    fileprivate func rows(_ range: Range<Int>, of count: Int, filledTo size: Int) -> Value {
        guard case .tensor(let tensor) = self, tensor.rank > 0, tensor.shape[0] % count == 0 else { return self }
        let each = tensor.shape[0] / count
        let part = tensor.slice(0, range.lowerBound * each..<range.upperBound * each)
        guard size > range.count else { return .tensor(part) }
        let last = part.slice(0, (range.count - 1) * each..<range.count * each)
        return .tensor(.concatenated([part] + Array(repeating: last, count: size - range.count)))
    }
}

extension Network {
    /// Cuts the network after a layer, residual blocks included.
    ///
    /// - Parameter layer: a layer path such as `layer4`, `features.17` or `layer4.1.conv2`.
    /// - Throws: `RationaleError.Code.usage` where there is no such layer, with the nearest names.
    public func split(at layer: String) throws(RationaleError) -> Split { try Split(self, at: layer) }

    /// Whether all that the outputs depend on passes through a value, but for what is the same for every input: sizes,
    /// numbers of positions, masks that the sizes alone decide.
    package func isPassedByAll(_ value: Graph.ValueID) -> Bool {
        let carried = graph.carried(around: value)
        return carried.isEmpty || !carried.contains(where: graph.followsFromElements(of: graph.inputs).contains)
    }

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
