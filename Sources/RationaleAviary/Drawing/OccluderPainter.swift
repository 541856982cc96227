/// Draws twigs in front of the bird.
struct OccluderPainter {
    let occluder: Occluder

    func draw(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        canvas.framed(origin: .zero, scale: side) { canvas in
            canvas.fill(
                Path(leaf: occluder.root, to: occluder.tip, width: 0.09), .solid(Tint(hex: 0x5d8f3a)),
                edge: Tint(hex: 0x2f5020), width: 0.01)
        }
    }
}

extension Occluder {
    /// Where the twig enters the picture.
    var root: Vector {
        let share = entry - entry.rounded(.down)
        return switch Int(entry) % 4 {
        case 0: Vector(share, 0)
        case 1: Vector(1, share)
        case 2: Vector(1 - share, 1)
        default: Vector(0, 1 - share)
        }
    }

    var tip: Vector {
        let inward = Vector(0.5, 0.5) - root
        return root + (inward / inward.length * reach).rotated(by: bend)
    }
}
