/// Whose pixels are being drawn. Its number is the flat colour in which it is drawn when the truth is asked for.
struct Layer: Equatable {
    let number: Int

    static let background = Layer(number: 0)
    static let body = Layer(number: 1)
    static let occluder = Layer(number: 2)
    static func part(_ part: BirdPart) -> Layer { Layer(number: 3 + BirdPart.allCases.firstIndex(of: part)!) }
    static func distractor(_ index: Int) -> Layer { Layer(number: 16 + index) }
}
