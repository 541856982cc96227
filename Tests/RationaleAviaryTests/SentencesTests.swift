import RationaleAviary
import RationaleCore
import Testing

/// Sentences are true, and are not all alike.
struct SentencesTests {
    /// A fifth of what the writer can do with birds of any kind.
    private static let sample: [(facts: [Attribute: String], sentences: [Sentence])] = (0..<400).map { seed in
        let facts = SentenceFacts.random(seed: UInt64(seed))
        return (facts, SentenceWriter(facts: facts).sentences(count: 10, seed: UInt64(seed)))
    }

    @Test func `No sentence mentions what is not so`() {
        for (facts, sentences) in Self.sample {
            for sentence in sentences {
                #expect(!sentence.phrases.isEmpty)
                for (attribute, value) in sentence.mentions {
                    #expect(facts[attribute] == value, "\(sentence.text): \(attribute)")
                }
            }
        }
    }

    @Test func `A reader of words alone finds what is mentioned, and no more`() {
        for (_, sentences) in Self.sample {
            for sentence in sentences {
                let reader = KeywordReader(sentence.text)
                let mentioned = Set(sentence.mentions.map { KeywordReader.Claim(attribute: $0, value: $1) })
                // A tuft is said by the noun itself.
                var claims = reader.claims
                if sentence.text.contains("tuft of feathers") {
                    claims.insert(.init(attribute: .crest, value: "tufted"))
                }
                #expect(claims == mentioned, "\(sentence.text)")
                #expect(reader.leftovers.isEmpty, "\(sentence.text)")
            }
        }
    }

    @Test func `Phrases point at their words`() throws {
        for (_, sentences) in Self.sample.prefix(100) {
            for sentence in sentences {
                let words = sentence.words
                for phrase in sentence.phrases {
                    let decisive = words[phrase.words].joined(separator: " ")
                    if let noun = phrase.noun {
                        let part = try #require(phrase.attribute.part)
                        let text = words[noun].joined(separator: " ") + " " + decisive
                        let named = KeywordReader("the \(words[noun].joined(separator: " ")) is red.")
                        #expect(named.claims.allSatisfy { $0.attribute.part == part }, "\(text)")
                    }
                    #expect(!["a", "an", "the", "its", "and", "bird"].contains(decisive), "\(sentence.text)")
                }
            }
        }
    }

    @Test func `Every value of every attribute is said`() {
        var said: [Attribute: Set<String>] = [:]
        for (_, sentences) in Self.sample {
            for sentence in sentences {
                for (attribute, value) in sentence.mentions { said[attribute, default: []].insert(value) }
            }
        }
        for attribute in Attribute.allCases {
            // That there is no crest says all about its colour.
            let expected = Set(attribute.values).subtracting(attribute == .crestColor ? ["none"] : [])
            #expect(said[attribute] == expected, "\(attribute)")
        }
    }

    @Test func `The wording varies`() {
        let texts = Self.sample.flatMap { $0.sentences.map(\.text) }
        #expect(Double(Set(texts).count) > 0.97 * Double(texts.count))
        let openings = Dictionary(grouping: texts) { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(openings.count > 60)
        #expect(openings.values.allSatisfy { $0.count < texts.count / 4 })
        let vocabulary = Set(Self.sample.flatMap { $0.sentences.flatMap(\.words) })
        #expect(vocabulary.count > 150)
        for (_, sentences) in Self.sample { #expect(Set(sentences.map(\.text)).count == sentences.count) }
    }

    @Test func `Each sentence says several attributes, and the ten of a picture different ones`() {
        let counts = Self.sample.flatMap { $0.sentences.map(\.mentions.count) }
        let mean = Double(counts.reduce(0, +)) / Double(counts.count)
        #expect(mean > 3 && mean < 4.5)
        #expect(counts.allSatisfy { (2...9).contains($0) })
        for (facts, sentences) in Self.sample {
            let all = Set(sentences.flatMap(\.mentions.keys))
            #expect(Double(all.count) > 0.6 * Double(facts.count))
            #expect(Set(sentences.map { Set($0.mentions.keys) }).count >= 7)
        }
    }

    @Test func `Articles and verbs agree`() {
        let plurals: Set = ["wings", "legs", "feet"]
        for sentence in Self.sample.flatMap(\.sentences) {
            let words = sentence.words
            for (word, next) in zip(words, words.dropFirst()) {
                let isVowel = next.first.map("aeiou".contains) ?? false
                if word == "a" { #expect(!isVowel && !plurals.contains(next), "\(sentence.text)") }
                if word == "an" { #expect(isVowel, "\(sentence.text)") }
                if plurals.contains(word) { #expect(next != "is" && next != "has", "\(sentence.text)") }
                if ["belly", "bill", "tail", "crown"].contains(word), !words.contains("and") {
                    #expect(next != "are" && next != "have", "\(sentence.text)")
                }
                #expect(word != next, "\(sentence.text)")
            }
            #expect(sentence.text == sentence.text.lowercased())
            #expect(!sentence.text.contains("  ") && !sentence.text.contains(" ,") && !sentence.text.contains("(n)"))
            #expect(words.count < 45)
        }
    }

    @Test func `Equal seeds give equal sentences, others do not`() {
        let facts = SentenceFacts.random(seed: 5)
        let writer = SentenceWriter(facts: facts)
        #expect(writer.sentences(count: 10, seed: 1) == writer.sentences(count: 10, seed: 1))
        #expect(writer.sentences(count: 10, seed: 1) != writer.sentences(count: 10, seed: 2))
    }

    @Test(arguments: [1, 10, 40]) func `Something is said even where next to nothing is seen`(count: Int) {
        let sentences = SentenceWriter(facts: [.size: "small"]).sentences(count: count, seed: 3)
        #expect(sentences.count == count)
        #expect(sentences.allSatisfy { $0.mentions == [.size: "small"] })
    }

    @Test(arguments: 0..<60) func `A scene's sentences say only what its picture shows`(seed: Int) {
        let aviary = Aviary.standard
        let scene = aviary.trainingScene(seed: UInt64(seed))
        let truth = scene.truth(side: 64)
        for sentence in scene.sentences(visible: truth.visible) {
            for (attribute, value) in sentence.mentions {
                guard let part = attribute.part else {
                    #expect(value == scene.appearance[attribute])
                    continue
                }
                if value == "none" {
                    #expect(!scene.has(part) && truth.parts[part]?.area == 0, "\(sentence.text)")
                } else {
                    #expect(scene.appearance[attribute] == value && !scene.missing.contains(part), "\(sentence.text)")
                    #expect((truth.parts[part]?.area ?? 0) > 0, "\(sentence.text)")
                }
            }
        }
    }

    @Test func `A removed part is no longer spoken of`() {
        let scene = Aviary.standard.scene(seed: 9)
        for part in BirdPart.allCases {
            let removed = scene.removing(part)
            let sentences = removed.sentences(count: 30, visible: removed.truth(side: 64).visible)
            for sentence in sentences {
                let said = sentence.mentions.filter { $0.key.part == part && $0.value != "none" }
                #expect(said.isEmpty, "\(sentence.text)")
            }
        }
    }
}
