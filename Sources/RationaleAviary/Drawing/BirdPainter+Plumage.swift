extension BirdPainter {
    /// The body with belly, breast and crown.
    func drawPlumage(on canvas: borrowing Canvas) {
        let outline = shape.outline
        canvas.begin(.body)
        canvas.fill(outline, .solid(Palette.down), edge: Palette.down.darker(0.6), width: 1.6)
        canvas.inside(outline) { canvas in
            canvas.begin(.part(.belly))
            if scene.missing.contains(.belly) { canvas.begin(.body) }
            canvas.fill(shape.belly, tint(.belly, look.bellyColor))
            canvas.begin(scene.missing.contains(.breast) ? .body : .part(.breast))
            canvas.fill(shape.breast, tint(.breast, look.breastColor))
            if scene.has(.breast) { drawBreastPattern(on: canvas) }
            canvas.begin(scene.missing.contains(.crown) ? .body : .part(.crown))
            canvas.fill(shape.crown, tint(.crown, look.crownColor))
            canvas.shade(
                outline,
                .linear(light * 40, light * -34, Tint(1, 1, 0.95, 0.25), Tint(0.15, 0.08, 0.2, 0.32)))
        }
    }

    private func drawBreastPattern(on canvas: borrowing Canvas) {
        let mark = Palette.marking(on: look.breastColor)
        canvas.inside(shape.breast) { canvas in
            switch look.breastPattern {
            case .plain: break
            case .streaked:
                for row in 0..<3 {
                    for column in 0..<4 {
                        let x = 5 + Double(column) * 6.5 + Double(row % 2) * 3
                        let y = -9 + Double(row) * 10.5
                        canvas.stroke(Path(along: [shape.body(x, y), shape.body(x - 1, y + 6)]), mark, width: 2)
                    }
                }
            case .spotted:
                for row in 0..<4 {
                    for column in 0..<4 {
                        let x = 4 + Double(column) * 7.5 + Double(row % 2) * 3.7
                        let y = -9 + Double(row) * 8
                        canvas.fill(Path(circle: shape.body(x, y), radius: 2.1), mark)
                    }
                }
            case .banded:
                canvas.stroke(
                    Path(along: [shape.body(2, 1), shape.body(14, 8), shape.body(30, 2)]), mark, width: 6.5)
            }
        }
    }
}
