extension BirdPainter {
    func drawTail(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.tailColor)
        let along = Vector(angle: shape.tailAngle)
        let root = shape.body(-26, 9)
        // Along the tail, and across it.
        func at(_ u: Double, _ v: Double) -> Vector { root + along * u + along.across * v }
        var path = Path()
        var quills: [(Double, Double)] = []
        path.move(at(-6, -7))
        switch look.tailShape {
        case .short:
            path.curve(at(4, -8), at(12, -8.5), at(18, -6.5))
            path.curve(at(20.5, -2), at(20.5, 2), at(18, 6.5))
            path.curve(at(12, 8.5), at(4, 8), at(-6, 7))
            quills = [(17, -2.5), (17, 2.5)]
        case .long:
            path.curve(at(8, -7), at(26, -6), at(41, -3.5))
            path.curve(at(44, -1), at(44, 1), at(41, 3.5))
            path.curve(at(26, 6), at(8, 7), at(-6, 7))
            quills = [(38, -1.2), (38, 1.2)]
        case .forked:
            path.curve(at(8, -8), at(20, -10), at(34, -17))
            path.curve(at(29, -9), at(22, -4), at(15, 0))
            path.curve(at(22, 4), at(29, 9), at(34, 17))
            path.curve(at(20, 10), at(8, 8), at(-6, 7))
            quills = [(26, -9), (26, 9)]
        case .fanned:
            path.curve(at(4, -9), at(10, -16), at(19, -21))
            for (from, to) in [(-21.0, -11.0), (-11, 0), (0, 11), (11, 21)] {
                let bulge = (from + to) / 2
                let ends = (27 - to * to * 0.018, 32 - bulge * bulge * 0.018)
                path.curve(at(ends.1, from * 0.6 + bulge * 0.4), at(ends.1, bulge * 0.4 + to * 0.6), at(ends.0, to))
            }
            path.curve(at(10, 16), at(4, 9), at(-6, 7))
            quills = [(25, -10), (26, 0), (25, 10)]
        }
        path.close()
        canvas.begin(.part(.tail))
        canvas.fill(
            path, .linear(at(2, 0), at(36, 0), tint.darker(0.12), tint.lighter(0.14)), edge: tint.darker(0.58),
            width: 1.6)
        var lines = Path()
        for (u, v) in quills {
            lines.move(at(4, v * 0.2))
            lines.line(at(u, v))
        }
        canvas.shadeStroke(lines, tint.darker(0.6).faded(0.6), width: 0.9)
    }

    /// Thick enough to be seen: a cartoon's legs.
    func drawLegs(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.legColor)
        var path = Path()
        for (hip, foot) in [(shape.body(4, 22), 4 + 3 * shape.stance), (shape.body(-8, 22), -7 - 3 * shape.stance)] {
            let sole = Vector(foot, BirdShape.perchHeight)
            path.move(hip)
            path.line(sole)
            for reach in [-6.0, 4.5, 8.5] {
                path.move(sole)
                path.curve(sole + Vector(reach * 0.4, -1.5), sole + Vector(reach * 0.9, -1.5), sole + Vector(reach, 3))
            }
        }
        canvas.begin(.part(.legs))
        canvas.stroke(path, tint.darker(0.6), width: 4.8)
        canvas.stroke(path, tint, width: 3)
    }
}
