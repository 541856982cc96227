import RationaleAviary
import RationaleCore
import Testing

/// What the grammar writes is read back exactly.
struct SentenceReadingTests {
    private static func check(_ sentences: [Sentence]) {
        for sentence in sentences {
            let reading = SentenceReading(of: sentence.text)
            #expect(reading.sentence == sentence, "\(sentence.text)")
            #expect(reading.unread.isEmpty, "\(sentence.text)")
        }
    }

    /// 6000 sentences, of birds that no aviary has, with few colours, and so with many words that take in several parts.
    @Test(arguments: 0..<6) func `Sentences of any facts are read back exactly`(series: Int) {
        for seed in 0..<100 {
            let facts = SentenceFacts.random(seed: UInt64(series * 1000 + seed))
            Self.check(SentenceWriter(facts: facts).sentences(count: 10, seed: UInt64(seed)))
        }
    }

    @Test func `Birds of one colour are read back exactly`() {
        for color in Attribute.wingColor.values {
            var facts = Dictionary(
                uniqueKeysWithValues: Attribute.allCases.map { ($0, $0.values[$0.values.count - 1]) })
            for attribute in Attribute.allCases where attribute.values.contains(color) { facts[attribute] = color }
            for pattern in Attribute.breastPattern.values {
                facts[.breastPattern] = pattern
                Self.check(SentenceWriter(facts: facts).sentences(count: 30, seed: 5))
            }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `Sentences of scenes are read back exactly`(seed: UInt64) throws {
        for aviary in [Aviary.standard, try Aviary(speciesCount: 80, seed: seed)] {
            for index in 0..<150 {
                let scene = aviary.trainingScene(seed: SceneSeeds.evaluation(index, series: seed))
                let visible = Set(BirdPart.allCases.filter(scene.has))
                Self.check(scene.sentences(visible: visible))
            }
        }
    }

    @Test(arguments: [Attribute.wingPattern, .crest, .eyeRing, .tailColor])
    func `So are those of aviaries with one difference`(attribute: Attribute) throws {
        let aviary = try Aviary(speciesCount: 3, seed: 8, differingIn: attribute)
        for seed in 0..<60 {
            let scene = aviary.scene(seed: UInt64(seed))
            Self.check(scene.sentences(visible: scene.truth(side: 64).visible))
        }
    }

    /// Without commas and stops, with each word twice, in capitals: as a language model may fail.
    @Test func `Commas, stops, capitals and hyphens are not needed to know the claims`() {
        for seed in 0..<100 {
            let facts = SentenceFacts.random(seed: UInt64(seed))
            for sentence in SentenceWriter(facts: facts).sentences(count: 10, seed: UInt64(seed)) {
                let expected = Claims(sentence)
                let bare = sentence.words.joined(separator: " ")
                #expect(Claims(SentenceReading(of: bare).sentence) == expected, "\(bare)")
                let stuttered = sentence.words.flatMap { [$0, $0] }.joined(separator: " ")
                let twice = SentenceReading(of: stuttered)
                #expect(Claims(twice.sentence) == expected && twice.unread.isEmpty, "\(stuttered)")
                let loud = SentenceReading(of: sentence.text.uppercased().replacing(" ", with: " \n"))
                #expect(loud.sentence.phrases == sentence.phrases && loud.unread.isEmpty)
                let open = sentence.text.replacing("-", with: " ")
                #expect(Claims(SentenceReading(of: open).sentence) == expected, "\(open)")
            }
        }
    }

    @Test func `Two sentences claim what each does`() {
        for seed in 0..<100 {
            let sentences = SentenceWriter(facts: SentenceFacts.random(seed: UInt64(seed))).sentences(count: 2, seed: 4)
            let both = SentenceReading(
                of: sentences[0].text + (sentences[0].text.hasSuffix(".") ? " " : ". ") + sentences[1].text)
            #expect(Claims(both.sentence) == Claims(sentences[0]) + Claims(sentences[1]), "\(both.sentence.text)")
        }
    }

    @Test func `Descriptions are read whole`() {
        for seed in 0..<300 {
            let description = DescriptionWorld.standard.description(seed: UInt64(seed))
            let reading = SentenceReading(of: description.text)
            let appearance = DescriptionWorld.standard.species[description.species].appearance
            #expect(reading.unread.isEmpty, "\(description.text)")
            for attribute in DescriptionWorld.standard.telling {
                #expect(reading.sentence.mentions[attribute] == appearance[attribute], "\(description.text)")
            }
        }
    }
}

/// The claims of a sentence with their numbers, in no order.
private struct Claims: Equatable {
    private var counts: [Sentence.Claim: Int] = [:]

    init(_ sentence: Sentence) { for phrase in sentence.phrases { counts[phrase.claim, default: 0] += 1 } }

    static func + (left: Claims, right: Claims) -> Claims {
        var sum = left
        sum.counts.merge(right.counts, uniquingKeysWith: +)
        return sum
    }
}
