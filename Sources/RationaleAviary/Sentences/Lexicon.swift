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
        func marks(_ things: String...) -> [Addition] {
            let shades = color.flatMap(Appearance.Plumage.init).map { Self.areMarksPale(on: $0) ? pale : dark } ?? []
            return things.flatMap { thing in
                ([""] + shades).map { Addition(having: $0.isEmpty ? thing : "\($0) \(thing)") }
            }
        }
        return switch (attribute, value) {
        case (.wingPattern, "barred"): marks("bars", "wing bars")
        case (.wingPattern, "spotted"), (.breastPattern, "spotted"): marks("spots", "speckles")
        case (.wingPattern, "edged"): marks("edges", "edging")
        case (.wingPattern, "plain"), (.breastPattern, "plain"):
            [Addition(with: "without markings", has: "no markings")]
        case (.breastPattern, "streaked"): marks("streaks")
        case (.breastPattern, "banded"):
            marks("band across it").map { Addition(having: "a " + $0.has) }
        default: []
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

    private var pale: [String] { ["white", "pale"] }
    private var dark: [String] { ["dark", "black"] }

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
