internal import RationaleCore

/// Draws a twig in front of the bird.
struct OccluderPainter {
    let occluder: Occluder

    func draw(on canvas: borrowing Canvas) {
        var random = SplitMix64(seed: occluder.seed)
        let color = Tint(hex: random.pick([0x5f963c, 0x7aa845, 0x48803f, 0xb08a34]))
        let (root, tip) = (occluder.root, occluder.tip)
        let along = tip - root
        let middle = root.mixed(with: tip, 0.5) + along.across * random.uniform(-0.12...0.12)
        canvas.framed(origin: .zero, scale: Double(canvas.side)) { canvas in
            canvas.stroke(Path(along: [root - along * 0.1, middle, tip]), Tint(hex: 0x5a4230), width: 0.013)
            for (share, turn) in [(0.35, -0.95), (0.5, 0.9), (0.72, -0.8), (0.86, 0.75), (0.97, 0)] {
                let foot = share < 0.5 ? root.mixed(with: middle, share * 2) : middle.mixed(with: tip, share * 2 - 1)
                let length = random.uniform(0.085...0.115)
                let end = foot + (along / along.length * length).rotated(by: turn + random.uniform(-0.25...0.25))
                let leaf = color.mixed(with: Tint(hex: 0xd0c860), random.uniform(0...0.25))
                canvas.fill(
                    Path(leaf: foot, to: end, width: 0.034), .linear(foot, end, leaf.darker(0.2), leaf.lighter(0.12)),
                    edge: leaf.darker(0.6), width: 0.008)
                canvas.shadeStroke(
                    Path(along: [foot, foot.mixed(with: end, 0.8)]), leaf.darker(0.5).faded(0.6), width: 0.005)
            }
        }
    }
}
