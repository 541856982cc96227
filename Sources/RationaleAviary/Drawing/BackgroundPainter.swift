internal import RationaleCore

/// Draws the land, out of focus, and what is sharp before it: grass, flakes, the perch.
struct BackgroundPainter {
    /// The land is drawn this small and stretched over the picture, which blurs it at no cost.
    private static let softSide = 48

    let background: Background
    let place: Place

    func draw(on canvas: borrowing Canvas) {
        guard !canvas.isTruth else { return }
        let soft = Canvas(side: Self.softSide)
        soft.framed(origin: .zero, scale: Double(Self.softSide)) { soft in
            var random = SplitMix64(seed: background.seed, for: "land")
            LandPainter(kind: background.kind).draw(on: soft, using: &random)
        }
        canvas.cover(with: soft)
        canvas.framed(origin: .zero, scale: Double(canvas.side)) { canvas in
            var random = SplitMix64(seed: background.seed, for: "foreground")
            ForegroundPainter(kind: background.kind).draw(on: canvas, using: &random)
        }
        PerchPainter(background: background, place: place).draw(on: canvas)
    }
}
