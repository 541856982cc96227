/// What a removed region is painted over with.
public enum RegionFill: Sendable, Hashable {
    /// Goes over smoothly from the pixels on one side of the region to those on the other: the solution of Laplace's
    /// equation. No edge appears, neither at the outline nor inside.
    case harmonic
    /// The mean colour of the whole picture, the region included. The outline stays visible as an edge.
    case mean
    /// One colour. The outline stays visible as an edge.
    case color(Color)
    /// The picture itself, smoothed by a Gaussian: details go, while the region's coarse colours stay. `sigma` is in
    /// pixels, at least 0.
    case blurred(sigma: Double)
}
