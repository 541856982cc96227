public import RationaleImaging

extension Scene {
    /// Sides that can be drawn.
    public static let sides = 32...8192

    /// The picture, in sRGB.
    ///
    /// The same scene gives the same bytes on any thread; another release of Cairo may round edges otherwise.
    ///
    /// - Parameter side: of the square, in pixels; any size shows the same scene.
    /// - Precondition: `side` lies in ``sides``.
    public func picture(side: Int) -> Image {
        precondition(Self.sides.contains(side), "expected a side of \(Self.sides), found \(side)")
        let canvas = Canvas(side: side)
        draw(on: canvas)
        let lamp = Lamp(light)
        let pixels = [UInt8](unsafeUninitializedCapacity: side * side * 3) { result, count in
            canvas.forEachRow { row, colors in
                lamp.light(UnsafeBufferPointer(start: colors, count: side), into: result, at: row * side * 3)
            }
            count = side * side * 3
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    func draw(on canvas: borrowing Canvas) {
        canvas.begin(.background)
        BackgroundPainter(background: background, place: place).draw(on: canvas)
        for (index, distractor) in distractors.enumerated() {
            canvas.begin(.distractor(index))
            DistractorPainter(distractor: distractor).draw(on: canvas)
        }
        BirdPainter(self).draw(on: canvas)
        canvas.begin(.occluder)
        for occluder in occluders { OccluderPainter(occluder: occluder).draw(on: canvas) }
    }
}
