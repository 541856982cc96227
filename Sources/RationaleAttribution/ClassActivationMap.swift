public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// A method that weights a layer's activations by the derivative of the score.
///
/// To add one, copy ``LayerCAM`` and change ``map(_:_:)``: finding the layer, cutting the network there, one forward
/// and one backward pass for a batch of any targets, and folding the tokens of a transformer are done here.
///
/// *Cost of all of them:* one forward pass, recorded from the layer on only, and one backward pass down to the layer.
public protocol ClassActivationMap: AttributionMethod {
    /// The layer whose output is explained; `nil` lets `Network.classActivationLayer()` choose.
    var layer: String? { get set }

    /// The map of each input.
    ///
    /// - Parameters:
    ///   - activation: A, the layer's output: `[batch, channel, height, width]`, at least float32, without gradients.
    ///   - gradient: ∂s/∂A, the derivative of the explained score by it, of the same shape.
    /// - Returns: `[batch, height, width]`.
    func map(_ activation: Tensor, _ gradient: Tensor) -> Tensor
}

extension ClassActivationMap {
    /// Of a text, a layer must be named: which one keeps the words apart is not for a rule to say.
    public static var inputs: Set<InputKind> { [.picture] }
    public static var settings: [Setting<Self>] { [layerSetting] }
    public static var layerSetting: Setting<Self> {
        .init("layer", \.layer, none: "chosen from the network", "The layer that is explained.")
    }
    public var unit: MapUnit { .score }
    public var isSigned: Bool { false }

    public func answer(_ question: Question) throws -> Answer {
        let network = question.network
        let (choice, split, activation) = try question.forward?.layer(layer) ?? observe(question)
        guard let grid = network.grid(of: activation.tensor.shape, input: question.input.shape) else {
            throw RationaleError(
                .usage,
                "the output of layer '\(choice.path)' of \(network.name) has no places: "
                    + "its shape is \(activation.tensor.shape)",
                hint: "Leave the layer out, or take one before the pooling; `rationale model inspect` lists all shapes."
            )
        }
        let (gradient, targets) = try withGradient { () throws in
            var recorded = activation
            recorded.tensor = activation.tensor.requiringGradient
            let logits = try split.tail(recorded)
            let targets = try question.resolve(logits: logits)
            let seed = targets.weights(for: logits)
            return (try RationaleTorch.gradient(of: logits, with: recorded.tensor, seed: seed), targets)
        }
        // Sums over channels lose too much in half precision.
        let precise: DType = activation.tensor.dtype == .float64 ? .float64 : .float32
        let maps = withoutGradient {
            map(grid.folded(activation.tensor).converted(to: precise), grid.folded(gradient).converted(to: precise))
        }
        return Answer(maps, targets: targets, layer: choice)
    }

    public func observedLayer(in network: Network) throws -> LayerChoice? {
        try layer.map { LayerChoice(asked: $0) } ?? network.classActivationLayer()
    }

    private func observe(_ question: Question) throws -> (LayerChoice, Split, Split.Activation) {
        guard let choice = try observedLayer(in: question.network) else { preconditionFailure("every map has a layer") }
        let split = try question.network.split(at: choice.path)
        return (choice, split, try withoutGradient { try split.head(question.input) })
    }

    public func advice(on degeneracy: Heatmap.Degeneracy) -> String? {
        degeneracy == .allZero
            ? "no place of this layer speaks for the target; try grad-cam-elementwise, another layer, or another target"
            : nil
    }
}
