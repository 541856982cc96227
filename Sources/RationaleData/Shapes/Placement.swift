package import RationaleCore
package import RationaleImaging

/// Where an annotated picture lies on another one: scaled to the size of the file, turned as its camera noted, then cut out
/// and scaled to what a network sees.
package struct Placement: Sendable, Hashable {
    /// Pixels of the file for one of the annotated picture, from left to right.
    var across = 1.0
    /// The same from top to bottom.
    var down = 1.0
    /// How the picture is turned after that.
    var orientation = Orientation.upright
    /// The size before it is turned.
    var width = 0.0
    var height = 0.0
    /// The part that is cut out of the turned picture, and by how much it is scaled.
    private var left = 0.0
    private var top = 0.0
    private var scaleX = 1.0
    private var scaleY = 1.0

    /// Nothing is moved.
    package static let identity = Placement()

    /// The same, with a part cut out of the picture as it is shown.
    ///
    /// - Parameters:
    ///   - region: the part.
    ///   - width: to which it is scaled, in pixels.
    ///   - height: the same.
    package func cropped(to region: PhotoRegion, width: Int, height: Int) -> Placement {
        var result = self
        (result.left, result.top) = (region.x, region.y)
        (result.scaleX, result.scaleY) = (Double(width) / region.width, Double(height) / region.height)
        return result
    }

    /// Where a box lies.
    package func place(_ box: Box) -> Box {
        let scaled = Box(x: box.x * across, y: box.y * down, width: box.width * across, height: box.height * down)
        let turned = orientation.upright(scaled, width: width, height: height)
        return Box(
            x: (turned.x - left) * scaleX, y: (turned.y - top) * scaleY, width: turned.width * scaleX,
            height: turned.height * scaleY)
    }

    /// Where a point lies.
    package func place(_ point: SIMD2<Double>) -> SIMD2<Double> {
        let box = place(Box(x: point.x, y: point.y, width: 0, height: 0))
        return SIMD2(box.x, box.y)
    }

    /// Which point of the annotated picture lies at a place.
    package func source(of point: SIMD2<Double>) -> SIMD2<Double> {
        let shown = Box(x: point.x / scaleX + left, y: point.y / scaleY + top, width: 0, height: 0)
        let swaps = orientation.swapsSides
        let stored = orientation.inverse.upright(shown, width: swaps ? height : width, height: swaps ? width : height)
        return SIMD2(stored.x / across, stored.y / down)
    }
}

extension Orientation {
    /// What undoes it.
    var inverse: Orientation {
        switch self {
        case .rotatedRight: .rotatedLeft
        case .rotatedLeft: .rotatedRight
        default: self
        }
    }
}
