internal import RationaleCore

/// What the bird sits on, in the bird's measure: its feet are at (0, 0).
struct PerchPainter {
    let background: Background
    let place: Place

    func draw(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        let feet = Vector(place.x, place.y + BirdShape.perchHeight * place.scale / 100)
        var random = SplitMix64(seed: background.seed, for: "perch")
        let isMirrored = random.chance(0.5)
        canvas.framed(origin: feet * side, scale: side * place.scale / 100, isMirrored: isMirrored) { canvas in
            switch background.perch {
            case .branch: drawBranch(on: canvas, using: &random)
            case .stump: drawStump(on: canvas, using: &random)
            case .rail: drawRail(on: canvas, using: &random)
            case .rock: drawRock(on: canvas, using: &random)
            }
        }
    }

    private func drawBranch(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let bark = Tint(hex: 0x8a6242).mixed(with: Tint(hex: 0x6d6058), random.unit())
        let (left, right) = (random.uniform(-6...8), random.uniform(-6...8))
        func edge(_ shift: Double) -> [Vector] {
            [
                Vector(-100, left + shift), Vector(-40, left * 0.35 + shift), Vector(0, shift),
                Vector(40, right * 0.35 + shift * 0.85), Vector(100, right + shift * 0.6),
            ]
        }
        for _ in 0..<3 { drawSprig(from: Vector(random.uniform(-65...65), 3), on: canvas, using: &random) }
        var path = Path(along: edge(-1))
        path.line(edge(8)[4])
        path.elements += Path(along: edge(8).reversed()).elements.dropFirst()
        path.close()
        canvas.fill(
            path, .linear(Vector(0, -2), Vector(0, 10), bark.lighter(0.2), bark.darker(0.35)), edge: bark.darker(0.6),
            width: 1.2)
        var grain = Path()
        for _ in 0..<4 {
            let (x, y) = (random.uniform(-60...60), random.uniform(2...6))
            grain.move(Vector(x, y))
            grain.line(Vector(x + random.uniform(6...14), y + 0.6))
        }
        canvas.stroke(grain, bark.darker(0.5).faded(0.6), width: 0.9)
        if background.kind == .snow { canvas.stroke(Path(along: edge(-1.2)), Tint(hex: 0xfbfdff), width: 3.6) }
    }

    /// A twig with leaves; bare in winter.
    private func drawSprig(from root: Vector, on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let direction = random.chance(0.4) ? random.uniform(-2.4 ... -0.7) : random.uniform(0.5...2.6)
        let tip = root + Vector(angle: direction) * random.uniform(9...16)
        canvas.stroke(Path(along: [root, tip]), Tint(hex: 0x6b4a32), width: 1.6)
        guard background.kind != .snow else { return }
        let color: UInt32 =
            switch background.kind {
            case .autumn: 0xc96a2a
            case .blossom: 0xf2a3ba
            default: 0x6c9a45
            }
        for turn in [-0.7, 0.6] {
            let end = tip + Vector(angle: direction + turn) * 9
            canvas.fill(
                Path(leaf: tip, to: end, width: 3.4), .solid(Tint(hex: color)), edge: Tint(hex: color).darker(0.5),
                width: 0.7)
        }
    }

    private func drawStump(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let width = random.uniform(34...46)
        let bark = Tint(hex: 0x7a563a)
        let top = Vector(0, 3)
        canvas.fill(
            Path(polygon: [Vector(-width, 3), Vector(width, 3), Vector(width * 1.12, 70), Vector(-width * 1.12, 70)]),
            .linear(Vector(-width, 0), Vector(width, 0), bark.lighter(0.15), bark.darker(0.35)), edge: bark.darker(0.6),
            width: 1.2)
        let wood = Tint(hex: background.kind == .snow ? 0xf6f9fc : 0xd8b286)
        canvas.fill(Path(ellipse: top, radii: Vector(width, 6)), .solid(wood), edge: bark.darker(0.5), width: 1.2)
        canvas.stroke(Path(ellipse: top, radii: Vector(width * 0.6, 3.4)), wood.darker(0.25), width: 0.8)
        canvas.stroke(Path(ellipse: top, radii: Vector(width * 0.3, 1.6)), wood.darker(0.25), width: 0.8)
    }

    private func drawRail(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let wood = Tint(hex: 0xa58c6e).mixed(with: Tint(hex: 0x9aa09c), random.unit())
        let post = random.uniform(30...55) * (random.chance(0.5) ? 1 : -1)
        func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Path {
            Path(polygon: [Vector(left, top), Vector(right, top), Vector(right, bottom), Vector(left, bottom)])
        }
        canvas.fill(
            box(post - 6, -12, post + 6, 80),
            .linear(Vector(post - 6, 0), Vector(post + 6, 0), wood.lighter(0.15), wood.darker(0.3)),
            edge: wood.darker(0.6), width: 1.2)
        canvas.fill(
            box(-110, -1, 110, 9), .linear(Vector(0, -1), Vector(0, 9), wood.lighter(0.25), wood.darker(0.25)),
            edge: wood.darker(0.6), width: 1.2)
        var grain = Path()
        for y in [2.0, 5.5] {
            let x = random.uniform(-70 ... -10)
            grain.move(Vector(x, y))
            grain.line(Vector(x + random.uniform(30...60), y))
        }
        canvas.stroke(grain, wood.darker(0.5).faded(0.5), width: 0.8)
        if background.kind == .snow {
            canvas.stroke(Path(polygon: [Vector(-110, -1), Vector(110, -1)]), Tint(hex: 0xfbfdff), width: 3.6)
        }
    }

    private func drawRock(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let stone = Tint(hex: 0x9b9a98).mixed(with: Tint(hex: 0xa89a86), random.unit())
        let (left, right) = (random.uniform(46...70), random.uniform(46...70))
        let path = Path(through: [
            Vector(-left, 24), Vector(-left * 0.7, 6), Vector(-24, 0), Vector(0, -1), Vector(24, 0),
            Vector(right * 0.75, 8), Vector(right, 26), Vector(right, 80), Vector(-left, 80),
        ])
        canvas.fill(
            path, .linear(Vector(-10, -4), Vector(10, 45), stone.lighter(0.25), stone.darker(0.35)),
            edge: stone.darker(0.6), width: 1.2)
        for _ in 0..<4 {
            let center = Vector(random.uniform(-34...34), random.uniform(9...28))
            canvas.fill(Path(ellipse: center, radii: Vector(random.uniform(3...7), 2)), stone.darker(0.25).faded(0.5))
        }
        if background.kind == .snow {
            canvas.stroke(
                Path(along: [Vector(-left * 0.7, 5), Vector(-24, -1), Vector(24, -1), Vector(right * 0.75, 7)]),
                Tint(hex: 0xfbfdff), width: 4)
        }
    }
}
