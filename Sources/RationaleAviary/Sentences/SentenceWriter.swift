import RationaleCore

/// Chooses what each sentence says, and has it said.
package struct SentenceWriter: Sendable {
    /// Everything that is true and can be seen; `"none"` for a crest or an eye ring that is visibly absent.
    private let facts: [Attribute: String]

    package init(facts: [Attribute: String]) { self.facts = facts }

    /// How often a sentence says so many attributes, from one upwards.
    private static let lengths: [Double] = [0, 0.12, 0.33, 0.32, 0.16, 0.07]

    /// Writes sentences; equal seeds give equal sentences.
    package func sentences(count: Int, seed: UInt64) -> [Sentence] {
        var random = SplitMix64(seed: seed, for: "sentences")
        var said: [Attribute: Double] = [:]
        var result: [Sentence] = []
        var texts: Set<String> = []
        while result.count < count {
            var sentence = sentence(said: said, using: &random)
            for _ in 0..<20 where texts.contains(sentence.text) { sentence = self.sentence(said: said, using: &random) }
            texts.insert(sentence.text)
            for attribute in sentence.mentions.keys { said[attribute, default: 0] += 1 }
            result.append(sentence)
        }
        return result
    }

    private func sentence(said: [Attribute: Double], using random: inout SplitMix64) -> Sentence {
        let chosen = choice(said: said, using: &random)
        let lexicon = Lexicon(saysGray: random.chance(0.4))
        let content = SentenceContent(chosen, facts: facts, in: lexicon, using: &random)
        var grammar = SentenceGrammar(random: SplitMix64(seed: random.next()), content: content)
        return grammar.sentence()
    }

    /// Attributes that were said less often come first; what is not there or unremarkable, last.
    private func choice(said: [Attribute: Double], using random: inout SplitMix64) -> [Attribute: String] {
        var rest = random.unit()
        let length =
            1
            + (Self.lengths.firstIndex {
                rest -= $0; return rest < 0
            } ?? 2)
        var ranks: [(attribute: Attribute, rank: Double)] = []
        for attribute in Attribute.allCases {
            guard let value = facts[attribute] else { continue }
            let isRemarkable = value != "none" && value != "plain"
            ranks.append((attribute, random.unit() + 0.3 * said[attribute, default: 0] + (isRemarkable ? 0 : 0.5)))
        }
        ranks.sort { $0.rank < $1.rank }
        var chosen: [Attribute: String] = [:]
        for (attribute, _) in ranks.prefix(length) { chosen[attribute] = facts[attribute] }
        return chosen
    }
}
