/// Porter's second stemmer of English words ("Porter2"), as the METEOR 1.5 program has it.
///
/// *Source:* Porter (2001), "Snowball: A language for stemming algorithms", and the algorithm's page "The English (Porter2)
/// stemming algorithm". METEOR 1.5 carries the Java version of about 2011: `gener`, `commun` and `arsen` are the only
/// prefixes that shift the first region, and later additions (`past`, `inter`, `ogist`, …) are unknown to it.
///
/// A word is UTF-16 code units, since the original counts those. Only lower-case ASCII letters are changed.
///
/// *Cost*: linear in the word's length.
package struct EnglishStemmer {
    private var word: [UInt16]
    /// Where the regions R1 and R2 begin.
    private var region1: Int
    private var region2: Int
    /// Whether some y was marked as a consonant by making it upper-case.
    private var hasMarkedY = false

    /// The stem of a word.
    package static func stem(_ word: [UInt16]) -> [UInt16] {
        if let exception = wholeWords[String(decoding: word, as: UTF16.self)] { return exception }
        guard word.count >= 3 else { return word }
        var stemmer = EnglishStemmer(word)
        stemmer.markConsonantY()
        stemmer.markRegions()
        stemmer.step1a()
        if !unchangedAfterPlural.contains(String(decoding: stemmer.word, as: UTF16.self)) {
            stemmer.step1b()
            stemmer.step1c()
            stemmer.step2()
            stemmer.step3()
            stemmer.step4()
            stemmer.step5()
        }
        return stemmer.hasMarkedY ? stemmer.word.map { $0 == Letter.markedY ? Letter.y : $0 } : stemmer.word
    }

    private init(_ word: [UInt16]) {
        self.word = word
        region1 = word.count
        region2 = word.count
    }

    // MARK: Before the steps

    private mutating func markConsonantY() {
        if word.first == Letter.apostrophe { word.removeFirst() }
        if word.first == Letter.y { markY(at: 0) }
        var index = 0
        while index + 1 < word.count {
            if isVowel(index), word[index + 1] == Letter.y {
                markY(at: index + 1)
                index += 2
            } else {
                index += 1
            }
        }
    }

    private mutating func markY(at index: Int) {
        word[index] = Letter.markedY
        hasMarkedY = true
    }

    private mutating func markRegions() {
        (region1, region2) = (word.count, word.count)
        let prefix = Self.longPrefixes.first { word.starts(with: $0) }
        guard let first = prefix?.count ?? endOfSyllable(from: 0) else { return }
        region1 = first
        if let second = endOfSyllable(from: first) { region2 = second }
    }

    /// The position after the first consonant that follows a vowel.
    private func endOfSyllable(from start: Int) -> Int? {
        guard let vowel = (start..<max(start, word.count)).first(where: isVowel) else { return nil }
        return (vowel + 1..<word.count).first { !isVowel($0) }.map { $0 + 1 }
    }

    // MARK: The steps

    private mutating func step1a() {
        for suffix in ["'s'", "'s", "'"] where ends(with: suffix) {
            drop(suffix)
            break
        }
        if ends(with: "sses") {
            replace("sses", by: "ss")
        } else if ends(with: "ied") || ends(with: "ies") {
            replace("ied", by: word.count >= 5 ? "i" : "ie")
        } else if ends(with: "us") || ends(with: "ss") {
            return
        } else if ends(with: "s"), word.count >= 2, hasVowel(before: word.count - 2) {
            drop("s")
        }
    }

    private mutating func step1b() {
        guard let suffix = ["eedly", "ingly", "edly", "eed", "ing", "ed"].first(where: { ends(with: $0) }) else {
            return
        }
        if suffix.hasPrefix("eed") {
            if isInRegion1(suffix) { replace(suffix, by: "ee") }
            return
        }
        guard hasVowel(before: word.count - suffix.utf8.count) else { return }
        drop(suffix)
        if ends(with: "at") || ends(with: "bl") || ends(with: "iz") {
            word.append(Letter.e)
        } else if ["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"].contains(where: { ends(with: $0) }) {
            word.removeLast()
        } else if word.count == region1, endsInShortSyllable(at: word.count) {
            word.append(Letter.e)
        }
    }

    private mutating func step1c() {
        guard let last = word.last, last == Letter.y || last == Letter.markedY, word.count > 2, !isVowel(word.count - 2)
        else {
            return
        }
        word[word.count - 1] = Letter.i
    }

    private mutating func step2() {
        guard let (suffix, stem) = Self.step2Suffixes.first(where: { ends(with: $0.0) }), isInRegion1(suffix) else {
            return
        }
        let before = word.dropLast(suffix.utf8.count).last
        switch suffix {
        case "ogi" where before != Letter.l: return
        case "li" where before.map { !Self.lettersBeforeLi.contains($0) } ?? true: return
        default: replace(suffix, by: stem)
        }
    }

    private mutating func step3() {
        guard let (suffix, stem) = Self.step3Suffixes.first(where: { ends(with: $0.0) }), isInRegion1(suffix) else {
            return
        }
        if suffix != "ative" || isInRegion2(suffix) { replace(suffix, by: stem) }
    }

    private mutating func step4() {
        guard let suffix = Self.step4Suffixes.first(where: { ends(with: $0) }), isInRegion2(suffix) else { return }
        if suffix == "ion" {
            let before = word.dropLast(3).last
            guard before == Letter.s || before == Letter.t else { return }
        }
        drop(suffix)
    }

    private mutating func step5() {
        if ends(with: "e") {
            if isInRegion2("e") || isInRegion1("e") && !endsInShortSyllable(at: word.count - 1) { drop("e") }
        } else if ends(with: "l"), isInRegion2("l"), word.dropLast().last == Letter.l {
            drop("l")
        }
    }

    // MARK: What the steps ask

    private func isVowel(_ index: Int) -> Bool { Self.vowels.contains(word[index]) }

    private func hasVowel(before end: Int) -> Bool { (0..<max(0, end)).contains(where: isVowel) }

    private func isInRegion1(_ suffix: String) -> Bool { word.count - suffix.utf8.count >= region1 }

    private func isInRegion2(_ suffix: String) -> Bool { word.count - suffix.utf8.count >= region2 }

    /// Whether a short syllable ends before `end`: consonant, vowel, consonant other than w, x and Y; or the word is a vowel
    /// and a consonant.
    private func endsInShortSyllable(at end: Int) -> Bool {
        guard end >= 2, !isVowel(end - 1), isVowel(end - 2) else { return false }
        if end == 2 { return true }
        return !isVowel(end - 3) && ![Letter.w, Letter.x, Letter.markedY].contains(word[end - 1])
    }

    private func ends(with suffix: String) -> Bool {
        let bytes = suffix.utf8
        guard word.count >= bytes.count else { return false }
        return zip(word[(word.count - bytes.count)...], bytes).allSatisfy { $0 == UInt16($1) }
    }

    private mutating func drop(_ suffix: String) { word.removeLast(suffix.utf8.count) }

    private mutating func replace(_ suffix: String, by new: String) {
        drop(suffix)
        word += new.utf16
    }

    // MARK: Tables

    private enum Letter {
        static let apostrophe = UInt16(ascii: "'")
        static let e = UInt16(ascii: "e")
        static let i = UInt16(ascii: "i")
        static let l = UInt16(ascii: "l")
        static let s = UInt16(ascii: "s")
        static let t = UInt16(ascii: "t")
        static let w = UInt16(ascii: "w")
        static let x = UInt16(ascii: "x")
        static let y = UInt16(ascii: "y")
        static let markedY = UInt16(ascii: "Y")
    }

    private static let vowels = Set("aeiouy".utf16)
    private static let lettersBeforeLi = Set("cdeghkmnrt".utf16)
    private static let longPrefixes = ["gener", "commun", "arsen"].map { Array($0.utf16) }

    /// Longest suffix first where one ends in another.
    private static let step2Suffixes: [(String, String)] = [
        ("ization", "ize"), ("ational", "ate"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"),
        ("biliti", "ble"), ("tional", "tion"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"), ("alism", "al"),
        ("aliti", "al"), ("fulli", "ful"), ("ousli", "ous"), ("iviti", "ive"), ("enci", "ence"), ("anci", "ance"),
        ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ]
    private static let step3Suffixes: [(String, String)] = [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""),
        ("ical", "ic"), ("ness", ""), ("ful", ""),
    ]
    private static let step4Suffixes = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
        "al", "er", "ic",
    ]
    private static let unchangedAfterPlural: Set<String> = [
        "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed",
    ]
    private static let wholeWords: [String: [UInt16]] = [
        "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl", "gently": "gentl",
        "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl", "sky": "sky", "news": "news",
        "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias", "andes": "andes",
    ].mapValues { Array($0.utf16) }
}

extension UInt16 {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = UInt16(UInt8(ascii: scalar)) }
}
