internal import RationaleCore

/// The far part of a background, in a frame whose side is 1.
struct LandPainter {
    let kind: Background.Kind

    func draw(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        switch kind {
        case .sky:
            fillSky(0x6fb2ea, 0xd7eef8, on: canvas, using: &random)
            for _ in 0..<3 { drawCloud(on: canvas, using: &random) }
            drawHill(0.86, 0x8db8a0, on: canvas, using: &random)
        case .meadow:
            fillSky(0x9fd0ee, 0xe8f2d8, on: canvas, using: &random)
            drawCloud(on: canvas, using: &random)
            drawHill(0.5, 0xa7cc8e, on: canvas, using: &random)
            drawHill(0.64, 0x8cbd62, on: canvas, using: &random)
            drawHill(0.8, 0x6fa648, on: canvas, using: &random)
        case .forest:
            fillSky(0x3d6b4c, 0x7da35c, on: canvas, using: &random)
            for _ in 0..<4 { drawTrunk(0x3a4a36, on: canvas, using: &random) }
            drawLights(14, 0xe2edaa, on: canvas, using: &random)
            drawHill(0.88, 0x557a3c, on: canvas, using: &random)
        case .autumn:
            fillSky(0xe8b05a, 0xd98a48, on: canvas, using: &random)
            for _ in 0..<3 { drawTrunk(0x7a4a34, on: canvas, using: &random) }
            drawLights(14, 0xffdf8a, on: canvas, using: &random)
            drawHill(0.86, 0xa8632f, on: canvas, using: &random)
        case .reeds:
            fillSky(0xf2e3b4, 0xc9d8c0, on: canvas, using: &random)
            drawHill(0.52, 0xb4bc84, on: canvas, using: &random)
            fillGround(from: 0.62, 0x9cc0c4, 0x6f9fae, on: canvas)
            for _ in 0..<8 {
                let (x, y) = (random.unit(), random.uniform(0.66...1))
                canvas.fill(Path(ellipse: Vector(x, y), radii: Vector(0.16, 0.008)), Tint(1, 1, 1, 0.35))
            }
        case .snow:
            fillSky(0xa9c2dc, 0xe6edf5, on: canvas, using: &random)
            drawHill(0.55, 0xd3dfec, on: canvas, using: &random)
            for _ in 0..<6 { drawFir(on: canvas, using: &random) }
            drawHill(0.76, 0xf4f7fb, on: canvas, using: &random)
        case .dusk:
            fillSky(0x54457f, 0xf5a871, on: canvas, using: &random)
            drawSun(0xffe0a0, height: 0.45...0.66, on: canvas, using: &random)
            drawHill(0.7, 0x8a5a78, on: canvas, using: &random)
            drawHill(0.82, 0x5e4266, on: canvas, using: &random)
        case .night:
            fillSky(0x1f2c56, 0x5f78a8, on: canvas, using: &random)
            drawSun(0xf6f2d4, height: 0.1...0.35, on: canvas, using: &random)
            drawHill(0.74, 0x34486f, on: canvas, using: &random)
            drawHill(0.86, 0x263556, on: canvas, using: &random)
        case .blossom:
            fillSky(0xf6d3de, 0xdfeacb, on: canvas, using: &random)
            drawLights(22, 0xffeaf0, on: canvas, using: &random)
            drawLights(8, 0xee9db8, on: canvas, using: &random)
        case .dunes:
            fillSky(0x8fcbdc, 0xf4e8cc, on: canvas, using: &random)
            fillGround(from: 0.56, 0x7fb7c4, 0x7fb7c4, on: canvas)
            drawHill(0.66, 0xecd7a6, on: canvas, using: &random)
            drawHill(0.8, 0xdfc188, on: canvas, using: &random)
        }
    }

    /// A sky from top to bottom, each time a little different.
    private func fillSky(_ top: UInt32, _ bottom: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let mood = Tint(random.unit(), random.unit(), random.unit())
        canvas.fill(
            Path(polygon: [Vector(0, 0), Vector(1, 0), Vector(1, 1), Vector(0, 1)]),
            .linear(
                Vector(0, 0), Vector(random.uniform(-0.3...0.3), 0.9), Tint(hex: top).mixed(with: mood, 0.12),
                Tint(hex: bottom).mixed(with: mood, 0.06)))
    }

    private func fillGround(from height: Double, _ far: UInt32, _ near: UInt32, on canvas: borrowing Canvas) {
        canvas.fill(
            Path(polygon: [Vector(0, height), Vector(1, height), Vector(1, 1), Vector(0, 1)]),
            .linear(Vector(0, height), Vector(0, 1), Tint(hex: far), Tint(hex: near)))
    }

    private func drawHill(
        _ height: Double, _ color: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64
    ) {
        func ridge() -> Double { height + random.uniform(-0.07...0.07) }
        var path = Path(along: [
            Vector(-0.1, ridge()), Vector(0.3, ridge()), Vector(0.7, ridge()), Vector(1.1, ridge()),
        ])
        path.line(Vector(1.1, 1.1))
        path.line(Vector(-0.1, 1.1))
        let tint = Tint(hex: color)
        canvas.fill(
            path, .linear(Vector(0, height - 0.05), Vector(0, height + 0.35), tint.lighter(0.12), tint.darker(0.12)))
    }

    private func drawCloud(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let center = Vector(random.unit(), random.uniform(0.05...0.5))
        let size = random.uniform(0.07...0.12)
        for (x, y, share) in [(-1.2, 0.2, 0.6), (0.0, 0.0, 1.0), (1.1, 0.2, 0.7), (0.5, -0.4, 0.7)] {
            canvas.fill(Path(circle: center + Vector(x, y) * size, radius: size * share), Tint(1, 1, 1, 0.55))
        }
    }

    private func drawTrunk(_ color: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let (x, width) = (random.unit(), random.uniform(0.02...0.06))
        canvas.fill(
            Path(polygon: [
                Vector(x - width, 0), Vector(x + width, 0), Vector(x + width * 1.3, 1), Vector(x - width * 1.3, 1),
            ]),
            Tint(hex: color, alpha: 0.55))
    }

    /// Round spots of light, as a lens draws them.
    private func drawLights(
        _ count: Int, _ color: UInt32, on canvas: borrowing Canvas, using random: inout SplitMix64
    ) {
        for _ in 0..<count {
            let center = Vector(random.unit(), random.uniform(0...0.9))
            canvas.fill(
                Path(circle: center, radius: random.uniform(0.03...0.1)),
                Tint(hex: color, alpha: random.uniform(0.15...0.5)))
        }
    }

    private func drawFir(on canvas: borrowing Canvas, using random: inout SplitMix64) {
        let (x, height) = (random.unit(), random.uniform(0.14...0.28))
        canvas.fill(
            Path(polygon: [Vector(x, 0.76 - height), Vector(x + height * 0.32, 0.8), Vector(x - height * 0.32, 0.8)]),
            Tint(hex: 0x6f8f9a, alpha: 0.8))
    }

    private func drawSun(
        _ color: UInt32, height: ClosedRange<Double>, on canvas: borrowing Canvas, using random: inout SplitMix64
    ) {
        let center = Vector(random.uniform(0.1...0.9), random.uniform(height))
        canvas.fill(
            Path(circle: center, radius: 0.3),
            .radial(center, 0.3, Tint(hex: color, alpha: 0.6), Tint(hex: color, alpha: 0)))
        canvas.fill(Path(circle: center, radius: random.uniform(0.07...0.11)), Tint(hex: color))
    }
}
