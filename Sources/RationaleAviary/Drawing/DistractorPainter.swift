/// Draws the things beside the bird, each in a frame whose unit is its width.
struct DistractorPainter {
    let distractor: Distractor

    func draw(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        canvas.framed(
            origin: Vector(distractor.x, distractor.y) * side, scale: distractor.size * side, angle: distractor.angle
        ) { canvas in
            switch distractor.kind {
            case .berries: drawBerries(on: canvas)
            case .leaf: drawLeaf(on: canvas)
            case .flower: drawFlower(on: canvas)
            case .feather: drawFeather(on: canvas)
            case .pebble: drawPebble(on: canvas)
            case .butterfly: drawButterfly(on: canvas)
            case .ribbon: drawRibbon(on: canvas)
            case .pennant: drawPennant(on: canvas)
            }
        }
    }

    private var tint: Tint { Palette.tint(distractor.color) }
    private var edge: Tint { tint.darker(0.6) }
    private static let stem = Tint(hex: 0x4f6b34)
    private static let line = 0.07

    private func drawBerries(on canvas: borrowing Canvas) {
        let centers = [Vector(-0.26, 0.12), Vector(0.24, 0.02), Vector(0.02, 0.36)]
        var stems = Path()
        for center in centers {
            stems.move(Vector(0.02, -0.5))
            stems.curve(Vector(0, -0.3), center + Vector(0, -0.35), center)
        }
        canvas.stroke(stems, Self.stem, width: 0.06)
        canvas.fill(
            Path(leaf: Vector(0.02, -0.48), to: Vector(0.5, -0.42), width: 0.16), .solid(Tint(hex: 0x6a9c44)),
            edge: Self.stem, width: 0.05)
        for center in centers {
            canvas.fill(Path(circle: center, radius: 0.22), .solid(tint), edge: edge, width: Self.line)
            canvas.shade(Path(circle: center + Vector(-0.07, -0.08), radius: 0.06), .solid(Tint(1, 1, 1, 0.75)))
        }
    }

    private func drawLeaf(on canvas: borrowing Canvas) {
        canvas.stroke(Path(along: [Vector(-0.65, 0.05), Vector(-0.4, 0)]), edge, width: 0.07)
        canvas.fill(
            Path(leaf: Vector(-0.45, 0), to: Vector(0.55, 0), width: 0.36),
            .linear(Vector(0, -0.3), Vector(0, 0.3), tint.lighter(0.2), tint.darker(0.12)), edge: edge, width: Self.line
        )
        var veins = Path(along: [Vector(-0.4, 0), Vector(0.42, 0)])
        for x in [-0.2, 0.02] {
            veins.move(Vector(x, 0))
            veins.line(Vector(x + 0.18, -0.16))
            veins.move(Vector(x, 0))
            veins.line(Vector(x + 0.18, 0.16))
        }
        canvas.shadeStroke(veins, edge.faded(0.7), width: 0.04)
    }

    private func drawFlower(on canvas: borrowing Canvas) {
        canvas.stroke(Path(along: [Vector(0, 0), Vector(0.06, 0.5), Vector(0, 1)]), Self.stem, width: 0.08)
        canvas.fill(
            Path(leaf: Vector(0.04, 0.7), to: Vector(0.45, 0.48), width: 0.13), .solid(Tint(hex: 0x6a9c44)),
            edge: Self.stem, width: 0.04)
        var petals = Path()
        for petal in 0..<5 {
            let direction = Vector(angle: Double(petal) * 1.2566 - 1.57)
            petals =
                petals
                + Path(ellipse: direction * 0.28, radii: Vector(0.24, 0.18), angle: Double(petal) * 1.2566 - 1.57)
        }
        canvas.stroke(petals, edge, width: 0.1)
        canvas.fill(petals, .radial(.zero, 0.52, tint.darker(0.12), tint.lighter(0.18)))
        let heart = distractor.color == .yellow ? Tint(hex: 0x8a4f24) : Tint(hex: 0xf9cf4a)
        canvas.fill(Path(circle: .zero, radius: 0.14), .solid(heart), edge: heart.darker(0.5), width: 0.04)
    }

    /// Like a feather of a wing or a tail.
    private func drawFeather(on canvas: borrowing Canvas) {
        var path = Path()
        path.move(Vector(-0.42, 0.06))
        path.curve(Vector(-0.25, -0.28), Vector(0.3, -0.3), Vector(0.58, -0.08))
        path.curve(Vector(0.4, 0.16), Vector(-0.1, 0.26), Vector(-0.42, 0.06))
        path.close()
        canvas.stroke(Path(along: [Vector(-0.66, 0.14), Vector(-0.4, 0.06)]), edge, width: 0.06)
        canvas.fill(
            path, .linear(Vector(-0.4, 0), Vector(0.5, 0), tint.lighter(0.3), tint.darker(0.08)), edge: edge,
            width: Self.line)
        canvas.shadeStroke(
            Path(along: [Vector(-0.4, 0.06), Vector(0.1, -0.02), Vector(0.5, -0.07)]), edge.faded(0.75), width: 0.045)
    }

    private func drawPebble(on canvas: borrowing Canvas) {
        let path = Path(through: [
            Vector(-0.5, 0.1), Vector(-0.3, -0.24), Vector(0.15, -0.3), Vector(0.48, -0.02), Vector(0.4, 0.26),
            Vector(-0.3, 0.3),
        ])
        canvas.fill(
            path, .linear(Vector(-0.1, -0.3), Vector(0.1, 0.3), tint.lighter(0.28), tint.darker(0.2)), edge: edge,
            width: Self.line)
        canvas.shade(
            Path(ellipse: Vector(-0.14, -0.12), radii: Vector(0.14, 0.06), angle: -0.4), .solid(Tint(1, 1, 1, 0.4)))
    }

    private func drawButterfly(on canvas: borrowing Canvas) {
        var wings = Path()
        for mirror in [-1.0, 1] {
            wings += Path(ellipse: Vector(0.28 * mirror, -0.16), radii: Vector(0.3, 0.2), angle: -0.6 * mirror)
            wings += Path(ellipse: Vector(0.22 * mirror, 0.2), radii: Vector(0.2, 0.17), angle: 0.5 * mirror)
        }
        canvas.stroke(wings, edge, width: 0.12)
        canvas.fill(wings, .radial(.zero, 0.6, tint.lighter(0.3), tint))
        for mirror in [-1.0, 1] {
            canvas.shade(Path(circle: Vector(0.34 * mirror, -0.2), radius: 0.08), .solid(edge.faded(0.6)))
        }
        canvas.fill(Path(ellipse: .zero, radii: Vector(0.06, 0.3)), Tint.ink)
        canvas.stroke(Path(along: [Vector(-0.16, -0.5), Vector(0, -0.26), Vector(0.16, -0.5)]), Tint.ink, width: 0.045)
    }

    /// Like a forked tail.
    private func drawRibbon(on canvas: borrowing Canvas) {
        var path = Path()
        path.move(Vector(-0.62, -0.12))
        path.curve(Vector(-0.25, -0.42), Vector(0.2, 0.16), Vector(0.62, -0.18))
        path.line(Vector(0.5, 0.02))
        path.line(Vector(0.64, 0.18))
        path.curve(Vector(0.2, 0.48), Vector(-0.25, -0.1), Vector(-0.6, 0.2))
        path.line(Vector(-0.48, 0.02))
        path.close()
        canvas.fill(
            path, .linear(Vector(-0.5, 0), Vector(0.5, 0.1), tint.lighter(0.22), tint.darker(0.15)), edge: edge,
            width: Self.line)
    }

    /// Like a bill.
    private func drawPennant(on canvas: borrowing Canvas) {
        canvas.stroke(
            Path(along: [Vector(-0.7, -0.36), Vector(0, -0.3), Vector(0.7, -0.36)]), Tint(hex: 0x6a5a4c), width: 0.05)
        canvas.fill(
            Path(polygon: [Vector(-0.34, -0.33), Vector(0.34, -0.33), Vector(0.02, 0.5)]),
            .linear(Vector(0, -0.3), Vector(0, 0.5), tint.lighter(0.15), tint.darker(0.1)), edge: edge, width: Self.line
        )
    }
}
