/// Draws the things beside the bird.
struct DistractorPainter {
    let distractor: Distractor

    func draw(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        let tint = Palette.tint(distractor.color)
        canvas.framed(
            origin: Vector(distractor.x, distractor.y) * side, scale: distractor.size * side, angle: distractor.angle
        ) { canvas in
            canvas.fill(Path(circle: .zero, radius: 0.5), .solid(tint), edge: tint.darker(0.5), width: 0.08)
        }
    }
}
