extension BirdPainter {
    /// The ring, if there is one, and the eye, which every bird has.
    func drawEye(on canvas: borrowing Canvas) {
        let (radius, eye) = (shape.headRadius, shape.eye)
        if scene.has(.eyeRing), let ring = Palette.tint(look.eyeRing) {
            canvas.begin(.part(.eyeRing))
            canvas.fill(Path(circle: eye, radius: radius * 0.43), .solid(ring), edge: ring.darker(0.4), width: 0.9)
        }
        canvas.begin(.body)
        canvas.fill(Path(circle: eye, radius: radius * 0.25), Tint.ink)
        let glint = eye + light * (radius * 0.09)
        canvas.shade(Path(circle: glint, radius: radius * 0.085), .solid(.white))
        canvas.shade(Path(circle: eye - light * (radius * 0.11), radius: radius * 0.045), .solid(Tint(1, 1, 1, 0.5)))
    }

    func drawBill(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.billColor)
        // A turned head foreshortens the bill.
        let reach = 1 - 0.14 * shape.turn
        func at(_ x: Double, _ y: Double) -> Vector { shape.head(0.85 + (x - 0.85) * reach, y) }
        var (path, mouth) = (Path(), Path())
        mouth.move(at(0.95, 0.17))
        switch look.billShape {
        case .cone:
            path.move(at(0.82, -0.27))
            path.curve(at(1.2, -0.32), at(1.58, -0.02), at(1.72, 0.27))
            path.curve(at(1.5, 0.46), at(1.1, 0.64), at(0.76, 0.6))
            path.curve(at(0.92, 0.3), at(0.92, 0), at(0.82, -0.27))
            mouth.curve(at(1.2, 0.12), at(1.4, 0.2), at(1.66, 0.26))
        case .dagger:
            path.move(at(0.9, -0.1))
            path.curve(at(1.25, -0.12), at(1.8, 0.05), at(2.28, 0.2))
            path.curve(at(1.8, 0.36), at(1.2, 0.48), at(0.84, 0.44))
            path.curve(at(0.94, 0.3), at(0.94, 0.1), at(0.9, -0.1))
            mouth.curve(at(1.2, 0.18), at(1.7, 0.2), at(2.2, 0.2))
        case .hooked:
            path.move(at(0.84, -0.22))
            path.curve(at(1.35, -0.42), at(2.05, -0.15), at(1.8, 0.8))
            path.curve(at(1.68, 0.5), at(1.5, 0.56), at(0.78, 0.54))
            path.curve(at(0.93, 0.3), at(0.93, 0), at(0.84, -0.22))
            mouth.curve(at(1.2, 0.2), at(1.45, 0.2), at(1.66, 0.42))
        case .curved:
            path.move(at(0.9, -0.12))
            path.curve(at(1.55, -0.25), at(2.15, 0.25), at(2.12, 1.12))
            path.curve(at(1.85, 0.55), at(1.5, 0.34), at(0.84, 0.4))
            path.curve(at(0.94, 0.25), at(0.94, 0.05), at(0.9, -0.12))
            mouth.curve(at(1.4, 0.1), at(1.85, 0.35), at(2.04, 0.85))
        }
        path.close()
        canvas.begin(.part(.bill))
        canvas.fill(
            path, .linear(shape.head(1, -0.3), shape.head(1, 0.65), tint.lighter(0.24), tint.darker(0.12)),
            edge: tint.darker(0.55), width: 1.3)
        canvas.shadeStroke(mouth, tint.darker(0.6).faded(0.7), width: 0.9)
    }

    func drawCrest(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.crestColor)
        func at(_ x: Double, _ y: Double) -> Vector { shape.head(x, y) }
        var path = Path()
        switch look.crest {
        case .none: return
        case .pointed:
            path.move(at(0.5, -0.7))
            path.curve(at(0.35, -1.25), at(-0.35, -1.7), at(-1.1, -1.85))
            path.curve(at(-0.8, -1.45), at(-0.95, -0.9), at(-0.9, -0.3))
            path.close()
        case .tufted:
            for (foot, tip) in [(-0.25, Vector(-0.75, -1.6)), (0, Vector(-0.12, -1.8)), (0.22, Vector(0.48, -1.62))] {
                path += Path(leaf: at(foot, -0.7), to: at(tip.x, tip.y), width: shape.headRadius * 0.14)
                path += Path(circle: at(tip.x, tip.y), radius: shape.headRadius * 0.19)
            }
        case .shaggy:
            for (foot, tip, width) in [
                (Vector(0.4, -0.6), Vector(0.62, -1.4), 0.3), (Vector(0.1, -0.7), Vector(0.05, -1.6), 0.34),
                (Vector(-0.6, -0.2), Vector(-1.62, -0.62), 0.32), (Vector(-0.2, -0.6), Vector(-0.62, -1.58), 0.36),
                (Vector(-0.45, -0.4), Vector(-1.25, -1.2), 0.36),
            ] {
                path += Path(leaf: at(foot.x, foot.y), to: at(tip.x, tip.y), width: shape.headRadius * width)
            }
        }
        canvas.begin(.part(.crest))
        canvas.stroke(path, tint.darker(0.55), width: 2.4)
        canvas.fill(path, .linear(at(0, -1.7), at(0, -0.6), tint.lighter(0.18), tint.darker(0.1)))
    }
}
