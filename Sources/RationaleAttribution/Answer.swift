public import RationaleCore
public import RationaleTorch

/// What a method found.
public struct Answer: Sendable {
    /// `[batch, channel, height, width]`, whose channels are added up in the map; `[batch, height, width]`, of which a
    /// text's vectors, `[batch, word, number]`, are added up for each word; or `[batch, feature]` for inputs that are
    /// rows of numbers.
    public var values: Tensor
    /// The classes that were explained.
    public var targets: ResolvedTargets
    /// The layer that was explained, and why that one.
    public var layer: LayerChoice?
    /// For each input, how far the sum of the values is from what it should be, relative to that.
    public var convergenceGaps: [Double]?
    /// What a reader should know, for each input.
    public var warnings: [[String]]
    /// The steps by which a method of several came to its values, for each input.
    public var stages: [[AttributionStage]]

    public init(
        _ values: Tensor, targets: ResolvedTargets, layer: LayerChoice? = nil, convergenceGaps: [Double]? = nil,
        warnings: [[String]]? = nil, stages: [[AttributionStage]]? = nil
    ) {
        self.values = values
        self.targets = targets
        self.layer = layer
        self.convergenceGaps = convergenceGaps
        self.warnings = warnings ?? Array(repeating: [], count: values.shape[0])
        self.stages = stages ?? Array(repeating: [], count: values.shape[0])
    }
}

extension Answer {
    /// One map for each input: `[batch, height, width]`.
    ///
    /// The planes of a volume lie below each other.
    var maps: Tensor {
        let maps =
            switch values.rank {
            case ..<2: values.reshaped([-1, 1, 1])
            case 2: values.unsqueezed(1)  // [batch, 1, feature]
            case 3: values
            case 4: values.sum([1])
            default: values.sum([1]).reshaped([values.shape[0], -1, values.shape[values.rank - 1]])
            }
        return maps.converted(to: .float32)
    }
}
