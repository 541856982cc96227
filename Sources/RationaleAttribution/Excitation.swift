import RationaleCore
import RationaleNetworks
import RationaleTorch

/// What both forms of excitation backprop have in common: the layer, its activation, and the rule that replaces derivatives.
struct Excitation {
    let split: Split
    let activation: Split.Activation
    private let choice: LayerChoice
    private let grid: LayerGrid
    private let network: Network
    private let batch: Int

    /// Runs the network up to the layer.
    ///
    /// - Throws: `RationaleError.Code.usage` for a layer without places.
    /// - Complexity: one forward pass up to the layer.
    init(_ question: Question, layer: String?) throws {
        network = question.network
        batch = question.batch
        choice = try layer.map(LayerChoice.init(asked:)) ?? network.excitationLayer()
        split = try network.split(at: choice.path)
        activation = try withoutGradient { [split] in try split.head(question.input) }
        guard let grid = network.grid(of: activation.tensor.shape, input: question.input.shape) else {
            throw RationaleError(
                .usage,
                "the output of layer '\(choice.path)' of \(network.name) has no places: "
                    + "its shape is \(activation.tensor.shape)",
                hint: "Leave the layer out, or take one before the pooling; `rationale model inspect` lists all shapes."
            )
        }
        self.grid = grid
    }

    /// The map of what arrived at the layer: added up over channels.
    func answer(_ p: Tensor, _ targets: ResolvedTargets) -> Answer {
        let precise: DType = p.dtype == .float64 ? .float64 : .float32
        var answer = Answer(grid.folded(p).converted(to: precise).sum([1]), targets: targets, layer: choice)
        let ruleless = split.operatorsOfTail.intersection(Self.ruleless).sorted()
        if !ruleless.isEmpty {
            let names = ruleless.map { $0.split(separator: ":").last.map(String.init) ?? $0 }.joined(separator: ", ")
            let warning = "excitation has no rule for \(names), whose derivative was taken"
            answer.warnings = answer.warnings.map { $0 + [warning] }
        }
        return answer
    }

    /// What replaces the derivative of layers.
    ///
    /// - Parameter negated: the result of the layer whose weights are taken with the opposite sign.
    func rule(negating negated: Graph.ValueID? = nil) -> DerivativeRule {
        let flipped = network.flippedChannels
        return DerivativeRule { node in
            node.operatorName.map { Self.passing.contains($0) || Self.linear.contains($0) } ?? false
        } sharing: { p, step in
            let name = step.node.operatorName ?? ""
            if Self.passing.contains(name) { return [p] }
            // A constant that is added, like a bias, takes no part.
            if name == Self.sum, step.sources.count == 1 {
                return try step.derivatives(at: step.arguments, by: step.sources) { _ in p }
            }
            var arguments = step.arguments.map { value in value.tensor.map { .tensor($0.precise) } ?? value }
            for position in step.sources { arguments[position] = .tensor(arguments[position].tensor!.relu) }
            if Self.isWeighted(step.node), let weight = arguments[1].tensor, !step.sources.contains(1) {
                let isNegated = step.node.results[0] == negated
                let channels = step.node.arguments[1].values.first.flatMap { flipped[$0] } ?? []
                arguments[1] = .tensor(weight.turned(channels, all: isNegated).relu)
                if arguments.count > 2 { arguments[2] = .none }
            }
            let shares = try step.derivatives(at: arguments, by: step.sources) { excitation in
                let isExcited = excitation.isGreater(than: excitation.zerosLike + Self.smallest)
                return (p.precise / excitation).chosen(where: isExcited, else: excitation.zerosLike)
            }
            return zip(shares, step.sources).map { share, position in
                (share * arguments[position].tensor!).converted(to: p.dtype)
            }
        }
    }

    /// Excitations below it are none: TorchRay's ε.
    private static let smallest = 1e-20

    static func isWeighted(_ node: Node) -> Bool { node.operatorName.map(weighted.contains) ?? false }

    private static let weighted: Set<String> = [
        "aten::linear", "aten::conv1d", "aten::conv2d", "aten::conv3d", "aten::conv1d.padding", "aten::conv2d.padding",
        "aten::conv3d.padding", "aten::convolution",
    ]
    private static let sum = "aten::add.Tensor"
    private static let linear: Set<String> = weighted.union([
        sum, "aten::mean.dim", "aten::avg_pool1d", "aten::avg_pool2d", "aten::avg_pool3d", "aten::adaptive_avg_pool1d",
        "aten::adaptive_avg_pool2d", "aten::adaptive_avg_pool3d",
    ])
    private static let passing: Set<String> = [
        "aten::relu", "aten::relu6", "aten::hardtanh", "aten::leaky_relu", "aten::prelu", "aten::elu", "aten::selu",
        "aten::celu", "aten::gelu", "aten::silu", "aten::mish", "aten::hardswish", "aten::softplus", "aten::clamp",
        "aten::clamp_min", "aten::dropout", "aten::batch_norm", "aten::instance_norm", "aten::group_norm",
        "aten::layer_norm",
    ]
    /// What multiplies or normalises by what depends on the input.
    private static let ruleless: Set<String> = [
        "aten::mul.Tensor", "aten::div.Tensor", "aten::matmul", "aten::bmm", "aten::softmax.int", "aten::_softmax",
        "aten::scaled_dot_product_attention",
    ]
}

extension Tensor {
    /// In at least single precision, as sums over channels need.
    fileprivate var precise: Tensor { dtype == .float64 || !dtype.isFloatingPoint ? self : converted(to: .float32) }

    /// A weight with the sign of some output channels changed, or of all others.
    fileprivate func turned(_ channels: Set<Int>, all: Bool) -> Tensor {
        guard !channels.isEmpty else { return all ? -self : self }
        let signs = (0..<shape[0]).map { Float(channels.contains($0) != all ? -1 : 1) }
        let broadcast = [shape[0]] + Array(repeating: 1, count: rank - 1)
        return self * Tensor(signs, shape: broadcast).moved(to: device).converted(to: dtype)
    }
}

extension Network {
    /// The layer at which excitation backprop explains this network where none is named: the last one with more places than
    /// that of Grad-CAM, through which everything passes; `layer3` of a ResNet. A network of one resolution has Grad-CAM's.
    ///
    /// - Throws: `RationaleError.Code.usage` where no layer has places.
    func excitationLayer() throws(RationaleError) -> LayerChoice {
        let last = try classActivationLayer()
        let batch = input.fixedBatch ?? 1
        let value = try graph.output(ofLayer: last.path)
        guard let shape = try traced(batch: batch)[value]?.tensor?.shape,
            let grid = grid(of: shape, input: [batch] + input.exampleShape)
        else { return last }
        for isNarrow in [true, false] {
            do {
                let found = try lastLayer(isNarrow: isNarrow) { $0.count > grid.count }
                return LayerChoice(path: found.path, reason: "the last layer with more places than \(last.path)")
            } catch  where error.code == .usage {
                continue
            }
        }
        return last
    }
}
