public import RationaleCore
public import RationaleNetworks
import RationaleTorch

/// Replaces what a network has learnt by chance, from its output backwards.
///
/// A layer and all that come after it are drawn anew: weights of convolutions evenly within ±√(6 / (fan-in + fan-out))
/// (Xavier), those of linear layers from N(0, 0.05²), biases 0. Normalising layers keep their weights and statistics.
///
/// Mended fault of the published form: it fails at a convolution without a bias, as all of a ResNet's are. Weights of other
/// kinds, such as those of attention and of recurrent layers, are left as they are by the published form, and drawn as
/// those of convolutions here.
///
/// *Source:* Adebayo, Gilmer, Muelly, Goodfellow, Hardt and Kim (2018), "Sanity checks for saliency maps", arXiv
/// 1810.03292; the published program of arXiv 2110.01471.
public struct LayerRandomization: Sendable {
    public var form: MetricForm
    /// A layer is drawn alike wherever the cascade begins.
    public var seed: UInt64

    public init(_ form: MetricForm = .mended, seed: UInt64 = 0) {
        self.form = form
        self.seed = seed
    }

    /// The layers whose weights can be drawn anew, in the order of computation.
    public func layers(of network: Network) -> [String] {
        weights(of: network).reduce(into: []) { if !$0.contains($1.layer) { $0.append($1.layer) } }
    }

    /// Some of these layers, spread evenly, from the one nearest to the output backwards; the first and the last are
    /// among them.
    ///
    /// - Parameters:
    ///   - network: whose weights they are.
    ///   - count: how many at most; 8, as the published example has.
    public func cascade(of network: Network, count: Int = 8) -> [String] {
        let all = Array(layers(of: network).reversed())
        guard all.count > count, count > 1 else { return Array(all.prefix(count)) }
        return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
    }

    /// The network with a layer and all later ones drawn anew.
    ///
    /// - Parameter network: as it was loaded, not prepared: there, batch norms are still apart from convolutions.
    /// - Parameter layer: a path, of a layer with weights or of one that contains such.
    /// - Throws: `RationaleError.Code.usage` where there is no such layer or it has no weights; in the published form also
    ///   for a convolution without a bias.
    public func randomized(_ network: Network, from layer: String) throws(RationaleError) -> Network {
        guard network.preparation == nil else {
            throw RationaleError(
                .usage, "\(network.name) was prepared for explaining, so its layers cannot be drawn anew",
                hint: "Draw the layers of the network as it was loaded, and prepare the result.")
        }
        let all = weights(of: network)
        let begin = try start(of: layer, among: all, network)
        var result = network
        for weight in all where weight.place >= begin {
            guard let old = network.weights[weight.id] else { continue }
            if let bias = weight.bias, let old = network.weights[bias] {
                result.weights[bias] = old.zerosLike
            } else if weight.kind == .convolution, form == .published {
                throw RationaleError(
                    .usage,
                    "the convolution '\(weight.layer)' has no bias, at which the published initialisation fails",
                    hint: "Leave the published form, or begin at a later layer.")
            }
            var random = SplitMix64(seed: seed, for: weight.name)
            let initializer: Initializer = weight.kind == .linear ? .normal(standardDeviation: 0.05) : .xavierUniform
            result.weights[weight.id] = initializer.draw(old.shape, using: Generator(seed: random.next()))
                .converted(to: old.dtype).moved(to: old.device)
        }
        return result
    }

    private struct Weight {
        enum Kind { case convolution, linear, other }
        let id: Graph.ValueID
        let name: String
        let layer: String
        let kind: Kind
        let bias: Graph.ValueID?
        /// The number of the first node that uses it.
        let place: Int
    }

    private func start(
        of layer: String, among all: [Weight], _ network: Network
    ) throws(RationaleError) -> Int {
        if let place = all.lazy.filter({ $0.layer == layer || $0.layer.hasPrefix("\(layer).") }).map(\.place).min() {
            return place
        }
        // Says which names are near, where there is none.
        _ = try network.graph.output(ofLayer: layer)
        let names = layers(of: network)
        throw RationaleError(
            .usage, "layer '\(layer)' of \(network.name) has no weights that could be drawn anew",
            hint: names.isEmpty ? nil : "Layers with weights are \(names.suffix(6).joined(separator: ", ")).")
    }

    /// In the order of computation.
    private func weights(of network: Network) -> [Weight] {
        var places: [Graph.ValueID: Int] = [:]
        for (place, node) in network.graph.nodes.enumerated() {
            for id in node.arguments.flatMap(\.values) where places[id] == nil { places[id] = place }
        }
        let ids = Dictionary(network.graph.parameters.map { ($0.name, $0.id) }) { first, _ in first }
        let found = network.graph.parameters.compactMap { parameter -> Weight? in
            let parts = parameter.name.split(separator: ".").map(String.init)
            guard let own = parts.last, own.contains("weight"), let place = places[parameter.id],
                let tensor = network.weights[parameter.id], tensor.dtype.isFloatingPoint, tensor.rank >= 2
            else { return nil }
            let layer = parts.dropLast().joined(separator: ".")
            let kind: Weight.Kind = own != "weight" ? .other : tensor.rank == 2 ? .linear : .convolution
            guard form == .mended || kind != .other else { return nil }
            return Weight(
                id: parameter.id, name: parameter.name, layer: layer, kind: kind,
                bias: ids[parameter.name.replacing("weight", with: "bias")], place: place)
        }
        return found.sorted { ($0.place, $0.name) < ($1.place, $1.name) }
    }
}
