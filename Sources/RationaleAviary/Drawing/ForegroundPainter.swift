internal import RationaleCore

/// The near and sharp part of a background, in a frame whose side is 1.
struct ForegroundPainter {
    let kind: Background.Kind

    func draw(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        switch kind {
        case .meadow:
            drawGrass(14, 0x4f8a35, on: canvas, using: &random)
            for _ in 0..<4 {
                let center = Vector(random.unit(), random.uniform(0.84...0.96))
                canvas.fill(Path(circle: center, radius: 0.014), Tint(hex: 0xfffbe8))
                canvas.fill(Path(circle: center, radius: 0.006), Tint(hex: 0xf2b93a))
            }
        case .dunes: drawGrass(9, 0x9aa05c, on: canvas, using: &random)
        case .reeds: for _ in 0..<6 { drawReed(on: canvas, using: &random) }
        case .snow: drawDots(18, Tint(1, 1, 1, 0.9), 0.005...0.013, on: canvas, using: &random)
        case .night: drawDots(14, Tint(1, 1, 0.85, 0.8), 0.003...0.007, on: canvas, using: &random)
        case .blossom: drawPetals(8, 0xf7b6c8, on: canvas, using: &random)
        case .autumn: drawPetals(6, 0xd4582a, on: canvas, using: &random)
        case .sky, .forest, .dusk: break
        }
    }

    private func drawGrass(
        _ count: Int, _ color: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64
    ) {
        var path = Path()
        for _ in 0..<count {
            let (x, height, bend) = (random.unit(), random.uniform(0.1...0.24), random.uniform(-0.06...0.06))
            path.move(Vector(x - 0.008, 1.01))
            path.curve(Vector(x - 0.006, 1 - height * 0.5), Vector(x, 1 - height * 0.8), Vector(x + bend, 1 - height))
            path.curve(Vector(x + 0.006, 1 - height * 0.7), Vector(x + 0.008, 1 - height * 0.4), Vector(x + 0.01, 1.01))
            path.close()
        }
        canvas.fill(
            path, .linear(Vector(0, 0.8), Vector(0, 1), Tint(hex: color).lighter(0.15), Tint(hex: color).darker(0.25)))
    }

    private func drawReed(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let (x, top, bend) = (random.unit(), random.uniform(0.1...0.5), random.uniform(-0.05...0.05))
        let tip = Vector(x + bend, top)
        canvas.stroke(
            Path(along: [Vector(x, 1.02), Vector(x + bend * 0.2, 0.7), tip]), Tint(hex: 0x7e8a48), width: 0.011)
        canvas.stroke(Path(along: [tip, tip + Vector(-bend * 0.15, 0.1)]), Tint(hex: 0x75502f), width: 0.03)
    }

    private func drawDots(
        _ count: Int, _ tint: Tint, _ radius: ClosedRange<Double>, on canvas: borrowing Canvas,
        using random: inout SplitMix64
    ) {
        var path = Path()
        for _ in 0..<count {
            path += Path(circle: Vector(random.unit(), random.uniform(0...0.8)), radius: random.uniform(radius))
        }
        canvas.fill(path, tint)
    }

    private func drawPetals(
        _ count: Int, _ color: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64
    ) {
        var path = Path()
        for _ in 0..<count {
            let (center, angle) = (Vector(random.unit(), random.unit()), random.uniform(0...6.28))
            path += Path(leaf: center, to: center + Vector(angle: angle) * 0.045, width: 0.018)
        }
        canvas.fill(path, Tint(hex: color))
    }
}
