public import RationaleCore

/// Where a thing is in a picture, as data sets say it, in pixels of the picture that was annotated.
public enum Shape: Sendable, Hashable {
    /// The thing's bounding box.
    case box(Box)
    /// Outlines of the thing's visible parts: each closed, with at least three corners. Together they cover its union.
    case polygons([[SIMD2<Double>]])
    /// Pixels of the thing, or of a crowd of them, as COCO counts them.
    case runs(RunLengths)

    /// The smallest box around the shape; `nil` for runs that cover nothing.
    ///
    /// - Complexity: O(corners), or O(runs).
    public var box: Box? {
        switch self {
        case .box(let box): return box
        case .polygons(let polygons):
            let corners = polygons.joined()
            guard var low = corners.first else { return nil }
            var high = low
            for corner in corners {
                low = pointwiseMin(low, corner)
                high = pointwiseMax(high, corner)
            }
            return Box(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
        case .runs(let runs): return runs.box
        }
    }
}
