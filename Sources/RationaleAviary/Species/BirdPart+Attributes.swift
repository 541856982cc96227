extension BirdPart {
    /// What can be told from this part.
    public var attributes: [Attribute] { Attribute.allCases.filter { $0.part == self } }

    /// Whether a bird without it keeps its shape there and shows plain down, rather than what is behind.
    public var isPlumage: Bool {
        switch self {
        case .crown, .wing, .breast, .belly: true
        case .bill, .eyeRing, .crest, .tail, .legs: false
        }
    }
}

extension Appearance {
    /// Whether the bird has this part at all: eye ring and crest may be `none`.
    public func has(_ part: BirdPart) -> Bool {
        switch part {
        case .eyeRing: eyeRing != .none
        case .crest: crest != .none
        default: true
        }
    }

    /// The same bird with one part taken from another.
    public func swapping(_ part: BirdPart, with other: Appearance) -> Appearance {
        var result = self
        for attribute in part.attributes { _ = attribute.key.set(other[attribute], of: &result) }
        return result
    }
}
