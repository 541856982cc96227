/// What each word of a sentence can mean, made from the ``Lexicon`` that sentences are written with.
struct SentenceVocabulary: Sendable {
    /// A word, or several that belong together, by what it does in a sentence.
    enum Term: Sendable {
        /// “red”: what it states depends on what it is said of.
        case adjective(Adjective)
        /// “yellow-bellied”.
        case compound(Sentence.Claim)
        /// “belly”. The first word of “tuft of feathers” says what crest it is, and is its name.
        case noun(BirdPart, claim: Sentence.Claim?)
        /// “bars”; the parts that can have them.
        case mark(String, on: [BirdPart])
        /// “markings”, of which only the denial says anything.
        case anyMarks
        /// “pale”, of marks.
        case shade
        case bird
        /// “is”.
        case be(isPlural: Bool)
        case have, with, denial, of, on, relative, determiner, pronoun
        case and(isOr: Bool)
        /// Says nothing, and changes nothing: “also”.
        case filler
        /// Changes nothing, but was not understood: “very”.
        case degree
        case unknown
    }

    /// What an adjective states of a part, or of the bird.
    struct Adjective: Sendable {
        var ofParts: [BirdPart: Sentence.Claim] = [:]
        var ofBird: [Sentence.Claim] = []

        /// Of adjectives, only colours are said of parts and of the bird.
        var isColor: Bool { !ofParts.isEmpty && !ofBird.isEmpty }
    }

    /// A term where it stands.
    struct Place {
        let term: Term
        let words: Range<Int>
        /// What stands before it.
        let separator: SentenceToken.Break
    }

    private struct Entry {
        let parts: [String]
        let term: Term
    }

    /// By their first part, the longest first.
    private var entries: [String: [Entry]] = [:]

    static let shared = SentenceVocabulary()

    private init() {
        for (words, term) in Self.smallWords { for word in words { add(word, term) } }
        for shade in Lexicon.pale + Lexicon.dark { add(shade, .shade) }
        for word in Lexicon.denials { add(word, .denial) }
        // Nouns and adjectives of the lexicon come last: “white” is a colour before it is a shade.
        for lexicon in [Lexicon(saysGray: false), Lexicon(saysGray: true)] {
            addAdjectives(of: lexicon)
            addCompounds(of: lexicon)
            addNouns(of: lexicon)
            addMarks(of: lexicon)
        }
        for key in entries.keys { entries[key]?.sort { $0.parts.count > $1.parts.count } }
    }

    /// The terms of a text: at each word the longest that fits; a word that fits none is unknown.
    ///
    /// - Parameter repetitions: the tokens that are passed over.
    func terms(of tokens: [SentenceToken], without repetitions: Set<Int>) -> [Place] {
        var parts: [(text: String, word: Int, isEnd: Bool)] = []
        for (index, token) in tokens.enumerated() where !repetitions.contains(index) {
            let own = token.parts
            let isSplit = own.last == "'s"
            for (place, text) in (own.isEmpty ? [""] : own).enumerated() {
                parts.append((text, index, place >= own.count - 1 || isSplit))
            }
        }
        var places: [Place] = []
        var start = 0
        while start < parts.count {
            let first = parts[start]
            let fitting = entries[first.text]?.first { entry in
                let end = start + entry.parts.count
                guard end <= parts.count, parts[end - 1].isEnd else { return false }
                return zip(entry.parts, parts[start..<end]).allSatisfy { $0 == $1.text }
                    && parts[start..<end].allSatisfy { $0.word == first.word || tokens[$0.word].separator != .stop }
            }
            var end = start + (fitting?.parts.count ?? 1)
            if fitting == nil { while !parts[end - 1].isEnd { end += 1 } }
            places.append(
                Place(
                    term: fitting?.term ?? .unknown, words: first.word..<parts[end - 1].word + 1,
                    // “It's” are two terms with nothing between.
                    separator: start > 0 && parts[start - 1].word == first.word
                        ? .space : tokens[first.word].separator))
            start = end
        }
        return places
    }

    // MARK: - Words

    /// The words that a sentence has besides those of the lexicon.
    private static let smallWords: [([String], Term)] = [
        (["bird", "birds"], .bird),
        (["is", "'s", "was"], .be(isPlural: false)),
        (["are", "were"], .be(isPlural: true)),
        (["has", "have", "had", "having"], .have),
        (["with"], .with),
        (
            ["lack", "lacking", "not", "never", "isn't", "aren't", "hasn't", "haven't", "doesn't", "don't", "neither"],
            .denial
        ),
        (["of"], .of),
        (["on", "across"], .on),
        (["that", "which", "who", "whose"], .relative),
        (["a", "an", "the", "its", "his", "her", "their", "two"], .determiner),
        (["this", "it", "here", "there", "he", "she", "they", "these"], .pronoun),
        (["and", "&", "but"], .and(isOr: false)),
        (["or", "nor"], .and(isOr: true)),
        (["particular", "also", "does", "do"], .filler),
        (["very", "quite", "rather", "really", "bright", "all"], .degree),
    ]

    private mutating func add(_ text: String, _ term: Term) {
        let parts = text.split { $0 == " " || $0 == "-" }.map(String.init)
        guard let first = parts.first else { return }
        entries[first, default: []].removeAll { $0.parts == parts }
        entries[first, default: []].append(Entry(parts: parts, term: term))
    }

    private static let colors = Set(Lexicon.colored.flatMap(\.values)).subtracting(["none"]).sorted()
    private static let patterns = Set(Lexicon.patterned.flatMap(\.values)).sorted()

    /// What can be said of an attribute: its values, and those of its likes on other parts.
    private static func sayable(_ attribute: Attribute) -> [String] {
        if Lexicon.colored.contains(attribute) { return colors }
        if Lexicon.patterned.contains(attribute) { return patterns }
        return attribute.values.filter { $0 != "none" }
    }

    private mutating func addAdjectives(of lexicon: Lexicon) {
        var adjectives: [String: Adjective] = [:]
        for attribute in Attribute.allCases {
            for value in Self.sayable(attribute) {
                let claim = Sentence.Claim(attribute, value)
                for word in Set(lexicon.adjectives(attribute, value) + [value]) {
                    if let part = attribute.part {
                        adjectives[word, default: Adjective()].ofParts[part] = claim
                    } else {
                        adjectives[word, default: Adjective()].ofBird = [claim]
                    }
                    guard attribute == SentenceContent.wholeColors.first else { continue }
                    adjectives[word]?.ofBird = SentenceContent.wholeColors.map { Sentence.Claim($0, value) }
                }
            }
        }
        // Not every part can be violet by the lexicon, but a sentence may say so.
        for word in adjectives.keys {
            guard let value = adjectives[word]?.ofBird.first?.value, Self.colors.contains(value) else { continue }
            for attribute in Lexicon.colored {
                if let part = attribute.part { adjectives[word]?.ofParts[part] = Sentence.Claim(attribute, value) }
            }
        }
        for (word, adjective) in adjectives {
            add(word, .adjective(adjective))
            // “thin straight”.
            if word.contains(" and ") { add(word.replacing(" and ", with: " "), .adjective(adjective)) }
        }
    }

    private mutating func addCompounds(of lexicon: Lexicon) {
        for attribute in Attribute.allCases {
            for value in Self.sayable(attribute) {
                for word in lexicon.compounds(attribute, value) { add(word, .compound(.init(attribute, value))) }
            }
        }
    }

    private mutating func addNouns(of lexicon: Lexicon) {
        for part in BirdPart.allCases {
            for noun in lexicon.nouns(part) {
                for text in Self.numbers(of: noun.text) { add(text, .noun(part, claim: nil)) }
            }
        }
        let (noun, rest) = Lexicon.tuft
        let claim = Sentence.Claim(.crest, "tufted")
        for text in [noun, "\(noun) of feathers", "\(noun) \(rest)"] {
            add(text, .noun(.crest, claim: claim))
        }
    }

    private mutating func addMarks(of lexicon: Lexicon) {
        for pattern in Self.patterns {
            let marks = Lexicon.patterned.flatMap { attribute in
                lexicon.marks(attribute, pattern).map { (attribute.part, $0) }
            }
            for name in Set(marks.map(\.1.name)) {
                let parts = marks.filter { $0.1.name == name }.compactMap(\.0)
                let rests = Set(marks.filter { $0.1.name == name }.map(\.1.rest)).union([""])
                for text in Self.numbers(of: name) {
                    for rest in rests { add("\(text) \(rest)", .mark(pattern, on: parts)) }
                }
            }
        }
        for text in Self.numbers(of: Lexicon.anyMarks) { add(text, .anyMarks) }
    }

    /// Singular and plural.
    private static func numbers(of noun: String) -> [String] {
        [noun, noun.hasSuffix("s") ? String(noun.dropLast()) : noun + "s"]
    }
}
