extension BirdPainter {
    func drawTail(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.tailColor)
        let along = Vector(angle: shape.tailAngle)
        let root = shape.body(-26, 9)
        // Along the tail, and across it upwards.
        func at(_ u: Double, _ v: Double) -> Vector { root + along * u + along.across * v }
        var path = Path()
        path.move(at(-6, -6))
        switch look.tailShape {
        case .short:
            path.curve(at(4, -7), at(16, -8), at(20, -5))
            path.curve(at(22, 0), at(22, 1), at(20, 5))
            path.curve(at(16, 8), at(4, 7), at(-6, 6))
        case .long:
            path.curve(at(6, -6), at(28, -6), at(42, -2))
            path.curve(at(44, 0), at(44, 1), at(42, 2))
            path.curve(at(28, 6), at(6, 6), at(-6, 6))
        case .forked:
            path.curve(at(8, -7), at(20, -10), at(34, -15))
            path.curve(at(28, -8), at(22, -4), at(17, 0))
            path.curve(at(22, 4), at(28, 8), at(34, 15))
            path.curve(at(20, 10), at(8, 7), at(-6, 6))
        case .fanned:
            path.curve(at(4, -8), at(12, -16), at(22, -20))
            path.curve(at(27, -14), at(29, -7), at(29, 0))
            path.curve(at(29, 7), at(27, 14), at(22, 20))
            path.curve(at(12, 16), at(4, 8), at(-6, 6))
        }
        path.close()
        canvas.begin(.part(.tail))
        canvas.fill(
            path, .linear(at(0, 0), at(32, 0), tint.lighter(0.1), tint.darker(0.2)), edge: tint.darker(0.5), width: 1.4)
    }

    func drawLegs(on canvas: borrowing Canvas) {
        let tint = Palette.tint(look.legColor)
        canvas.begin(.part(.legs))
        for (hip, foot) in [(shape.body(3, 22), 4 + 3 * shape.stance), (shape.body(-7, 22), -6 - 4 * shape.stance)] {
            let sole = Vector(foot, BirdShape.perchHeight)
            let shank = Path(along: [hip, sole])
            var toes = Path()
            for reach in [-6.0, 4, 8] {
                toes.move(sole)
                toes.curve(
                    sole + Vector(reach * 0.4, -1), sole + Vector(reach * 0.9, -1), sole + Vector(reach, 3))
            }
            canvas.stroke(shank + toes, tint.darker(0.5), width: 4.2)
            canvas.stroke(shank + toes, tint, width: 2.8)
        }
    }
}
