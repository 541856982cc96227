internal import RationaleCore
internal import RationaleImaging

/// A colour for each part, to show masks over pictures.
enum MaskColors {
    static var legend: [(name: String, color: Color)] {
        BirdPart.allCases.map { ($0 == .eyeRing ? "eye ring" : $0.rawValue, color(of: $0)) }
            + [("other plumage", body), ("distractors", distractor)]
    }

    private static let body = Color(120, 120, 120)
    private static let distractor = Color(20, 20, 20)

    /// The colours of Okabe and Ito, which most colour-blind people can tell apart, and two more.
    private static func color(of part: BirdPart) -> Color {
        switch part {
        case .bill: Color(213, 94, 0)
        case .eyeRing: Color(235, 40, 70)
        case .crown: Color(0, 114, 178)
        case .crest: Color(204, 121, 167)
        case .wing: Color(0, 158, 115)
        case .breast: Color(230, 159, 0)
        case .belly: Color(86, 180, 233)
        case .tail: Color(240, 228, 66)
        case .legs: Color(150, 60, 190)
        }
    }

    /// The scene in grey, with every part in its colour.
    static func paint(over scene: Scene, side: Int) -> Image {
        let (picture, truth) = (scene.picture(side: side), scene.truth(side: side))
        let layers: [(Mask, Color)] =
            [(truth.bird, body)]
            + BirdPart.allCases.compactMap { part in truth.parts[part].map { ($0, color(of: part)) } }
            + truth.distractors.map { ($0, distractor) }
        var pixels = [UInt8](repeating: 0, count: side * side * 3)
        for place in 0..<(side * side) {
            let (row, column) = (place / side, place % side)
            let seen = picture[row, column]
            let grey = (Int(seen.red) * 299 + Int(seen.green) * 587 + Int(seen.blue) * 114) / 1000
            let color = layers.last { $0.0[row, column] }?.1
            let paint = color.map { [$0.red, $0.green, $0.blue] }
            for channel in 0..<3 {
                // A little of the picture shines through, so that edges can be compared.
                pixels[place * 3 + channel] = UInt8(paint.map { (Int($0[channel]) * 3 + grey) / 4 } ?? (grey + 510) / 3)
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }
}
