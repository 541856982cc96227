public import RationaleAttribution
import RationaleCore
public import RationaleImaging
public import RationaleNetworks
public import RationaleTorch

/// What a network says of the regions of a picture: a vector for each, from the activations of one or several layers.
public struct RegionFeatures: Sendable {
    /// Where activations are taken from.
    public enum Source: String, Sendable, Codable, CaseIterable {
        /// The region alone is shown to the network, enlarged to its whole input; the feature is the mean over all positions.
        /// Published. One forward pass up to the layer for each region.
        case patch
        /// The network sees the whole picture; the feature is the mean over the region's positions. One forward pass up to the
        /// layer for each picture. What surrounds a region within the layer's receptive field counts, too.
        case context
    }

    public let classifier: Classifier
    /// The layers, and why they were chosen. Features of several stand one after another.
    public let layers: [LayerChoice]
    public let source: Source
    /// What brings the channels of a feature to one scale; `nil` leaves activations as they are, as published.
    public var scale: FeatureScale?
    /// How many pictures are passed at once.
    private let batch: Int

    /// - Parameters:
    ///   - classifier: of pictures; best prepared.
    ///   - layers: their paths; if empty, the layer of class activation maps.
    ///   - source: where activations are taken from.
    ///   - scale: of features; `nil` for none.
    /// - Throws: `RationaleError.Code.usage` for a layer that does not exist.
    public init(
        _ classifier: Classifier, layers: [String] = [], source: Source = .patch, scale: FeatureScale? = nil
    ) throws {
        self.classifier = classifier
        self.source = source
        self.scale = scale
        self.layers =
            layers.isEmpty ? [try classifier.network.classActivationLayer()] : layers.map(LayerChoice.init(asked:))
        for layer in self.layers { _ = try classifier.network.graph.output(ofLayer: layer.path) }
        batch = try MemoryBudget.standard.chunk(of: classifier.network, limit: .max)
    }

    /// The features of the regions of some pictures: for each picture `[region, width]`, float32, on the CPU.
    ///
    /// - Parameter pictures: as the network sees them, all of one size, and their regions.
    /// - Throws: `RationaleError.Code.usage` where a layer's output has no positions, or the scale another width.
    public func features(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        try withoutGradient {
            let features = source == .context ? try contextFeatures(of: pictures) : try patchFeatures(of: pictures)
            return try features.map { features in
                let features = features.moved(to: .cpu)
                guard let scale else { return features }
                guard features.shape[1] == scale.mean.shape[1] else {
                    throw RationaleError(
                        .usage,
                        "the layers \(layers.map(\.path).joined(separator: ", ")) of \(classifier.name) have "
                            + "\(features.shape[1]) channels, their scale \(scale.mean.shape[1])")
                }
                return scale.apply(features)
            }
        }
    }

    private func contextFeatures(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        var features: [Tensor] = []
        for start in stride(from: 0, to: pictures.count, by: batch) {
            try Cancellation.check()
            let part = pictures[start..<min(start + batch, pictures.count)]
            let planes = try activations(of: part.map(\.image))
            for (index, picture) in part.enumerated() {
                features.append(
                    .concatenated(
                        planes.map { planes in
                            let plane = planes.selected(0, index)  // [channel, height, width]
                            let (channels, height, width) = (plane.shape[0], plane.shape[1], plane.shape[2])
                            // [region, cell]
                            let weights = picture.regions.weights(gridHeight: height, gridWidth: width)
                            return weights.moved(to: plane.device).matmul(
                                plane.reshaped([channels, height * width]).permuted([1, 0]))
                        }, dimension: 1))
            }
        }
        return features
    }

    private func patchFeatures(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        try pictures.map { image, regions in
            guard regions.count > 0 else { return Tensor.zeros([0, try width(of: image)]) }
            return .concatenated(
                try stride(from: 0, to: regions.count, by: batch).map { start in
                    try Cancellation.check()
                    let patches = (start..<min(start + batch, regions.count)).map {
                        image.patch(of: regions.mask(of: $0), height: image.height, width: image.width)
                    }
                    return .concatenated(try activations(of: patches).map { $0.mean([2, 3]) }, dimension: 1)
                })
        }
    }

    /// The number of channels of all layers.
    private func width(of image: Image) throws -> Int { try activations(of: [image]).reduce(0) { $0 + $1.shape[1] } }

    /// The output of each layer for pictures: `[picture, channel, height, width]`, float32.
    private func activations(of images: [Image]) throws -> [Tensor] { try planes(of: classifier.input(of: images)) }

    /// The output of each layer for an input: `[picture, channel, height, width]`, float32; differentiable.
    func planes(of input: Tensor) throws -> [Tensor] {
        let network = classifier.network
        return try zip(layers, network.activations(at: layers.map(\.path), for: input)).map { layer, output in
            guard let grid = network.grid(of: output.shape, input: input.shape) else {
                throw RationaleError(
                    .usage,
                    "the output of layer '\(layer.path)' of \(classifier.name) has no positions: \(output.shape)",
                    hint: "Name a layer before the pooling; `rationale model inspect` lists all shapes.")
            }
            return grid.folded(output).converted(to: .float32)
        }
    }
}

/// Brings the channels of features to one scale: `(x − mean) / deviation / √width`.
///
/// Squared distances are then means over channels, and 2 on average for two random regions. A departure from the published
/// program, where a few channels with large activations decide.
public struct FeatureScale: Sendable {
    /// `[1, width]`.
    public let mean: Tensor
    /// `[1, width]`; 0 leaves a channel out.
    public let deviation: Tensor

    public init(mean: Tensor, deviation: Tensor) {
        self.mean = mean
        self.deviation = deviation
    }

    /// The scale of these features, `[region, width]`. A channel that is the same everywhere, up to rounding, is left out: it
    /// would be blown up wherever another picture has something else there.
    public init(of features: Tensor) {
        mean = features.mean([0], keepingDimensions: true)
        let variance = (features - mean).power(2).mean([0], keepingDimensions: true)
        let deviation = variance.squareRoot
        let varies = deviation.isGreater(than: mean.absolute * 1e-5 + Self.leastDeviation)
        self.deviation = deviation.chosen(where: varies, else: deviation.zerosLike)
    }

    /// A smaller deviation counts as none.
    private static let leastDeviation = 1e-6

    /// Features on this scale.
    public func apply(_ features: Tensor) -> Tensor {
        let isUsed = deviation.isGreater(than: .full(deviation.shape, Self.leastDeviation))
        let divisor = deviation.chosen(where: isUsed, else: .full(deviation.shape, .infinity))
        return (features - mean) / divisor * (1 / Double(features.shape[1]).squareRoot())
    }
}
