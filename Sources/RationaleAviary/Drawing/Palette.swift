/// The colours of birds: far enough apart to be told at a glance in any light of a scene.
enum Palette {
    /// Plain down, in which no species is clad: a pale fawn.
    static let down = Tint(hex: 0xd9bfa6)

    static func tint(_ color: Appearance.Plumage) -> Tint {
        switch color {
        case .black: Tint(hex: 0x2b2930)
        case .white: Tint(hex: 0xf8f6f2)
        case .grey: Tint(hex: 0x8c95a0)
        case .brown: Tint(hex: 0x7d4a2a)
        case .red: Tint(hex: 0xd0262c)
        case .orange: Tint(hex: 0xf2842a)
        case .yellow: Tint(hex: 0xfbd437)
        case .green: Tint(hex: 0x4f9a3f)
        case .blue: Tint(hex: 0x2f6bd0)
        case .purple: Tint(hex: 0x8846b0)
        }
    }

    static func tint(_ color: Appearance.CrestColor) -> Tint {
        Appearance.Plumage(rawValue: color.rawValue).map { tint($0) } ?? down
    }

    static func tint(_ color: Appearance.BillColor) -> Tint {
        switch color {
        case .black: Tint(hex: 0x2b2930)
        case .grey: Tint(hex: 0x97a1ab)
        case .yellow: Tint(hex: 0xfbd437)
        case .orange: Tint(hex: 0xf2842a)
        case .red: Tint(hex: 0xd0262c)
        }
    }

    static func tint(_ color: Appearance.LegColor) -> Tint {
        switch color {
        case .black: Tint(hex: 0x2b2930)
        case .grey: Tint(hex: 0x97a1ab)
        case .pink: Tint(hex: 0xf291a8)
        case .yellow: Tint(hex: 0xfbd437)
        case .orange: Tint(hex: 0xf2842a)
        }
    }

    static func tint(_ ring: Appearance.EyeRing) -> Tint? {
        switch ring {
        case .none: nil
        case .white: Tint(hex: 0xfdfcf8)
        case .yellow: Tint(hex: 0xfbd437)
        case .red: Tint(hex: 0xd0262c)
        }
    }

    /// Bars, spots and streaks on plumage: pale on dark, dark on pale.
    static func marking(on color: Appearance.Plumage) -> Tint {
        switch color {
        case .black, .brown, .red, .green, .blue, .purple: Tint(hex: 0xfaf3e3)
        case .white, .grey, .orange, .yellow: Tint(hex: 0x33262b)
        }
    }
}
