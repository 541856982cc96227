extension BirdPainter {
    /// The folded wing.
    func drawWing(on canvas: borrowing Canvas) {
        let (path, tint) = (shape.wing, tint(.wing, look.wingColor))
        canvas.begin(scene.missing.contains(.wing) ? .body : .part(.wing))
        canvas.fill(
            path, .linear(shape.body(0, -16), shape.body(-6, 20), tint.lighter(0.14), tint.darker(0.2)),
            edge: tint.darker(0.55), width: 1.5)
        guard scene.has(.wing) else { return }
        let mark = Palette.marking(on: look.wingColor)
        canvas.inside(path) { canvas in
            switch look.wingPattern {
            case .plain: break
            case .barred:
                for place in [(4.0, 0.0), (-8.0, 1.0)] {
                    let (x, lean) = place
                    canvas.stroke(
                        Path(along: [shape.body(x + 2, -16), shape.body(x - 3 - lean, 2), shape.body(x + 1, 20)]),
                        mark, width: 4.5)
                }
            case .spotted:
                for (x, y) in [(6.0, -6.0), (-4, -7), (2, 3), (-8, 2), (-4, 11), (-15, -2), (-17, 8), (-26, 6)] {
                    canvas.fill(Path(circle: shape.body(x, y), radius: 2.5), mark)
                }
            case .edged:
                canvas.stroke(path, mark, width: 8)
            }
        }
    }
}
