internal import RationaleCore

extension Scene {
    /// What can be seen where in ``picture(side:)``.
    ///
    /// Each layer is drawn once more in a flat colour, without smoothed edges: a pixel belongs to what covers its middle.
    ///
    /// - Parameter side: of the picture, in pixels.
    /// - Precondition: `side` lies in ``sides``.
    public func truth(side: Int) -> SceneTruth {
        let layers = layers(side: side)
        func mask(_ isInside: (Int) -> Bool) -> Mask { Mask(height: side, width: side, bits: layers.map(isInside)) }
        var parts: [BirdPart: Mask] = [:]
        var centers: [BirdPart: (x: Double, y: Double)] = [:]
        for part in BirdPart.allCases {
            let number = Layer.part(part).number
            let mask = mask { $0 == number }
            parts[part] = mask
            centers[part] = mask.center
        }
        let occluder = Layer.occluder.number
        let firstDistractor = Layer.distractor(0).number
        let bird = mask { $0 > 0 && $0 < firstDistractor && $0 != occluder }
        return SceneTruth(
            parts: parts, bird: bird,
            distractors: distractors.indices.map { index in mask { $0 == firstDistractor + index } },
            box: bird.box ?? Box(x: 0, y: 0, width: 0, height: 0), centers: centers)
    }

    /// The number of the layer that each pixel shows.
    private func layers(side: Int) -> [Int] {
        precondition(Self.sides.contains(side), "expected a side of \(Self.sides), found \(side)")
        let canvas = Canvas(side: side, isTruth: true)
        draw(on: canvas)
        var layers: [Int] = []
        layers.reserveCapacity(side * side)
        canvas.forEachRow { _, colors in
            for column in 0..<side { layers.append(Int(colors[column] >> 8 & 0xffff)) }
        }
        return layers
    }
}

extension Mask {
    /// The mean place of the pixels inside; `nil` where there are none.
    fileprivate var center: (x: Double, y: Double)? {
        var (count, x, y) = (0, 0, 0)
        for row in 0..<height {
            for column in 0..<width where self[row, column] {
                count += 1
                x += column
                y += row
            }
        }
        guard count > 0 else { return nil }
        return (Double(x) / Double(count) + 0.5, Double(y) / Double(count) + 0.5)
    }
}
