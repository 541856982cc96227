import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// Element-wise Grad-CAM as a part of a loss: `G = ReLU(Σₖ Aₖ ⊙ ∂s_y/∂Aₖ)`, through which the weights learn.
///
/// Where the network ends with a global pool and a linear layer, G is computed from activations and weights; everywhere else
/// from the gradient of the score, whose own gradient is of second order. Both are the same function.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, section 3.
/// *Cost:* closed form: one product of matrices; otherwise one backward pass down to the layer, and its derivative.
public struct ConsistencyMap: Sendable {
    /// Where G lies: a layer with places.
    public let layer: String
    private let head: LinearHead?
    /// Whether no gradient of second order is needed.
    public var hasClosedForm: Bool { head != nil }

    static let epsilon = 1e-8

    /// - Parameters:
    ///   - network: what learns.
    ///   - layer: a layer with places.
    ///   - usesClosedForm: `false` takes gradients of second order in any case.
    /// - Throws: `RationaleError.Code.usage` for a layer that does not exist. Whether it has places shows in a pass.
    public init(of network: Network, at layer: String, usesClosedForm: Bool = true) throws {
        self.layer = layer
        let output = try network.graph.output(ofLayer: layer)
        head = usesClosedForm ? LinearHead(of: network, behind: output) : nil
    }

    /// G of each input: `[batch, height, width]`, not normalised.
    ///
    /// - Parameters:
    ///   - pass: of a network whose ``layer`` was the first one observed.
    ///   - parameters: the weights of the pass.
    ///   - classes: y of each input.
    public func callAsFunction(
        _ pass: TrainableNetwork.Pass, _ parameters: NamedTensors, of classes: [Int]
    ) throws -> Tensor {
        let activation = pass.activations[0].converted(to: .float32)
        guard activation.rank == 4 else {
            throw RationaleError(
                .usage, "layer '\(layer)' has no places: its output is \(activation.shape)",
                hint: "Choose one before the pooling; `rationale model inspect` lists all shapes.")
        }
        if let head, let weight = parameters[head.weight] {
            return head.shares(activation, weight, of: classes).relu
        }
        let index = Tensor(classes.map { Int64($0) }, shape: [classes.count, 1]).moved(to: pass.logits.device)
        let slope = try gradient(
            of: [pass.logits.gathered(1, at: index).sum()], with: [pass.activations[0]], creatingGraph: true)[0]
        return (activation * slope.converted(to: .float32)).sum([1]).relu
    }

    /// `G / (Σ G + ε) + ε`, as published: a map that is zero everywhere becomes ε everywhere.
    static func normalized(_ map: Tensor) -> Tensor {
        map / (map.sum([1, 2], keepingDimensions: true) + epsilon) + epsilon
    }
}
