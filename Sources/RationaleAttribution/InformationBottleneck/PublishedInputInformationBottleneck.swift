public import RationaleNetworks

/// ``InputInformationBottleneck`` with the authors' objective, under a name of its own: to be compared in one run.
public struct PublishedInputInformationBottleneck: AttributionMethod, UsesLayerStatistics {
    public static let identifier = "input-iba-published"
    public static let title = "Information bottleneck at the input as published"
    public static let summary =
        "Information bottleneck at the input as published, with its adversary (Zhang et al. 2021)"
    private var method: InputInformationBottleneck

    /// - Parameters:
    ///   - pipeline: the authors' way and its settings.
    ///   - smoothing: the standard deviation of a Gaussian over the mask of a picture, in pixels.
    ///   - statistics: of the layer; without them those of each input's own places, and a warning.
    ///   - seed: of everything that is drawn.
    public init(
        _ pipeline: PublishedPipeline = PublishedPipeline(), smoothing: Double = 1, statistics: LayerStatistics? = nil,
        seed: UInt64 = 0
    ) {
        method = InputInformationBottleneck(
            objective: .published(pipeline), smoothing: smoothing, statistics: statistics, seed: seed)
    }

    public var unit: MapUnit { method.unit }
    public var isSigned: Bool { method.isSigned }
    public static let settings: [Setting<Self>] = InputInformationBottleneck.settings
        .filter { $0.name != "objective" && $0.declaration.condition != "--objective steady" }
        .map { $0.lifted(to: \.method) }
    public var seed: UInt64? { method.seed }
    public var statistics: LayerStatistics? {
        get { method.statistics }
        set { method.statistics = newValue }
    }

    public func statisticsLayer(in network: Network) throws -> String? { try method.statisticsLayer(in: network) }

    public func answer(_ question: Question) throws -> Answer { try method.answer(question) }
}
