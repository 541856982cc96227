import RationaleAviary

/// Reads claims from a sentence by its words alone: each describing word belongs to the noun it stands before, or to the
/// one whose verb it follows. Knows nothing of the grammar that wrote the sentence.
struct KeywordReader {
    /// What was read: an attribute and the value claimed for it.
    struct Claim: Hashable {
        let attribute: Attribute
        let value: String
    }

    private static let nouns: [String: BirdPart] = [
        "bill": .bill, "beak": .bill, "eyering": .eyeRing, "crown": .crown, "cap": .crown, "crest": .crest,
        "tuft": .crest, "wings": .wing, "breast": .breast, "chest": .breast, "belly": .belly, "stomach": .belly,
        "tail": .tail, "legs": .legs, "feet": .legs,
    ]
    private static let colors: [String: String] = [
        "black": "black", "white": "white", "grey": "grey", "gray": "grey", "brown": "brown", "red": "red",
        "orange": "orange", "yellow": "yellow", "green": "green", "blue": "blue", "purple": "purple",
        "violet": "purple", "pink": "pink",
    ]
    private static let shapes: [String: [BirdPart: String]] = [
        "cone-shaped": [.bill: "cone"], "conical": [.bill: "cone"], "stubby": [.bill: "cone"],
        "dagger-shaped": [.bill: "dagger"], "dagger-like": [.bill: "dagger"], "straight": [.bill: "dagger"],
        "hooked": [.bill: "hooked"], "curved": [.bill: "curved"], "down-curved": [.bill: "curved"],
        "pointed": [.crest: "pointed"], "pointy": [.crest: "pointed"], "tufted": [.crest: "tufted"],
        "shaggy": [.crest: "shaggy"], "scruffy": [.crest: "shaggy"], "barred": [.wing: "barred"],
        "bars": [.wing: "barred"], "edges": [.wing: "edged"], "edging": [.wing: "edged"],
        "spotted": [.wing: "spotted", .breast: "spotted"], "spots": [.wing: "spotted", .breast: "spotted"],
        "speckled": [.wing: "spotted", .breast: "spotted"], "speckles": [.wing: "spotted", .breast: "spotted"],
        "plain": [.wing: "plain", .breast: "plain"], "unmarked": [.wing: "plain", .breast: "plain"],
        "markings": [.wing: "plain", .breast: "plain"], "streaked": [.breast: "streaked"],
        "streaks": [.breast: "streaked"], "banded": [.breast: "banded"], "band": [.breast: "banded"],
        "short": [.tail: "short"], "forked": [.tail: "forked"], "long": [.tail: "long"], "fanned": [.tail: "fanned"],
        "fan-shaped": [.tail: "fanned"],
    ]
    private static let sizes = [
        "small": "small", "little": "small", "medium": "medium", "medium-sized": "medium", "mid-sized": "medium",
        "large": "large", "big": "large",
    ]
    private static let endings: [(String, BirdPart)] = [
        ("-bellied", .belly), ("-breasted", .breast), ("-chested", .breast), ("-crowned", .crown), ("-capped", .crown),
        ("-winged", .wing), ("-billed", .bill), ("-beaked", .bill), ("-tailed", .tail), ("-legged", .legs),
    ]

    /// Every claim about a part or the size; words that fit no part are claims of nothing and counted as ``leftovers``.
    private(set) var claims: Set<Claim> = []
    private(set) var leftovers: [String] = []

    init(_ text: String) {
        let text = text.replacing(".", with: " . ").replacing(",", with: " , ").replacing("eye ring", with: "eyering")
        let words = text.split(separator: " ").map(String.init)
        // Marks have colours of their own, which are no attribute: "white bars".
        let marks: Set = ["bars", "wing", "spots", "speckles", "edges", "edging", "streaks", "band"]
        for (index, word) in words.enumerated() {
            if index + 1 < words.count, marks.contains(words[index + 1]) { continue }
            for (ending, part) in Self.endings where word.hasSuffix(ending) {
                read(String(word.dropLast(ending.count)), of: part)
            }
            if let size = Self.sizes[word] { claims.insert(Claim(attribute: .size, value: size)) }
            if ["no", "without", "lacks"].contains(word),
                let noun = words[(index + 1)...].first(where: { $0 != "a" && $0 != "an" }),
                let part = Self.nouns[noun]
            {
                claims.insert(Claim(attribute: part == .crest ? .crest : .eyeRing, value: "none"))
            }
            guard Self.colors[word] != nil || Self.shapes[word] != nil else { continue }
            let owners = Self.owners(of: index, in: words)
            if owners.isEmpty {
                // "A blue bird" is blue above.
                for part in [BirdPart.wing, .crown, .tail] { read(word, of: part) }
            }
            for part in owners { read(word, of: part) }
        }
    }

    /// The parts that a describing word is said of; none for the bird as a whole.
    private static func owners(of index: Int, in words: [String]) -> [BirdPart] {
        // After a verb or "with", the noun before it, unless another noun follows within the same phrase.
        var after = index + 1
        let isMark = ["bars", "spots", "speckles", "edges", "edging", "streaks", "band", "markings"].contains(
            words[index])
        while !isMark, after < words.count {
            let word = words[after]
            if word == "bird" { return [] }
            if let part = nouns[word] {
                // One colour for two: "a yellow belly and breast".
                if after + 2 < words.count, words[after + 1] == "and", let other = nouns[words[after + 2]],
                    other != part
                {
                    return [part, other]
                }
                return [part]
            }
            let isAdjective =
                colors[word] != nil || shapes[word] != nil || endings.contains { word.hasSuffix($0.0) }
            guard isAdjective && !marks(word) || word == "," || word == "and" else { break }
            if word == "and" || word == ",", after + 1 < words.count, colors[words[after + 1]] == nil,
                shapes[words[after + 1]] == nil
            {
                break
            }
            // "The wings are blue and plain": what stands before already has its noun.
            if isPredicate(index, in: words) { break }
            after += 1
        }
        var before = index - 1
        while before >= 0 {
            if let part = nouns[words[before]] {
                if before >= 2, words[before - 1] == "and", let other = nouns[words[before - 2]], other != part,
                    words[before..<index].contains("are")
                {
                    return [other, part]
                }
                return [part]
            }
            before -= 1
        }
        return []
    }

    private static func marks(_ word: String) -> Bool {
        ["bars", "spots", "speckles", "edges", "edging", "streaks", "band", "markings"].contains(word)
    }

    /// Whether a verb stands before the word without a noun, an article or a comma between.
    private static func isPredicate(_ index: Int, in words: [String]) -> Bool {
        var before = index - 1
        while before >= 0, colors[words[before]] != nil || shapes[words[before]] != nil || words[before] == "and" {
            before -= 1
        }
        return before >= 0 && (words[before] == "is" || words[before] == "are")
    }

    private mutating func read(_ word: String, of part: BirdPart) {
        let color = Self.colors[word].flatMap { value in
            let attributes: [BirdPart: Attribute] = [
                .bill: .billColor, .eyeRing: .eyeRing, .crown: .crownColor, .crest: .crestColor, .wing: .wingColor,
                .breast: .breastColor, .belly: .bellyColor, .tail: .tailColor, .legs: .legColor,
            ]
            return attributes[part].map { Claim(attribute: $0, value: value) }
        }
        let shape = (Self.shapes[word] ?? ["fork": [.tail: "forked"], "fan": [.tail: "fanned"]][word])?[part].flatMap {
            value -> Claim? in
            let attributes: [BirdPart: Attribute] = [
                .bill: .billShape, .crest: .crest, .wing: .wingPattern, .breast: .breastPattern, .tail: .tailShape,
            ]
            return attributes[part].map { Claim(attribute: $0, value: value) }
        }
        if let claim = color ?? shape { claims.insert(claim) } else { leftovers.append("\(word) of \(part)") }
    }
}
