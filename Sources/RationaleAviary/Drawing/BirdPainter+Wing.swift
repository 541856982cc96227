extension BirdPainter {
    /// The folded wing.
    func drawWing(on canvas: borrowing Canvas) {
        let (path, tint) = (shape.wing, tint(.wing, look.wingColor))
        let isMissing = scene.missing.contains(.wing)
        canvas.begin(isMissing ? .body : .part(.wing))
        canvas.fill(
            path, .linear(shape.body(0, -18), shape.body(-8, 18), tint.lighter(0.16), tint.darker(0.14)),
            edge: tint.darker(0.6), width: 1.6)
        guard !isMissing else { return }
        drawFeathers(tint, on: canvas)
        guard look.wingPattern != .plain else { return }
        let mark = Palette.marking(on: look.wingColor)
        canvas.inside(path) { canvas in
            switch look.wingPattern {
            case .plain: break
            case .barred:
                for x in [1.0, -11] {
                    canvas.stroke(
                        Path(along: [shape.body(x + 2, -19), shape.body(x - 3, -1), shape.body(x + 2, 18)]), mark,
                        width: 4.6)
                }
            case .spotted:
                var spots = Path()
                for (x, y) in [
                    (2.5, -6.0), (-6, -9.5), (-0.5, 2.5), (-9, -1.5), (-4.5, 9.5), (-13, 6.5), (-17.5, -5), (-22, 3),
                    (-27, 9.5),
                ] { spots += Path(circle: shape.body(x, y), radius: 2.6) }
                canvas.fill(spots, mark)
            case .edged:
                canvas.stroke(path, mark, width: 7.5)
            }
        }
        if look.wingPattern == .edged { canvas.shadeStroke(path, tint.darker(0.6), width: 1.2) }
    }

    /// Fine lines of the coverts and of the flight feathers.
    private func drawFeathers(_ tint: Tint, on canvas: borrowing Canvas) {
        var lines = Path()
        for (y, reach) in [(-6.0, -30.0), (0, -33), (6, -34)] {
            lines.move(shape.body(-12, y))
            lines.curve(shape.body(-18, y + 1), shape.body(-24, y * 0.6 + 6), shape.body(reach, y * 0.35 + 9))
        }
        for (x, y) in [(-1.0, -9.0), (-1, -2), (-2, 5)] {
            lines.move(shape.body(x + 1, y - 3))
            lines.curve(shape.body(x - 5, y - 3), shape.body(x - 5, y + 4), shape.body(x + 1, y + 4))
        }
        canvas.shadeStroke(lines, tint.darker(0.6).faded(0.55), width: 0.9)
    }
}
