public import RationaleCore
import RationaleNetworks
public import RationaleTorch

/// The language network of InterpNET: writes a sentence word by word, reading a classifier's activations r(x) at each.
///
/// ```
/// h1_t = LSTM1(embedding(y_{t−1}))
/// z_t  = W1 [h1_t ; r(x)] + b1            no nonlinearity
/// h2_t = LSTM2(z_t)
/// p_t  = softmax(W2 h2_t + b2)
/// ```
///
/// *Source:* Barratt (2017), "InterpNET: neural introspection for interpretable deep learning", arXiv:1710.09511, and its
/// program, which has the projection W1 that the paper does not mention.
///
/// *Cost:* the product of W1 with r(x) is the same at every word, so it is computed once for a sentence. Logits are
/// computed only for words that are there, not for padding.
public struct NarratorNetwork: Sendable {
    public let configuration: NarratorConfiguration
    /// The weights: `embedding`, `lstm1.input`, …, `output.bias`.
    public let parameters: NamedTensors

    /// A network before training, with the published first weights.
    ///
    /// - Throws: `RationaleError.Code.usage` for sizes that make no network.
    public init(_ configuration: NarratorConfiguration, seed: UInt64) throws(RationaleError) {
        try configuration.check()
        let generator = Generator(seed: seed)
        self.configuration = configuration
        parameters = NamedTensors(configuration.weights.map { ($0.name, $0.drawn(using: generator)) })
    }

    /// A network with these weights.
    ///
    /// - Throws: `RationaleError`: `usage` for sizes that make no network, `badData` where a weight is missing, has another
    ///   shape, or numbers that are not finite.
    public init(_ configuration: NarratorConfiguration, parameters: NamedTensors) throws(RationaleError) {
        try configuration.check()
        self.configuration = configuration
        self.parameters = NamedTensors(
            try configuration.weights.map { weight throws(RationaleError) in
                guard let tensor = parameters[weight.name] else {
                    throw RationaleError(
                        .badData, "narrator: there is no tensor '\(weight.name)', expected shape \(weight.shape)")
                }
                guard tensor.shape == weight.shape, tensor.dtype == .float32 else {
                    throw RationaleError(
                        .badData,
                        "narrator: '\(weight.name)': expected float32 \(weight.shape), found \(tensor.dtype) \(tensor.shape)"
                    )
                }
                guard tensor.isFinite else {
                    throw RationaleError(.badData, "narrator: '\(weight.name)' has numbers that are not finite")
                }
                return (weight.name, tensor)
            })
    }

    private init(_ configuration: NarratorConfiguration, unchecked parameters: NamedTensors) {
        self.configuration = configuration
        self.parameters = parameters
    }

    /// The same network with other weights, as training changes them.
    ///
    /// - Precondition: in this network's order.
    public func with(_ parameters: NamedTensors) -> NarratorNetwork {
        NarratorNetwork(configuration, unchecked: parameters)
    }

    /// The same network on a device.
    public func moved(to device: Device) -> NarratorNetwork { with(parameters.mapTensors { $0.moved(to: device) }) }

    /// Where its weights are.
    public var device: Device { weight("embedding").device }

    /// - Precondition: the network has a weight of this name; the initialisers see to it.
    func weight(_ name: String) -> Tensor { parameters[name]! }
}

extension NarratorConfiguration.Weight {
    /// `[output, input]` or `[output]`.
    fileprivate func drawn(using generator: Generator) -> Tensor {
        switch start {
        case .drawn(let initializer): return initializer.draw(shape, using: generator)
        case .forgetting:
            let gate = shape[0] / 4
            return Tensor(
                (0..<shape[0]).map { (gate..<2 * gate).contains($0) ? Float(1) : 0 }, shape: shape)
        }
    }
}
