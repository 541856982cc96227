public import RationaleCore
import RationaleNetworks
import RationaleTorch

/// Where the target excites the network more than the opposite of the target does.
///
/// Excitation backprop runs twice down to the input of the last layer with weights, the pooled features of a ResNet: with its
/// weights, and with their negatives, which stand for everything that speaks against the class. The difference of both goes on
/// down to the layer, and the map is what is positive of its sum over channels.
///
/// *Source:* Zhang, Bargal, Lin, Brandt, Shen, Sclaroff (2018), "Top-down neural attention by excitation backprop", IJCV 126,
/// arXiv 1608.00507, section 3.3; as in TorchRay (Fong, Patrick and Vedaldi 2019), the difference itself is not rectified.
/// *Cost:* two forward passes, and one backward pass down to the layer, which computes each layer once more.
///
/// Departs from TorchRay as ``ExcitationBackpropagation`` does.
public struct ContrastiveExcitation: AttributionMethod {
    public static let identifier = "contrastive-excitation-backprop"
    public static let title = "Contrastive excitation backprop"
    public static let summary = "Contrastive excitation backprop: the class against its opposite (Zhang et al. 2018)"
    /// Of a text, nothing says which layer keeps the words apart.
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.winningProbability
    public let isSigned = false
    public static let settings: [Setting<Self>] = [
        .init("layer", \.layer, none: "one stage before that of Grad-CAM", "The layer that is explained.")
    ]

    /// The layer whose output is explained. Default: `nil`, as for ``ExcitationBackpropagation``.
    public var layer: String?

    /// - Parameter layer: a layer path; by default one stage before that of Grad-CAM.
    public init(layer: String? = nil) { self.layer = layer }

    public func answer(_ question: Question) throws -> Answer {
        let excitation = try Excitation(question, layer: layer)
        let classifier = try question.network.lastWeightedNode()
        let contrast = Split(question.network, at: classifier.input, layer: "the input of \(classifier.name)")
        let features = try withoutGradient { try contrast.head(question.input) }
        var targets: ResolvedTargets?
        let streams = try [false, true].map { isNegated in
            let rule = excitation.rule(negating: isNegated ? classifier.result : nil)
            return try contrast.vectorJacobianProduct(at: features, replacing: rule) { logits in
                let resolved = try targets ?? question.resolve(logits: logits)
                targets = resolved
                return resolved.weights(for: logits)
            }
        }
        let p = try excitation.split.vectorJacobianProduct(
            at: excitation.activation, of: classifier.input, replacing: excitation.rule()
        ) { _ in
            streams[0] - streams[1]
        }
        var answer = excitation.answer(p, targets!)
        answer.values = answer.values.relu
        return answer
    }

    public func advice(on degeneracy: Heatmap.Degeneracy) -> String? {
        degeneracy == .allZero
            ? "no place of this layer excites the target more than its opposite; try excitation-backprop" : nil
    }
}

extension Network {
    /// The last layer with weights that the input reaches, through which all scores come.
    fileprivate func lastWeightedNode() throws(RationaleError) -> (
        name: String, input: Graph.ValueID, result: Graph.ValueID
    ) {
        let reached = graph.followsFromElements(of: [graph.inputs[0]])
        for node in graph.nodes.reversed() where Excitation.isWeighted(node) {
            guard node.arguments.count > 1, case .value(let input) = node.arguments[0],
                case .value(let weight) = node.arguments[1], weights[weight] != nil, let result = node.results[0],
                reached.contains(result)
            else { continue }
            guard isPassedByAll(result) else { break }
            return (node.path.isEmpty ? node.name : node.path, input, result)
        }
        throw RationaleError(
            .usage, "the scores of \(name) do not come from one last layer with weights, which could be negated",
            hint: "excitation-backprop needs no such layer.")
    }
}
