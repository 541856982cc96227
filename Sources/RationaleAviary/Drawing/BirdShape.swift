/// The places of a bird's body in the bird's own measure: it faces right, (0, 0) is the middle of its body, y grows
/// downwards, and its feet stand at ``perchHeight``. Depends on size and pose, on nothing else.
struct BirdShape {
    /// Where every bird stands.
    static let perchHeight = 45.0

    let headRadius: Double
    let turn: Double
    let tailAngle: Double
    let stance: Double
    private let headCenter: Vector
    private let headAngle: Double
    private let lean: Double
    private let length: Double
    private let depth: Double

    init(size: Appearance.Size, pose: Pose) {
        let (radius, head, length, depth): (Double, Vector, Double, Double) =
            switch size {
            case .small: (22.5, Vector(9, -18), 0.84, 1)
            case .medium: (18.5, Vector(14, -23), 0.98, 0.97)
            case .large: (16, Vector(18, -28), 1.1, 0.88)
            }
        headRadius = radius
        self.length = length
        self.depth = depth
        lean = pose.lean
        headCenter = head.rotated(by: pose.lean) + Vector(pose.lift * -3, pose.lift * -6)
        headAngle = pose.lean * 0.3 - pose.lift
        turn = pose.turn
        tailAngle = .pi - 0.42 + pose.lean + pose.tail * 0.8
        stance = pose.stance
    }

    /// A place of the body, in units of the bird of medium size.
    func body(_ x: Double, _ y: Double) -> Vector { Vector(x * length, y * depth).rotated(by: lean) }

    /// A place of the head, in radii from its middle.
    func head(_ x: Double, _ y: Double) -> Vector {
        headCenter + (Vector(x, y) * headRadius).rotated(by: headAngle)
    }

    /// A place on the head's round, in degrees clockwise from the bill's direction.
    func head(degrees: Double) -> Vector {
        let direction = Vector(angle: degrees * .pi / 180)
        return head(direction.x, direction.y)
    }

    /// The silhouette without bill, crest, tail and legs.
    var outline: Path {
        // Between chin and breast wherever the head is, so that the line never crosses itself.
        let throat = head(degrees: 55).mixed(with: body(28, 11), 0.45) + body(1.5, 0)
        return Path(through: [
            head(degrees: 55), head(degrees: 15), head(degrees: -30), head(degrees: -75), head(degrees: -120),
            head(degrees: -165), body(-13, -15), body(-24, -5), body(-33, 7), body(-31, 15), body(-20, 24),
            body(-3, 29),
            body(16, 25), body(28, 11), throat,
        ])
    }

    /// Cap and nape; the silhouette cuts it.
    var crown: Path {
        Path(through: [
            head(1.2, -0.3), head(0.7, -0.36), head(0.2, -0.42), head(-0.22, -0.15), head(-0.5, 0.35), body(-5, -7),
            body(-11, -11), body(-16, -22), head(-1.4, -0.4), head(-0.9, -1.2), head(0.1, -1.4), head(1, -1),
        ])
    }

    /// From the throat to the middle of the breast; the silhouette cuts it.
    var breast: Path {
        Path(through: [
            head(1.05, 0.62), head(0.45, 0.62), head(-0.1, 0.74), head(-0.4, 1), body(0, -4), body(0, 8), body(7, 13),
            body(16, 18), body(25, 23), body(36, 14), body(38, -8),
        ])
    }

    /// From the breast to under the tail; the silhouette cuts it. Reaches no farther under the breast than it must: where
    /// edges are smoothed, what lies beneath shows.
    var belly: Path {
        Path(through: [
            body(-4, 2), body(7, 11), body(16, 16.5), body(26, 22), body(20, 34), body(-4, 38), body(-28, 30),
            body(-37, 20),
            body(-34, 13), body(-20, 6),
        ])
    }

    /// The folded wing, from the shoulder to the tip; its upper edge is the back.
    var wing: Path {
        var path = Path()
        path.move(body(8, -1))
        path.curve(body(8, -10), body(0, -17), body(-9, -16))
        path.curve(body(-20, -13), body(-28, -3), body(-41, 13))
        path.curve(body(-31, 14), body(-20, 16), body(-11, 15))
        path.curve(body(1, 14), body(8, 7), body(8, -1))
        path.close()
        return path
    }

    /// The eye; a turned head shows it nearer to the middle.
    var eye: Vector { head(0.4 - 0.22 * turn, 0.02) }
}
