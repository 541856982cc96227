internal import RationaleCore

/// Draws the sky, the land and the perch.
struct BackgroundPainter {
    /// The land is out of focus: drawn this small and stretched.
    static let softSide = 40

    let background: Background
    let place: Place

    func draw(on canvas: borrowing Canvas) {
        guard !canvas.isTruth else { return }
        let soft = Canvas(side: Self.softSide)
        soft.framed(origin: .zero, scale: Double(Self.softSide)) { soft in drawLand(on: soft) }
        canvas.cover(with: soft)
        drawPerch(on: canvas)
    }

    private func drawLand(on canvas: borrowing Canvas) {
        var random = SplitMix64(seed: background.seed, for: "land")
        let (sky, horizon): (UInt32, UInt32) =
            switch background.kind {
            case .sky: (0x7fb6e6, 0xdff0f7)
            case .meadow: (0xbfe0ee, 0xa9c979)
            case .forest: (0x2f4f3a, 0x6d8f52)
            case .reeds: (0xe9dfb8, 0xa9a05e)
            case .snow: (0xc8d6e6, 0xf3f6fa)
            case .dusk: (0x5a4a86, 0xf2a978)
            case .blossom: (0xf7d9e2, 0xd9e6c0)
            case .dunes: (0xa8d3e0, 0xe8cf9c)
            }
        canvas.fill(
            Path(polygon: [Vector(0, 0), Vector(1, 0), Vector(1, 1), Vector(0, 1)]),
            .linear(Vector(0, 0), Vector(0, 1), Tint(hex: sky), Tint(hex: horizon)))
        for _ in 0..<10 {
            let center = Vector(random.unit(), random.unit())
            canvas.fill(
                Path(circle: center, radius: random.uniform(0.04...0.14)),
                Tint(hex: horizon).lighter(random.uniform(0...0.5)).faded(random.uniform(0.15...0.4)))
        }
    }

    private func drawPerch(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        let height = place.y + BirdShape.perchHeight * place.scale / 100
        canvas.framed(origin: .zero, scale: side) { canvas in
            canvas.fill(
                Path(polygon: [
                    Vector(-0.1, height), Vector(1.1, height), Vector(1.1, height + 0.06), Vector(-0.1, height + 0.06),
                ]),
                .linear(Vector(0, height), Vector(0, height + 0.06), Tint(hex: 0x8a6a4a), Tint(hex: 0x4f3826)))
        }
    }
}
