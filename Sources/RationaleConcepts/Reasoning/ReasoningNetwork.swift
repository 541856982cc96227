public import RationaleCore
import RationaleNetworks
public import RationaleTorch

/// The graph reasoning network of VRX: from the concepts seen in a picture, and where, to a score for each class.
///
/// Each class has a graph: its concepts are nodes x, its ordered pairs of concepts are edges `e = (x_s, y_s, x_t, y_t)`. One network
/// reads all graphs; only the weights of the edges, e_ij(c), differ between classes. A layer computes
///
/// ```
/// e'(s→t) = norm(W4 e(s→t) + b4)
/// m(s→t)  = W3 [e_st(c) · (W2 x_s + b2) ; e'(s→t)] + b3
/// x'(t)   = norm(ReLU(Σ_s m(s→t) + W1 x_t + b1))
/// ```
///
/// The vector of a class's graph is its nodes, one after another, and then its edges, both after the last layer. The scores are a
/// linear layer of all vectors, or of the class's own; see ``ReasoningConfiguration/Readout``. Since it is linear, a score
/// is a sum over nodes and edges; see ``contributions(of:weights:)``.
///
/// *Source:* Ge, Xiao, Xu, Zheng, Karanam, Chen, Itti and Wu (2021), "A peek into the reasoning of neural networks: interpreting
/// with structural visual concepts", CVPR, and the published program.
///
/// Departs from it in what is asked for: any numbers of classes and concepts, and the norms and readouts of
/// ``ReasoningConfiguration``; two concepts at one place keep their edge (published: zeros).
///
/// *Cost:* a layer is two matrix products over all nodes, and per group of classes with equally many concepts one batched
/// product of `[concepts, concepts]` with `[concepts, width]`; no message of a single edge is stored.
public struct ReasoningNetwork: Sendable {
    public let configuration: ReasoningConfiguration
    /// The weights, in an order that the configuration fixes: `edges`, `layer1.self.weight`, …, `readout.bias`.
    public let parameters: NamedTensors
    /// The running means and variances of the norms (`layer1.norm.mean`, …); empty where the normalisation has none.
    public let statistics: NamedTensors
    let layout: ReasoningLayout

    /// A network before training, its weights drawn as PyTorch draws them.
    ///
    /// - Throws: `RationaleError.Code.usage` for a configuration that makes no network.
    public init(_ configuration: ReasoningConfiguration, seed: UInt64) throws(RationaleError) {
        try configuration.check()
        let generator = Generator(seed: seed)
        func draw(_ weights: [ReasoningWeight]) -> NamedTensors {
            NamedTensors(weights.map { ($0.name, $0.start.draw($0.shape, using: generator)) })
        }
        self.configuration = configuration
        parameters = draw(configuration.parameters)
        statistics = draw(configuration.statistics)
        layout = ReasoningLayout(configuration)
    }

    /// A network with these weights.
    ///
    /// - Parameters:
    ///   - configuration: its form.
    ///   - parameters: by name, in any order; names that the network does not have are passed over.
    ///   - statistics: the same; needed where the normalisation is `.batch` or `.running`.
    /// - Throws: `RationaleError.Code.usage` for a configuration that makes no network, `badData` where a tensor is missing or
    ///   has another shape or type.
    public init(
        _ configuration: ReasoningConfiguration, parameters: NamedTensors, statistics: NamedTensors = [:]
    ) throws(RationaleError) {
        try configuration.check()
        self.configuration = configuration
        // What the others are to be like.
        guard let readout = parameters["readout.bias"] else {
            throw RationaleError(.badData, "reasoning network: there is no tensor 'readout.bias'")
        }
        self.parameters = try Self.checked(parameters, configuration.parameters, like: readout)
        self.statistics = try Self.checked(statistics, configuration.statistics, like: readout)
        layout = ReasoningLayout(configuration)
    }

    private static func checked(
        _ tensors: NamedTensors, _ expected: [ReasoningWeight], like other: Tensor
    ) throws(RationaleError) -> NamedTensors {
        var found: [(name: String, tensor: Tensor)] = []
        for weight in expected {
            guard let tensor = tensors[weight.name] else {
                throw RationaleError(
                    .badData, "reasoning network: there is no tensor '\(weight.name)', expected shape \(weight.shape)")
            }
            guard tensor.shape == weight.shape else {
                throw RationaleError(
                    .badData, "reasoning network: '\(weight.name)': expected \(weight.shape), found \(tensor.shape)",
                    hint: "The weights are of other numbers of classes, concepts or widths.")
            }
            guard tensor.dtype.isFloatingPoint else {
                throw RationaleError(
                    .badData, "reasoning network: '\(weight.name)': expected float numbers, found \(tensor.dtype)")
            }
            guard tensor.dtype == other.dtype, tensor.device == other.device else {
                throw RationaleError(
                    .badData,
                    "reasoning network: '\(weight.name)': expected \(other.dtype) on \(other.device) as the others, "
                        + "found \(tensor.dtype) on \(tensor.device)")
            }
            found.append((weight.name, tensor))
        }
        return NamedTensors(found)
    }

    /// The same network with other weights and statistics, as training changes them.
    ///
    /// - Precondition: both in this network's order.
    func with(_ parameters: NamedTensors, _ statistics: NamedTensors) -> ReasoningNetwork {
        ReasoningNetwork(configuration, layout, parameters, statistics)
    }

    /// The same network whose scores are all greater by a number.
    func addingToScores(_ offset: Double) -> ReasoningNetwork {
        with(parameters.merging(["readout.bias": parameters["readout.bias"]! + offset]), statistics)
    }

    /// The same network with weights of another type, for instance float64, where differences are to be exact. Graphs are then
    /// to be of that type, too.
    public func converted(to dtype: DType) -> ReasoningNetwork {
        with(parameters.mapTensors { $0.converted(to: dtype) }, statistics.mapTensors { $0.converted(to: dtype) })
    }

    /// The same network on a device.
    public func moved(to device: Device) -> ReasoningNetwork {
        with(parameters.mapTensors { $0.moved(to: device) }, statistics.mapTensors { $0.moved(to: device) })
    }

    private init(
        _ configuration: ReasoningConfiguration, _ layout: ReasoningLayout, _ parameters: NamedTensors,
        _ statistics: NamedTensors
    ) {
        self.configuration = configuration
        self.layout = layout
        self.parameters = parameters
        self.statistics = statistics
    }

    /// The scores of pictures in inference, without recording gradients.
    ///
    /// - Returns: `[picture, class]`.
    /// - Throws: `RationaleError.Code.usage` for graphs of other numbers of nodes or features, of another type or on another
    ///   device.
    public func scores(of graphs: ConceptGraphTensors) throws(RationaleError) -> Tensor {
        try withoutGradient { () throws(RationaleError) in try pass(graphs, mode: .inference).scores }
    }
}
