import RationaleCore

/// What is said of one part, before it is known where in a sentence: “a curved black bill”, “its bill is curved and black”.
struct Statement {
    var adjectives: [Wording.Piece] = []
    var noun: Wording
    var isPlural: Bool
    /// What follows the noun: “with bars”.
    private var addition = Wording()
    /// The same after “has”: “bars”.
    private var possession = Wording()
    private var areTwo = false

    /// Says everything of a part that was chosen.
    ///
    /// - Parameter chosen: values of the part's attributes, at least one, none of them `"none"`.
    /// - Parameter facts: everything that is true, for the colour of marks.
    init(
        of part: BirdPart, saying chosen: [Attribute: String], facts: [Attribute: String], in lexicon: Lexicon,
        using random: inout SplitMix64
    ) {
        let name = random.pick(lexicon.nouns(part))
        noun = Wording([.init(text: name.text, names: [part])])
        isPlural = name.isPlural
        for attribute in Attribute.allCases where attribute.part == part {
            guard let value = chosen[attribute] else { continue }
            let adjectives = lexicon.adjectives(attribute, value)
            let additions = lexicon.additions(attribute, value, on: facts[part == .wing ? .wingColor : .breastColor])
            if adjectives.isEmpty || (!additions.isEmpty && random.chance(0.5)) {
                let words = random.pick(additions)
                addition += Wording([.init(text: words.with, claims: [attribute: value])])
                possession += Wording([.init(text: words.has, claims: [attribute: value])])
            } else {
                self.adjectives.append(.init(text: random.pick(adjectives), claims: [attribute: value]))
            }
        }
        if part == .crest, adjectives.count == 2, chosen[.crest] == "tufted", random.chance(0.4) {
            let tuft = Wording.Piece(text: Lexicon.tuft.noun, claims: adjectives.removeFirst().claims, names: [.crest])
            noun = Wording([tuft]) + Lexicon.tuft.rest
        }
        // Shape or pattern first, then the colour, as people order adjectives; the colour of wings and breast is the
        // first of their attributes.
        if part.isPlumage { adjectives.reverse() }
    }

    /// Says one colour of two parts: “a yellow belly and breast”.
    init(
        of first: BirdPart, and second: BirdPart, claims: [Attribute: String], in lexicon: Lexicon,
        using random: inout SplitMix64
    ) {
        let (attribute, value) = claims.min { $0.key.rawValue < $1.key.rawValue }!
        adjectives = [.init(text: random.pick(lexicon.adjectives(attribute, value)), claims: claims)]
        let names = [first, second].map { ($0, random.pick(lexicon.nouns($0))) }
        noun = .list(names.map { Wording([.init(text: $1.text, names: [$0])]) }, and: "and")
        isPlural = names[0].1.isPlural
        areTwo = true
    }

    /// Whether it has adjectives.
    var isDescribed: Bool { !adjectives.isEmpty }

    /// “a curved black bill”; without the article where a list gives it once.
    func nounPhrase(hasArticle: Bool = true, using random: inout SplitMix64) -> Wording {
        let comma = adjectives.count > 1 && random.chance(0.25) ? "," : ""
        let phrase = Wording.list(adjectives.map { Wording([$0]) }, and: comma) + noun + addition
        return isPlural || !hasArticle ? phrase : phrase.indefinite
    }

    /// “a bill that is curved and black”, “wings that have bars”.
    func relativePhrase() -> Wording {
        let phrase = noun + "that" + predicate
        return isPlural ? phrase : phrase.indefinite
    }

    /// “bill is curved and black”, to follow “the”, “its” or “whose”.
    ///
    /// - Parameter owner: what stands after the noun: “of this small bird”.
    func clause(owner: Wording = Wording()) -> Wording { noun + owner + predicate }

    private var predicate: Wording {
        let isMany = isPlural || areTwo
        guard !adjectives.isEmpty else { return (isMany ? "have" : "has") + possession }
        return (isMany ? "are" : "is") + Wording.list(adjectives.map { Wording([$0]) }, and: "and") + addition
    }
}
