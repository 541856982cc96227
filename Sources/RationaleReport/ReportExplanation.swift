public import RationaleCore
public import RationaleImaging

/// What one method says about one input.
public struct ReportExplanation: Sendable {
    public enum Outcome: Sendable {
        case attribution(Attribution)
        /// The method could not run on this input or network.
        case failed(ReportFailure)
    }

    /// The method's name as people write it: `Grad-CAM`.
    public var title: String
    public var outcome: Outcome
    /// How long the method took.
    public var seconds: Double?
    /// The name of the file that holds the map's values, beside the report; shown, not linked.
    public var mapFile: String?
    /// `nil` chooses viridis, or blue-white-red for a map with a sign.
    public var colorMap: ColorMap?
    public var opacity: HeatmapOpacity
    /// The map's picture, where it was made already.
    var picture: HeatmapPicture?

    /// A map that a method made; without a title, the method's identifier stands in for it.
    public init(
        _ attribution: Attribution, title: String? = nil, seconds: Double? = nil, mapFile: String? = nil,
        colorMap: ColorMap? = nil, opacity: HeatmapOpacity = .standard, picture: HeatmapPicture? = nil
    ) {
        self.title = title ?? attribution.method
        outcome = .attribution(attribution)
        self.seconds = seconds
        self.mapFile = mapFile
        self.colorMap = colorMap
        self.opacity = opacity
        self.picture = picture
    }

    /// A method that could not run.
    public init(title: String, failure: ReportFailure) {
        self.title = title
        outcome = .failed(failure)
        opacity = .standard
    }
}
