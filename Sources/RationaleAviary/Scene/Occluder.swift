internal import RationaleCore

/// A leafy twig in front of the bird, reaching in from the border.
public struct Occluder: Equatable, Codable, Sendable {
    /// Where it enters, along the border: 0 to 4 clockwise from the upper left corner.
    public var entry: Double
    /// How far it reaches in, as a share of the picture's side.
    public var reach: Double
    /// How it turns away from the picture's middle, in radians.
    public var bend: Double
    /// Decides its leaves.
    public var seed: UInt64

    /// None to two of them, which together leave a good part of every part free.
    ///
    /// The twigs know where a bird of medium size in this pose has its parts, but not the species: so they are the same
    /// for all.
    static func all(seed: UInt64, pose: Pose, place: Place) -> [Occluder] {
        let kept = KeptFree(pose: pose, place: place)
        var random = SplitMix64(seed: seed, for: "occluders")
        return (0..<random.index(below: 3)).compactMap { index in
            var random = SplitMix64(seed: seed, for: "occluder \(index)")
            return (0..<12).lazy.map { _ in Occluder(using: &random) }.first { kept.allows($0) }
        }
    }

    private init(using random: inout SplitMix64) {
        entry = random.uniform(0...4)
        reach = random.uniform(0.2...0.36)
        bend = random.uniform(-0.8...0.8)
        seed = random.next()
    }

    /// Where the twig enters the picture, whose side is 1.
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

/// The places that twigs keep clear of, in a picture whose side is 1.
private struct KeptFree {
    private let places: [(center: Vector, radius: Double)]

    init(pose: Pose, place: Place) {
        let shape = BirdShape(size: .medium, pose: pose)
        let tail = shape.body(-26, 9) + Vector(angle: shape.tailAngle) * 12
        places = [
            (shape.eye, 0.15), (shape.head(1.4, 0.2), 0.12), (shape.head(-0.3, -1.3), 0.11), (shape.body(0, 5), 0.17),
            (shape.body(16, 10), 0.13), (tail, 0.12), (Vector(0, 38), 0.12),
        ].map { center, radius in
            let mirrored = Vector(pose.facesRight ? center.x : -center.x, center.y)
            return (Vector(place.x, place.y) + mirrored * (place.scale / 100), radius)
        }
    }

    func allows(_ occluder: Occluder) -> Bool {
        let (root, along) = (occluder.root, occluder.tip - occluder.root)
        return places.allSatisfy { center, radius in
            let offset = center - root
            let share = min(1, max(0, (offset * along).sum() / (along * along).sum()))
            return (offset - along * share).length > radius
        }
    }
}
