package import RationaleImaging

/// A drawn picture whose truth is known: coloured shapes on a textured ground, among grey scraps that mean nothing.
///
/// What makes the class is the colour and the outline. Size, place, turn, ground and scraps are drawn at random, so that
/// a network which tells the classes apart has to look at the shape.
package struct Scene: Sendable {
    package private(set) var objects: [SceneObject]
    private let ground: Ground
    private let scraps: [Scrap]

    /// Strips and dots, too small to be a shape.
    private struct Scrap: Sendable {
        let place: SIMD2<Double>
        let length: Double
        let width: Double
        let angle: Double
        let color: SIMD3<Double>
    }

    /// Two greyish colours that run into each other, with waves on them.
    private struct Ground: Sendable {
        let first: SIMD3<Double>
        let second: SIMD3<Double>
        let direction: Double
        let waves: SIMD2<Double>
        let phase: Double
        let strength: Double
    }

    /// A scene with one shape.
    ///
    /// - Parameters:
    ///   - kind: what is drawn.
    ///   - seed: decides everything else; equal seeds give equal pictures.
    package init(_ kind: SceneObject.Kind, seed: UInt64) {
        var random = SplitMix64(state: seed)
        objects = [SceneObject(kind, using: &random)]
        ground = Ground(
            first: .hue(random.between(0, 1), saturation: 0.12, brightness: random.between(0.25, 0.65)),
            second: .hue(random.between(0, 1), saturation: 0.12, brightness: random.between(0.25, 0.65)),
            direction: random.between(0, 2 * .pi), waves: SIMD2(random.between(-30, 30), random.between(-30, 30)),
            phase: random.between(0, 6), strength: random.between(0.02, 0.08))
        scraps = (0..<9).map { _ in
            Scrap(
                place: SIMD2(random.between(0, 1), random.between(0, 1)), length: random.between(0.02, 0.07),
                width: random.between(0.008, 0.018), angle: random.between(0, 2 * .pi),
                color: .hue(random.between(0, 1), saturation: 0.1, brightness: random.between(0.1, 0.95)))
        }
    }

    /// A scene with two shapes side by side, of which a map must show the one that is asked for.
    package init(_ left: SceneObject.Kind, beside right: SceneObject.Kind, seed: UInt64) {
        self.init(left, seed: seed)
        objects[0].center = SIMD2(0.27, 0.4)
        objects.append(objects[0])
        objects[1].kind = right
        objects[1].center = SIMD2(0.74, 0.62)
    }

    /// The picture, drawn at a size.
    ///
    /// - Parameter side: its height and width in pixels.
    /// - Complexity: O(side²): the ground is worked out everywhere, the rest only where it is.
    package func image(side: Int) -> Image {
        var canvas = SceneCanvas(side: side)
        let wave = ground.waves
        let tilt = SIMD2(sine(ground.direction + .pi / 2), sine(ground.direction))
        canvas.paint(around: SIMD2(0.5, 0.5), reach: 1) { place, color in
            let along = ((place - 0.5) * tilt).sum() + 0.5
            color = ground.first + (ground.second - ground.first) * min(1, max(0, along))
            color += ground.strength * sine((place * wave).sum() + ground.phase)
        }
        for scrap in scraps {
            canvas.cover(around: scrap.place, reach: scrap.length + scrap.width, with: scrap.color) { place in
                let local = (place - scrap.place).rotated(by: scrap.angle)
                return SIMD2(max(0, abs(local.x) - scrap.length), max(0, abs(local.y) - scrap.width)).length - 0.001
            }
        }
        for object in objects {
            canvas.cover(around: object.center, reach: object.radius, with: object.color, object.distance(to:))
        }
        return canvas.image
    }
}

/// A square of colours to paint on; places are in parts of its side, 0 to 1, from the upper left.
private struct SceneCanvas {
    let side: Int
    private var colors: [SIMD3<Double>]

    init(side: Int) {
        self.side = side
        colors = Array(repeating: .zero, count: side * side)
    }

    /// Changes the colours of the pixels near a place.
    mutating func paint(
        around center: SIMD2<Double>, reach: Double, _ change: (SIMD2<Double>, inout SIMD3<Double>) -> Void
    ) {
        func pixels(_ middle: Double) -> Range<Int> {
            let low = max(0, Int((middle - reach) * Double(side)) - 1)
            return low..<max(low, min(side, Int((middle + reach) * Double(side)) + 2))
        }
        for row in pixels(center.y) {
            for column in pixels(center.x) {
                let place = SIMD2(Double(column) + 0.5, Double(row) + 0.5) / Double(side)
                change(place, &colors[row * side + column])
            }
        }
    }

    /// Lays a colour over a shape, its edge as soft as a pixel.
    ///
    /// - Parameter distance: how far outside the shape a place is; negative inside.
    mutating func cover(
        around center: SIMD2<Double>, reach: Double, with color: SIMD3<Double>, _ distance: (SIMD2<Double>) -> Double
    ) {
        let side = Double(side)
        paint(around: center, reach: reach) { place, value in
            value += (color - value) * min(1, max(0, 0.5 - distance(place) * side))
        }
    }

    var image: Image {
        let pixels = colors.flatMap { color in
            [
                UInt8(min(255, max(0, color.x * 255))), UInt8(min(255, max(0, color.y * 255))),
                UInt8(min(255, max(0, color.z * 255))),
            ]
        }
        return Image(width: side, height: side, pixels: pixels)
    }
}
