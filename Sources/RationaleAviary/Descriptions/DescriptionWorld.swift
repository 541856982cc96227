public import RationaleCore
import RationaleText

/// The question which species a text describes, made so that the words that answer it are known.
///
/// The species differ in a few attributes alone (``telling``). Every description states these, among others that are drawn
/// anew for each bird, whatever its species. So by construction, the words that state the telling attributes decide, and the
/// others say nothing: “yellow” does of a belly and does not of a leg, and a method that merely finds colours is found out.
///
/// ```swift
/// let world = DescriptionWorld.standard
/// let description = world.description(seed: SceneSeeds.evaluation(0))
/// description.text  // "this bird has a yellow belly and grey legs. its bill is curved."
/// ```
public struct DescriptionWorld: Sendable {
    /// The species, and how they look where it matters.
    public let species: [Species]
    /// The attributes by which the species are told apart: as few as can be.
    public let telling: [Attribute]
    /// Of the others, those that descriptions mention.
    private let idle: [Attribute]

    /// One species of each of the standard aviary's ten families.
    public static let standard = DescriptionWorld(
        species: stride(from: 0, to: 50, by: 5).map { Aviary.standard.species[$0] })

    /// What can be said in every bird, in the order in which a telling attribute is looked for: colours first, since
    /// descriptions are full of other ones.
    private static let candidates: [Attribute] = [
        .bellyColor, .wingColor, .crownColor, .tailColor, .breastColor, .legColor, .billColor, .billShape, .tailShape,
    ]

    /// - Parameter species: at least two, no two alike in all attributes that a description can state of every bird.
    /// - Throws: `RationaleError.Code.usage` where there are not.
    public init(_ species: [Species]) throws(RationaleError) {
        guard species.count > 1 else {
            throw RationaleError(.usage, "there is nothing to tell apart in \(species.count) species")
        }
        let all = Self.candidates
        for (index, one) in species.enumerated() {
            for other in species[..<index]
            where all.allSatisfy({ one.appearance.agrees(with: other.appearance, in: $0) }) {
                throw RationaleError(
                    .usage, "no description tells “\(other.name)” from “\(one.name)”",
                    hint: "Species must differ in a colour, or in the shape of bill or tail.")
            }
        }
        self.init(species: species)
    }

    private init(species: [Species]) {
        self.species = species
        telling = Self.fewest(telling: species)
        var idle = Attribute.allCases.filter { [telling] in !telling.contains($0) && $0 != .crest && $0 != .crestColor }
        // “Pale bars” are on dark wings: what is said of marks tells the colour below them.
        if telling.contains(.wingColor) { idle.removeAll { $0 == .wingPattern } }
        if telling.contains(.breastColor) { idle.removeAll { $0 == .breastPattern } }
        self.idle = idle
    }

    /// The first of the smallest sets of candidates in which no two species agree.
    private static func fewest(telling species: [Species]) -> [Attribute] {
        let sets = (1..<1 << candidates.count).map { bits in candidates.indices.filter { bits >> $0 & 1 == 1 } }
        let sorted = sets.sorted { ($0.count, $0.lexicographicKey) < ($1.count, $1.lexicographicKey) }
        let found = sorted.first { set in
            let looks = species.map { one in set.map { one.appearance[candidates[$0]] } }
            return Set(looks).count == species.count
        }
        return (found ?? Array(candidates.indices)).map { candidates[$0] }
    }

    /// A description, drawn from a seed.
    ///
    /// Seeds for training, validation and evaluation that never meet are those of ``SceneSeeds``.
    public func description(seed: UInt64) -> BirdDescription {
        var random = SplitMix64(seed: seed, for: "description")
        let index = random.index(below: species.count)
        var facts: [(attribute: Attribute, value: String)] = telling.map { ($0, species[index].appearance[$0]) }
        for attribute in random.shuffled(idle).prefix(2 + random.index(below: 3)) {
            facts.append((attribute, random.pick(attribute.values)))
        }
        facts = random.shuffled(facts)
        let first = facts.count < 4 ? facts.count : facts.count - facts.count / 2
        let sentences = [facts[..<first], facts[first...]].filter { !$0.isEmpty }.map { part in
            sentence(Dictionary(uniqueKeysWithValues: part.map { ($0.attribute, $0.value) }), using: &random)
        }
        return BirdDescription(sentences, species: index, telling: Set(telling))
    }

    /// A sentence that says these facts and knows no others.
    private func sentence(_ facts: [Attribute: String], using random: inout SplitMix64) -> Sentence {
        let lexicon = Lexicon(saysGray: random.chance(0.4))
        let content = SentenceContent(facts, facts: facts, in: lexicon, using: &random)
        var grammar = SentenceGrammar(random: SplitMix64(seed: random.next()), content: content)
        return grammar.sentence()
    }
}

extension BirdDescription {
    /// Sentences one after the other.
    fileprivate init(_ sentences: [Sentence], species: Int, telling: Set<Attribute>) {
        var words: [String] = []
        var decisive: Set<Int> = []
        for sentence in sentences {
            // A sentence counts its words without the stops and commas that are words here.
            let tokens = BasicEnglish.words(of: sentence.text)
            let places = tokens.indices.filter { ![".", ","].contains(tokens[$0]) }
            for phrase in sentence.phrases where telling.contains(phrase.attribute) {
                let own = Array(phrase.words) + (phrase.noun.map(Array.init) ?? [])
                decisive.formUnion(own.map { words.count + places[$0] })
                // “An” before “orange” gives the orange away.
                if let before = phrase.words.lowerBound > 0 ? places[phrase.words.lowerBound - 1] : nil,
                    tokens[before] == "an"
                {
                    decisive.insert(words.count + before)
                }
            }
            words += tokens
        }
        self.init(
            text: sentences.map(\.text).joined(separator: " "), words: words, species: species,
            decisive: decisive.sorted())
    }
}

extension [Int] {
    /// Smaller for sets of earlier elements.
    fileprivate var lexicographicKey: String { map { String($0) }.joined(separator: " ") }
}
