internal import Foundation

/// The places of a bird's body in the bird's own measure: it faces right, (0, 0) is the middle of its body, y grows
/// downwards, and its feet stand at ``perchHeight``. Depends on size and pose, on nothing else.
struct BirdShape {
    /// Where every bird stands.
    static let perchHeight = 44.0

    let headRadius: Double
    private let headCenter: Vector
    private let headAngle: Double
    private let lean: Double
    private let length: Double
    private let depth: Double
    let turn: Double
    let tailAngle: Double
    let stance: Double

    init(size: Appearance.Size, pose: Pose) {
        let (radius, head, length, depth): (Double, Vector, Double, Double) =
            switch size {
            case .small: (20, Vector(10, -20), 0.86, 0.98)
            case .medium: (16.5, Vector(15, -24), 1, 0.95)
            case .large: (13.5, Vector(19, -31), 1.12, 0.86)
            }
        headRadius = radius
        self.length = length
        self.depth = depth
        lean = pose.lean
        headCenter = head.rotated(by: pose.lean) + Vector(pose.lift * -3, pose.lift * -6)
        headAngle = pose.lean * 0.3 - pose.lift
        turn = pose.turn
        tailAngle = .pi - 0.45 + pose.lean + pose.tail * 0.8
        stance = pose.stance
    }

    /// A place of the body, in units of the bird of medium size.
    func body(_ x: Double, _ y: Double) -> Vector { Vector(x * length, y * depth).rotated(by: lean) }

    /// A place of the head, in radii from its middle.
    func head(_ x: Double, _ y: Double) -> Vector {
        headCenter + (Vector(x, y) * headRadius).rotated(by: headAngle)
    }

    /// A place on the head's round, in degrees clockwise from the bill's direction.
    func head(degrees: Double, radius: Double = 1) -> Vector {
        let direction = Vector(angle: degrees * .pi / 180) * radius
        return head(direction.x, direction.y)
    }

    /// The silhouette without bill, crest, tail and legs.
    var outline: Path {
        Path(through: [
            head(degrees: 62), head(degrees: 20), head(degrees: -30), head(degrees: -80), head(degrees: -130),
            head(degrees: -172), body(-11, -16), body(-23, -6), body(-32, 7), body(-31, 14), body(-21, 22),
            body(-4, 27), body(14, 23), body(26, 9), body(25, -5),
        ])
    }

    /// Larger than the crown; the silhouette cuts it.
    var crown: Path {
        Path(through: [
            head(1.15, -0.22), head(0.55, -0.3), head(0.05, -0.18), head(-0.5, 0.15), head(-1.1, 0.5), head(-1.4, -0.3),
            head(-0.9, -1.1), head(0, -1.35), head(0.9, -1),
        ])
    }

    /// From the throat to the middle of the breast; the silhouette cuts it.
    var breast: Path {
        Path(through: [
            head(0.75, 0.62), head(0.1, 0.72), head(-0.15, 1.1), body(2, -4), body(3, 9), body(12, 17), body(22, 26),
            body(34, 14), body(36, -8),
        ])
    }

    /// From the breast to under the tail; the silhouette cuts it.
    var belly: Path {
        Path(through: [
            body(0, 0), body(16, 10), body(24, 22), body(10, 34), body(-16, 32), body(-34, 22), body(-36, 14),
            body(-20, 12),
        ])
    }

    var wing: Path {
        var path = Path()
        let tip = body(-39, 13)
        path.move(body(13, -3))
        path.curve(body(12, -11), body(4, -15), body(-4, -14))
        path.curve(body(-16, -12), body(-28, 0), tip)
        path.curve(body(-30, 15), body(-20, 19), body(-8, 18))
        path.curve(body(4, 17), body(13, 8), body(13, -3))
        path.close()
        return path
    }

    var eye: Vector { head(0.42 - 0.24 * turn, -0.02) }
}
