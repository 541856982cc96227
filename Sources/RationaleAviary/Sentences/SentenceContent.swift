import RationaleCore

/// What one sentence says, sorted into what is said of the bird, of its parts, and of what it lacks.
struct SentenceContent {
    /// What stands before “bird”: “small”, “blue”, “yellow-bellied”.
    var modifiers: [Wording.Piece] = []
    /// Alone, for “this bird is small”; among the modifiers, too.
    var size: Wording.Piece?
    var statements: [Statement] = []
    /// The parts it lacks.
    var absences: [BirdPart] = []

    /// The colours that “a blue bird” states.
    static let wholeColors: [Attribute] = [.wingColor, .crownColor, .tailColor]
    /// The colours that one adjective may state together: “a yellow belly and breast”, “blue wings and tail”.
    static let colorPairs: [(Attribute, Attribute)] = [(.bellyColor, .breastColor), (.wingColor, .tailColor)]

    /// Sorts the chosen facts.
    ///
    /// - Parameters:
    ///   - chosen: what shall be said.
    ///   - facts: everything that is true and visible, for words that take in several parts.
    init(
        _ chosen: [Attribute: String], facts: [Attribute: String], in lexicon: Lexicon, using random: inout SplitMix64
    ) {
        var chosen = chosen
        for attribute in [Attribute.eyeRing, .crest] where chosen[attribute] == "none" {
            chosen[attribute] = nil
            absences += [attribute.part].compactMap { $0 }
        }
        if let value = chosen.removeValue(forKey: .size) {
            let words = lexicon.adjectives(.size, value)
            size = Wording.Piece(text: words[0], claims: [.size: value])
            modifiers.append(.init(text: random.pick(words), claims: [.size: value]))
        }
        takeWholeColor(of: &chosen, facts: facts, in: lexicon, using: &random)
        takeCompound(of: &chosen, in: lexicon, using: &random)
        for (first, second) in Self.colorPairs {
            takePair(first, second, of: &chosen, facts: facts, in: lexicon, using: &random)
        }
        for part in BirdPart.allCases where chosen.keys.contains(where: { $0.part == part }) {
            statements.append(Statement(of: part, saying: chosen, facts: facts, in: lexicon, using: &random))
        }
        statements = random.shuffled(statements)
    }

    /// “a blue bird”, where wings, crown and tail are all blue.
    private mutating func takeWholeColor(
        of chosen: inout [Attribute: String], facts: [Attribute: String], in lexicon: Lexicon,
        using random: inout SplitMix64
    ) {
        let upper = Self.wholeColors
        guard let color = chosen[.wingColor], upper.allSatisfy({ facts[$0] == color }), random.chance(0.6) else {
            return
        }
        let claims = Dictionary(uniqueKeysWithValues: upper.map { ($0, color) })
        modifiers.append(.init(text: random.pick(lexicon.adjectives(.wingColor, color)), claims: claims))
        for attribute in upper { chosen[attribute] = nil }
    }

    /// “a yellow-bellied bird”.
    private mutating func takeCompound(
        of chosen: inout [Attribute: String], in lexicon: Lexicon, using random: inout SplitMix64
    ) {
        guard chosen.count > 1, random.chance(0.18) else { return }
        let candidates = Attribute.allCases.compactMap { attribute -> (Attribute, String, [String])? in
            guard let value = chosen[attribute] else { return nil }
            // All that is said of a part is said in one place.
            let isAlone = chosen.keys.count { $0.part == attribute.part } == 1
            let words = isAlone ? lexicon.compounds(attribute, value) : []
            return words.isEmpty ? nil : (attribute, value, words)
        }
        guard !candidates.isEmpty else { return }
        let (attribute, value, words) = random.pick(candidates)
        modifiers.append(.init(text: random.pick(words), claims: [attribute: value]))
        chosen[attribute] = nil
    }

    /// “a yellow belly and breast”, where nothing else is to be said of the two.
    private mutating func takePair(
        _ first: Attribute, _ second: Attribute, of chosen: inout [Attribute: String], facts: [Attribute: String],
        in lexicon: Lexicon, using random: inout SplitMix64
    ) {
        guard let one = first.part, let other = second.part, let color = chosen[first] ?? chosen[second],
            facts[first] == color, facts[second] == color, random.chance(0.5)
        else { return }
        let others = chosen.keys.filter { ($0.part == one || $0.part == other) && $0 != first && $0 != second }
        guard others.isEmpty else { return }
        statements.append(
            Statement(of: one, and: other, claims: [first: color, second: color], in: lexicon, using: &random))
        chosen[first] = nil
        chosen[second] = nil
    }
}
