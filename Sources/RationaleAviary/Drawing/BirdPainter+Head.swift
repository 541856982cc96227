extension BirdPainter {
    func drawEye(on canvas: borrowing Canvas) {
        let radius = shape.headRadius
        if scene.has(.eyeRing), let ring = Palette.tint(look.eyeRing) {
            canvas.begin(.part(.eyeRing))
            canvas.fill(
                Path(circle: shape.eye, radius: radius * 0.44), .solid(ring), edge: ring.darker(0.35), width: 0.8)
        }
        canvas.begin(.body)
        canvas.fill(Path(circle: shape.eye, radius: radius * 0.26), Tint.ink)
        canvas.shade(
            Path(circle: shape.eye + Vector(radius * 0.08, -radius * 0.1), radius: radius * 0.09), .solid(.white))
    }

    func drawBill(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.billColor)
        let reach = 1 - 0.16 * shape.turn
        func at(_ x: Double, _ y: Double) -> Vector { shape.head(0.85 + (x - 0.85) * reach, y) }
        var path = Path()
        switch look.billShape {
        case .cone:
            path.move(at(0.82, -0.25))
            path.curve(at(1.2, -0.3), at(1.6, 0), at(1.75, 0.28))
            path.curve(at(1.5, 0.45), at(1.1, 0.62), at(0.78, 0.58))
        case .dagger:
            path.move(at(0.88, -0.1))
            path.curve(at(1.2, -0.12), at(1.8, 0.06), at(2.3, 0.2))
            path.curve(at(1.8, 0.36), at(1.2, 0.46), at(0.84, 0.42))
        case .hooked:
            path.move(at(0.84, -0.2))
            path.curve(at(1.3, -0.4), at(2.05, -0.2), at(1.82, 0.75))
            path.curve(at(1.72, 0.45), at(1.5, 0.42), at(0.8, 0.5))
        case .curved:
            path.move(at(0.88, -0.12))
            path.curve(at(1.5, -0.25), at(2.15, 0.2), at(2.2, 1.05))
            path.curve(at(1.9, 0.5), at(1.5, 0.28), at(0.84, 0.36))
        }
        path.close()
        canvas.begin(.part(.bill))
        canvas.fill(
            path, .linear(shape.head(1, -0.3), shape.head(1, 0.6), tint.lighter(0.2), tint.darker(0.15)),
            edge: tint.darker(0.5), width: 1.2)
    }

    func drawCrest(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.crestColor)
        var path = Path()
        func at(_ x: Double, _ y: Double) -> Vector { shape.head(x, y) }
        switch look.crest {
        case .none: return
        case .pointed:
            path.move(at(0.45, -0.75))
            path.curve(at(0.2, -1.3), at(-0.6, -1.7), at(-1.15, -1.75))
            path.curve(at(-0.9, -1.4), at(-0.9, -0.8), at(-0.9, -0.2))
        case .tufted:
            for (x, angle) in [(-0.25, -0.5), (0.0, 0.0), (0.25, 0.5)] {
                let base = at(x, -0.8)
                let tip = at(x + angle * 1.1, -1.75)
                path = path + Path(leaf: base, to: tip, width: shape.headRadius * 0.3)
                path = path + Path(circle: tip, radius: shape.headRadius * 0.16)
            }
        case .shaggy:
            path = Path(polygon: [
                at(0.6, -0.7), at(0.5, -1.3), at(0.1, -1.1), at(-0.1, -1.55), at(-0.4, -1.15), at(-0.8, -1.5),
                at(-0.85, -1), at(-1.35, -1.1), at(-1.15, -0.6), at(-1.55, -0.45), at(-0.9, -0.1),
            ])
        }
        path.close()
        canvas.begin(.part(.crest))
        canvas.fill(path, .solid(tint), edge: tint.darker(0.5), width: 1.3)
    }
}
