extension Appearance {
    /// How well the colours go together; higher is better, and the unit is a matter of taste.
    ///
    /// A bird of two bright hues with a little black, white, grey or brown looks designed; one of five looks spilt.
    var harmony: Double {
        let crestPlumage = Plumage(rawValue: crestColor.rawValue)
        let worn = [crownColor, wingColor, breastColor, bellyColor, tailColor] + (crestPlumage.map { [$0] } ?? [])
        let hues = Set(worn.filter(\.isBright))
        var score = -abs(Double(hues.count) - 2.5) * 1.2
        score += tailColor == wingColor || tailColor == crownColor ? 1 : 0
        score += crestPlumage == nil || crestPlumage == crownColor || crestPlumage == wingColor ? 0.7 : 0
        score += [.white, .yellow, .orange, .grey].contains(bellyColor) ? 0.7 : 0
        score += breastColor.isBright ? 0.5 : 0
        score -= breastColor == bellyColor ? 0.5 : 0
        for (one, other) in [
            (Plumage.red, Plumage.green), (.purple, .green), (.orange, .purple), (.red, .purple), (.brown, .purple),
        ]
        where worn.contains(one) && worn.contains(other) { score -= 0.8 }
        return score
    }
}

extension Appearance.Plumage {
    fileprivate var isBright: Bool {
        switch self {
        case .red, .orange, .yellow, .green, .blue, .purple: true
        case .black, .white, .grey, .brown: false
        }
    }
}
