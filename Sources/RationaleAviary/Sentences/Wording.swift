/// A sentence in the making: pieces that know what they claim.
struct Wording {
    /// Words that stay together.
    struct Piece {
        var text: String
        /// What the words state.
        var claims: [Attribute: String] = [:]
        /// The parts that the words name; their attributes are said of them.
        var names: [BirdPart] = []
    }

    var pieces: [Piece] = []

    /// Stands for “a” or “an”, whichever the next word wants.
    private static let article = "a(n)"

    init(_ pieces: [Piece] = []) { self.pieces = pieces }
    init(_ text: String) { self.init([Piece(text: text)]) }

    var isEmpty: Bool { pieces.isEmpty }

    static func + (left: Wording, right: Wording) -> Wording { Wording(left.pieces + right.pieces) }
    static func + (left: Wording, right: String) -> Wording { left + Wording(right) }
    static func + (left: String, right: Wording) -> Wording { Wording(left) + right }
    static func += (left: inout Wording, right: Wording) { left = left + right }
    static func += (left: inout Wording, right: String) { left = left + right }

    /// The same with the indefinite article in front.
    var indefinite: Wording { Self.article + self }

    /// One after the other: `a, b and c`.
    static func list(_ items: [Wording], comma: String = ",", and: String) -> Wording {
        var result = Wording()
        for (index, item) in items.enumerated() {
            if index > 0 { result += index == items.count - 1 ? and : comma }
            result += item
        }
        return result
    }

    /// The finished sentence: articles chosen, commas joined to the word before, words counted.
    func sentence(stop: String) -> Sentence {
        var words: [String] = []
        var spans: [(piece: Piece, range: Range<Int>)] = []
        for piece in pieces {
            var start: Int?
            for word in piece.text.split(separator: " ") {
                if word == "," || word == "." {
                    words[words.count - 1] += word
                } else {
                    start = start ?? words.count
                    words.append(String(word))
                }
            }
            if let start { spans.append((piece, start..<words.count)) }
        }
        for index in words.indices where words[index] == Self.article {
            let next = index + 1 < words.count ? words[index + 1] : ""
            words[index] = Self.startsWithVowelSound(next) ? "an" : "a"
        }
        let phrases = spans.flatMap { span in
            span.piece.claims.sorted { $0.key.rawValue < $1.key.rawValue }.map { attribute, value in
                let noun = spans.first { named in attribute.part.map(named.piece.names.contains) ?? false }
                return Sentence.Phrase(
                    attribute: attribute, value: value, words: span.range,
                    noun: noun?.range == span.range ? nil : noun?.range)
            }
        }
        return Sentence(text: words.joined(separator: " ") + stop, phrases: phrases)
    }

    /// Whether “an” belongs before a word of this grammar, which has no silent h.
    private static func startsWithVowelSound(_ word: String) -> Bool {
        // “uniform” and “unique” begin with a consonant's sound; “unmarked” does not.
        if word.hasPrefix("uni") { return false }
        return word.first.map("aeiou".contains) ?? false
    }
}
