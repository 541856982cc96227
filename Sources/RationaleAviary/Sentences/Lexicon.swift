/// The words of one person for what a bird shows: each sentence is written by another, who says grey or gray throughout.
struct Lexicon {
    let saysGray: Bool

    /// What stands before a noun, or after “is”: `["hooked"]`. Empty where only an addition can say it.
    func adjectives(_ attribute: Attribute, _ value: String) -> [String] {
        switch (attribute, value) {
        case (.billShape, "cone"): ["cone-shaped", "conical", "stubby"]
        case (.billShape, "dagger"): ["dagger-shaped", "dagger-like", "thin and straight"]
        case (.billShape, "hooked"): ["hooked"]
        case (.billShape, "curved"): ["curved", "curved", "down-curved"]
        case (.crest, "pointed"): ["pointed", "pointy"]
        case (.crest, "tufted"): ["tufted"]
        case (.crest, "shaggy"): ["shaggy", "scruffy"]
        case (.wingPattern, "barred"): ["barred"]
        case (.wingPattern, "edged"): []
        case (.wingPattern, "spotted"), (.breastPattern, "spotted"): ["spotted", "speckled"]
        case (.wingPattern, "plain"), (.breastPattern, "plain"): ["plain", "unmarked"]
        case (.breastPattern, "streaked"): ["streaked"]
        case (.breastPattern, "banded"): ["banded"]
        case (.tailShape, "short"): ["short"]
        case (.tailShape, "forked"): ["forked"]
        case (.tailShape, "long"): ["long"]
        case (.tailShape, "fanned"): ["fanned", "fan-shaped"]
        case (.size, "small"): ["small", "small", "little"]
        case (.size, "medium"): ["medium sized", "medium-sized", "mid-sized"]
        case (.size, "large"): ["large", "large", "big"]
        default: color(value)
        }
    }

    /// What may follow the noun instead: “with bars”, or after a verb “have bars”.
    ///
    /// - Parameter color: of the plumage that bears the marks: they are pale on dark and dark on pale.
    func additions(_ attribute: Attribute, _ value: String, on color: String?) -> [Addition] {
        if Self.patterned.contains(attribute), value == "plain" {
            return [Addition(with: "without \(Self.anyMarks)", has: "no \(Self.anyMarks)")]
        }
        let shades =
            color.flatMap(Appearance.Plumage.init).map { Self.areMarksPale(on: $0) ? Self.pale : Self.dark } ?? []
        return marks(attribute, value).flatMap { mark in
            ([""] + shades).map { Addition(having: mark.text(shade: $0)) }
        }
    }

    /// The names of the marks that make a pattern; none where it has no marks, or the attribute is no pattern.
    func marks(_ attribute: Attribute, _ value: String) -> [Mark] {
        switch (attribute, value) {
        case (.wingPattern, "barred"): [Mark(name: "bars"), Mark(name: "wing bars")]
        case (.wingPattern, "spotted"), (.breastPattern, "spotted"): [Mark(name: "spots"), Mark(name: "speckles")]
        case (.wingPattern, "edged"): [Mark(name: "edges"), Mark(name: "edging")]
        case (.breastPattern, "streaked"): [Mark(name: "streaks")]
        case (.breastPattern, "banded"): [Mark(article: "a", name: "band", rest: "across it")]
        default: []
        }
    }

    /// Marks on plumage: “bars”, “a band across it”. Their colour belongs to no attribute.
    struct Mark {
        var article = ""
        var name: String
        var rest = ""

        func text(shade: String) -> String {
            [article, shade, name, rest].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// What a part has on it.
    struct Addition {
        /// After a noun.
        var with: String
        /// After “has”.
        var has: String

        init(with: String, has: String) { (self.with, self.has) = (with, has) }
        init(having thing: String) { self.init(with: "with " + thing, has: thing) }
    }

    /// What plain plumage is without.
    static let anyMarks = "markings"
    /// Words for the colour of marks.
    static let pale = ["white", "pale"]
    static let dark = ["dark", "black"]
    /// What a tufted crest may be called instead, and what follows that.
    static let tuft = (noun: "tuft", rest: "of feathers on the head")
    /// The words that deny a crest or an eye ring.
    static let denials = ["no", "without", "lacks"]
    /// The attributes whose values are colours.
    static let colored: [Attribute] = [
        .billColor, .eyeRing, .crownColor, .crestColor, .wingColor, .breastColor, .bellyColor, .tailColor, .legColor,
    ]
    /// The attributes whose values are patterns of marks.
    static let patterned: [Attribute] = [.wingPattern, .breastPattern]

    private static func areMarksPale(on color: Appearance.Plumage) -> Bool {
        let mark = Palette.marking(on: color)
        return mark.red + mark.green + mark.blue > 1.5
    }

    /// One word for the bird after one of its parts: “yellow-bellied”.
    func compounds(_ attribute: Attribute, _ value: String) -> [String] {
        func colored(_ endings: String...) -> [String] {
            endings.flatMap { ending in color(value).map { $0 + ending } }
        }
        return switch attribute {
        case .bellyColor: colored("-bellied")
        case .breastColor: colored("-breasted", "-chested")
        case .crownColor: colored("-crowned", "-capped")
        case .wingColor: colored("-winged")
        case .billColor: colored("-billed", "-beaked")
        case .tailColor: colored("-tailed")
        case .legColor: colored("-legged")
        case .tailShape: [value == "forked" ? "fork-tailed" : value == "fanned" ? "fan-tailed" : "\(value)-tailed"]
        default: []
        }
    }

    /// What a part is called, and whether that is a plural.
    func nouns(_ part: BirdPart) -> [(text: String, isPlural: Bool)] {
        switch part {
        case .bill: [("bill", false), ("beak", false)]
        case .eyeRing: [("eye ring", false), ("eyering", false)]
        case .crown: [("crown", false), ("crown", false), ("cap", false)]
        case .crest: [("crest", false)]
        case .wing: [("wings", true)]
        case .breast: [("breast", false), ("chest", false)]
        case .belly: [("belly", false), ("belly", false), ("stomach", false)]
        case .tail: [("tail", false)]
        case .legs: [("legs", true), ("legs", true), ("feet", true), ("legs and feet", true)]
        }
    }

    private func color(_ value: String) -> [String] {
        switch value {
        case "grey": [saysGray ? "gray" : "grey"]
        case "purple": ["purple", "purple", "violet"]
        default: [value]
        }
    }
}
