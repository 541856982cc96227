public import Foundation
public import RationaleCore
import RationaleNetworks
public import RationaleTorch

extension ReasoningNetwork {
    /// The authors' weights, from the file that their training program wrote (`GraphConv_Xception_model.pt`).
    ///
    /// - Parameters:
    ///   - url: a state dict of the published form, as `torch.save` or safetensors wrote it.
    ///   - normalization: see ``init(published:normalization:)``.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what is wrong.
    public init(
        publishedWeightsAt url: URL, normalization: ReasoningConfiguration.Normalization = .graph
    ) throws {
        let file = try WeightFile(contentsOf: url)
        try self.init(published: file.tensors.mapValues { try Tensor($0) }, normalization: normalization)
    }

    /// The authors' weights, by the names of their state dict.
    ///
    /// | published | here |
    /// |---|---|
    /// | `eij_1`, `eij_2`, … | `edges`, one after another |
    /// | `conv1.lin_W1`, `lin_W2`, `lin_edge`, `lin_message` | `layer1.self`, `neighbor`, `edge`, `message` |
    /// | `conv1.bn_edge`, `bn1` | `layer1.edgeNorm`, `layer1.norm` |
    /// | `fc2` | `readout` |
    ///
    /// Classes, concepts and widths are those of the tensors. `bn6`, which the published network does not use, and the counters
    /// of the batch norms are passed over.
    ///
    /// - Parameters:
    ///   - published: the state dict.
    ///   - normalization: `.graph` computes what the authors' program does, which leaves its norms in training mode; `.running`
    ///     takes the running statistics, which gives very different scores.
    /// - Throws: `RationaleError.Code.badData` where a tensor is missing or does not fit the others.
    public init(
        published: [String: Tensor], normalization: ReasoningConfiguration.Normalization = .graph
    ) throws(RationaleError) {
        func shape(_ name: String, rank: Int) throws(RationaleError) -> [Int] {
            guard let shape = published[name]?.shape, shape.count == rank else {
                throw RationaleError(
                    .badData,
                    "published reasoning network: '\(name)': expected a tensor of \(rank) dimensions, "
                        + (published[name].map { "found \($0.shape)" } ?? "found none"))
            }
            return shape
        }
        let classes = try shape("fc2.weight", rank: 2)[0]
        var concepts: [Int] = []
        var edges: [Tensor] = []
        for number in 1...max(1, min(classes, 10_000)) {
            let name = "eij_\(number)"
            let count = try shape(name, rank: 1)[0]
            // n (n − 1) edges of n concepts.
            let found = Int(((1 + 4 * Double(count)).squareRoot() + 1) / 2)
            guard count > 0, found * (found - 1) == count, let tensor = published[name] else {
                throw RationaleError(
                    .badData,
                    "published reasoning network: '\(name)' has \(count) weights, expected n (n − 1) for n concepts")
            }
            concepts.append(found)
            edges.append(tensor)
        }
        var layers = 0
        while published["conv\(layers + 1).lin_W1.weight"] != nil { layers += 1 }
        var configuration = ReasoningConfiguration(
            concepts: concepts, featureWidth: try shape("conv1.lin_W1.weight", rank: 2)[1],
            normalization: normalization)
        configuration.nodeWidths = []
        configuration.edgeWidths = []
        var names: [String: String] = [:]
        for (from, to) in Self.publishedModules(layers: layers) {
            for part in ["weight", "bias"] { names["\(to).\(part)"] = "\(from).\(part)" }
            names[to + ".mean"] = from + ".running_mean"
            names[to + ".variance"] = from + ".running_var"
        }
        for layer in 0..<layers {
            configuration.nodeWidths.append(try shape("conv\(layer + 1).lin_W1.weight", rank: 2)[0])
            configuration.edgeWidths.append(try shape("conv\(layer + 1).lin_edge.weight", rank: 2)[0])
        }
        let known = published
        let renamed = names.compactMap { here, there in known[there].map { (name: here, tensor: $0) } }
            .sorted { $0.name < $1.name }
        let joined = [(name: "edges", tensor: Tensor.concatenated(edges))] + renamed
        try self.init(configuration, parameters: NamedTensors(joined), statistics: NamedTensors(renamed))
    }

    private static func publishedModules(layers: Int) -> [(from: String, to: String)] {
        [("fc2", "readout")]
            + (1...max(1, layers)).flatMap { number in
                [
                    ("conv\(number).lin_W1", "layer\(number).self"),
                    ("conv\(number).lin_W2", "layer\(number).neighbor"),
                    ("conv\(number).lin_edge", "layer\(number).edge"),
                    ("conv\(number).lin_message", "layer\(number).message"),
                    ("conv\(number).bn_edge", "layer\(number).edgeNorm"),
                    ("bn\(number)", "layer\(number).norm"),
                ]
            }
    }
}
