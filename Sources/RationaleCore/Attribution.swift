/// Where a network looked: a map, and everything needed to judge and repeat it.
public struct Attribution: Equatable, Sendable, Codable {
    /// The map at the resolution at which the method computed it.
    public var map: Heatmap
    /// The method's identifier, as on the command line: `grad-cam`.
    public var method: String
    /// The layer path whose activations were explained, where the method uses one.
    public var layer: String?
    /// Why that layer: chosen by the caller, or by which rule.
    public var layerReason: String?
    /// What of the output was explained.
    public var target: ExplainedTarget
    /// What one unit of the map means: `logit`, `probability`, `bits`, or a ratio of these.
    public var unit: String
    /// Whether negative values speak against the target; then zero is the neutral value.
    public var isSigned: Bool
    /// The seed of every random number that was used; `nil` where none was.
    public var seed: UInt64?
    /// The method's settings by name, as strings.
    public var settings: [String: String]
    /// How far the sum of the map is from what it should add up to, relative to that; `nil` where no such law holds.
    public var convergenceGap: Double?
    /// The words of a text, one for each place of the map, which then has one row; `nil` for a picture.
    public var tokens: [String]?
    /// What a reader of the map should know: degenerate values, a large gap, a sampling stopped early.
    public var warnings: [String]
    /// The steps by which the method came to the map; empty where there is only one.
    public var stages: [AttributionStage]

    public init(
        map: Heatmap, method: String, layer: String? = nil, layerReason: String? = nil, target: ExplainedTarget,
        unit: String, isSigned: Bool, seed: UInt64? = nil, settings: [String: String] = [:],
        convergenceGap: Double? = nil, warnings: [String] = [], tokens: [String]? = nil,
        stages: [AttributionStage] = []
    ) {
        self.map = map
        self.method = method
        self.layer = layer
        self.layerReason = layerReason
        self.target = target
        self.unit = unit
        self.isSigned = isSigned
        self.seed = seed
        self.settings = settings
        self.convergenceGap = convergenceGap
        self.warnings = warnings
        self.tokens = tokens
        self.stages = stages
    }
}

/// The part of an output that an attribution explains, resolved to indices.
public struct ExplainedTarget: Equatable, Sendable, Codable {
    /// In which direction the score is followed.
    public enum Change: String, Sendable, Codable, CaseIterable { case increase, decrease }

    /// The class whose score was explained.
    public var index: Int
    /// Its label, where the network has labels.
    public var label: String?
    /// The class whose score was subtracted, for a difference of classes.
    public var insteadOf: Int?
    /// What speaks for more or for less of the score; `nil` for the score as it is.
    public var change: Change?

    public init(index: Int, label: String? = nil, insteadOf: Int? = nil, change: Change? = nil) {
        self.index = index
        self.label = label
        self.insteadOf = insteadOf
        self.change = change
    }
}
