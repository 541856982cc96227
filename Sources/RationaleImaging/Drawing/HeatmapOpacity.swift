/// How much of a photo a heat map covers.
public enum HeatmapOpacity: Sendable, Equatable {
    /// Everywhere the same: 0 shows the photo alone, 1 the map alone.
    case uniform(Double)
    /// As strong as the map says: `maximum · strength`, so places that say nothing leave the photo as it is.
    case byStrength(maximum: Double)

    /// By strength, up to four fifths: the photo's texture stays visible under the peaks.
    public static let standard = HeatmapOpacity.byStrength(maximum: 0.8)

    /// The opacity, 0 to 1, of a place that says this much, 0 to 1.
    public func opacity(ofStrength strength: Double) -> Double {
        switch self {
        case .uniform(let opacity): min(max(opacity, 0), 1)
        case .byStrength(let maximum): min(max(maximum, 0), 1) * min(max(strength, 0), 1)
        }
    }
}
