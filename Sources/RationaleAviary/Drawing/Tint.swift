/// A colour in sRGB with opacity, 0 to 1.
struct Tint: Equatable {
    var red: Double
    var green: Double
    var blue: Double
    var alpha: Double

    init(_ red: Double, _ green: Double, _ blue: Double, _ alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    init(hex: UInt32, alpha: Double = 1) {
        self.init(
            Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255, alpha)
    }

    func mixed(with other: Tint, _ share: Double) -> Tint {
        Tint(
            red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share,
            alpha + (other.alpha - alpha) * share)
    }

    func lighter(_ share: Double) -> Tint { mixed(with: Tint(1, 1, 1, alpha), share) }
    func darker(_ share: Double) -> Tint { mixed(with: Tint(0.1, 0.05, 0.08, alpha), share) }
    func faded(_ alpha: Double) -> Tint { Tint(red, green, blue, alpha) }

    static let white = Tint(1, 1, 1)
    static let ink = Tint(hex: 0x2a1f24)
}
