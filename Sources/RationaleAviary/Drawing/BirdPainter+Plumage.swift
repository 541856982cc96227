extension BirdPainter {
    /// The body in down, and on it belly, breast and crown.
    func drawPlumage(on canvas: borrowing Canvas) {
        let outline = shape.outline
        canvas.begin(.body)
        canvas.fill(outline, .solid(Palette.down), edge: Palette.down.darker(0.65), width: 1.8)
        canvas.inside(outline) { canvas in
            canvas.shade(
                Path(circle: shape.head(0.25, 0.5), radius: shape.headRadius * 0.3),
                .solid(Tint(hex: 0xf08a7a, alpha: 0.4)))
            fill(.belly, shape.belly, look.bellyColor, on: canvas)
            fill(.breast, shape.breast, look.breastColor, on: canvas)
            if scene.has(.breast) { drawBreastPattern(on: canvas) }
            fill(.crown, shape.crown, look.crownColor, on: canvas)
            canvas.shade(
                outline, .linear(light * 42, light * -36, Tint(1, 0.98, 0.9, 0.26), Tint(0.25, 0.1, 0.14, 0.26)))
        }
    }

    private func fill(_ part: BirdPart, _ path: Path, _ color: Appearance.Plumage, on canvas: borrowing Canvas) {
        // Down is the body's: a missing part has no pixels.
        canvas.begin(scene.missing.contains(part) ? .body : .part(part))
        canvas.fill(path, tint(part, color))
    }

    private func drawBreastPattern(on canvas: borrowing Canvas) {
        let mark = Palette.marking(on: look.breastColor)
        var marks = Path()
        switch look.breastPattern {
        case .plain: return
        case .streaked:
            for (x, y) in [(5.0, -6.0), (11, -10), (17, -6), (23, -10), (8, 4.5), (14, 2), (20, 5.5), (26, 3)] {
                marks += Path(leaf: shape.body(x, y), to: shape.body(x - 1.5, y + 10), width: 2.6)
            }
        case .spotted:
            for (x, y) in [
                (5.0, -7.0), (12, -9), (19, -7), (26, -8), (8, -0.5), (15.5, -2), (23, -0.5), (5, 6), (12, 5.5),
                (19.5, 6), (26.5, 6.5), (16, 13), (23, 14),
            ] { marks += Path(circle: shape.body(x, y), radius: 2.3) }
        case .banded:
            marks = Path(along: [shape.body(-6, 1), shape.body(14, 6), shape.body(36, -4)])
        }
        canvas.inside(shape.breast) { canvas in
            look.breastPattern == .banded ? canvas.stroke(marks, mark, width: 8) : canvas.fill(marks, mark)
        }
    }
}
