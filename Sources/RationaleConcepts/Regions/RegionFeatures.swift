import RationaleAttribution
public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
public import RationaleTorch

/// What a network says of the regions of a picture: a vector for each, from the activation of a layer.
public struct RegionFeatures: Sendable {
    /// Where the activation is taken from.
    public enum Source: String, Sendable, Codable, CaseIterable {
        /// The region alone is shown to the network, enlarged to its whole input; the feature is the mean over all positions.
        /// Published. One forward pass up to the layer for each region.
        case patch
        /// The network sees the whole picture; the feature is the mean over the region's positions. One forward pass up to the
        /// layer for each picture, and closer to what the network sees; what surrounds a region within the layer's
        /// receptive field counts too.
        case context
    }

    public let classifier: Classifier
    /// The layer, and why it was chosen.
    public let layer: LayerChoice
    public let source: Source
    private let split: Split
    /// How many pictures are passed at once.
    private let batch: Int

    /// - Parameters:
    ///   - classifier: of pictures; best prepared.
    ///   - layer: its path; `nil` for the layer of class activation maps.
    ///   - source: where activations are taken from.
    /// - Throws: `RationaleError.Code.usage` for a layer that does not exist.
    public init(_ classifier: Classifier, layer: String? = nil, source: Source = .patch) throws {
        self.classifier = classifier
        self.source = source
        self.layer = try layer.map { LayerChoice(asked: $0) } ?? classifier.network.classActivationLayer()
        split = try classifier.network.split(at: self.layer.path)
        batch = try MemoryBudget.standard.chunk(of: classifier.network, limit: .max)
    }

    /// The features of the regions of some pictures: for each picture `[regions, width]`.
    ///
    /// - Parameter pictures: as the network sees them, and their regions.
    /// - Throws: `RationaleError.Code.usage` where the layer's output has no positions.
    public func features(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        try withoutGradient {
            switch source {
            case .context: try contextFeatures(of: pictures)
            case .patch: try patchFeatures(of: pictures)
            }
        }
    }

    private func contextFeatures(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        var features: [Tensor] = []
        for start in stride(from: 0, to: pictures.count, by: batch) {
            try Cancellation.check()
            let part = pictures[start..<min(start + batch, pictures.count)]
            let planes = try activation(of: part.map(\.image))  // [picture, channel, height, width]
            for (index, picture) in part.enumerated() {
                let plane = planes.selected(0, index)
                let (channels, height, width) = (plane.shape[0], plane.shape[1], plane.shape[2])
                let weights = picture.regions.weights(gridHeight: height, gridWidth: width)  // [region, cell]
                    .moved(to: plane.device)
                features.append(weights.matmul(plane.reshaped([channels, height * width]).permuted([1, 0])))
            }
        }
        return features
    }

    private func patchFeatures(of pictures: [(image: Image, regions: Regions)]) throws -> [Tensor] {
        try pictures.map { image, regions in
            var rows: [Tensor] = []
            for start in stride(from: 0, to: regions.count, by: batch) {
                try Cancellation.check()
                let patches = (start..<min(start + batch, regions.count)).map {
                    image.patch(of: regions.mask(of: $0), height: image.height, width: image.width)
                }
                rows.append(try activation(of: patches).mean([2, 3]))
            }
            return rows.isEmpty ? Tensor.zeros([0, 1]) : .concatenated(rows)
        }
    }

    /// The layer's output for pictures: `[picture, channel, height, width]`, float32.
    func activation(of images: [Image]) throws -> Tensor {
        let input = try classifier.input(of: images)
        let output = try split.head(input).tensor
        guard let grid = classifier.network.grid(of: output.shape, input: input.shape) else {
            throw RationaleError(
                .usage, "the output of layer '\(layer.path)' of \(classifier.name) has no positions: \(output.shape)",
                hint: "Name a layer before the pooling; `rationale model inspect` lists all shapes.")
        }
        return grid.folded(output).converted(to: .float32)
    }

    /// The scores that follow from activations of the layer, `[picture, channel, height, width]`; `nil` where something goes
    /// around the layer, or its output has another order.
    func scores(ofActivation activation: Tensor, like images: [Image]) throws -> Tensor? {
        let cut = try split.head(classifier.input(of: images))
        guard cut.carried.isEmpty, cut.tensor.shape == activation.shape else { return nil }
        var changed = cut
        changed.tensor = activation
        return try split.tail(changed)
    }
}

extension Classifier {
    /// Pictures, as this network sees them, as its input: `[picture, channel, height, width]`, on its device.
    func input(of images: [Image]) throws -> Tensor {
        let values = try images.map { try preprocessing.normalized($0) }
        let (height, width) = (images[0].height, images[0].width)
        return Tensor(Array(values.joined()), shape: [images.count, preprocessing.channels, height, width])
            .moved(to: device)
    }
}
