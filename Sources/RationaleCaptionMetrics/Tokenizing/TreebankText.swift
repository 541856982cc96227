/// A text while its words are set apart: each step puts spaces where it cuts.
struct TreebankText {
    var text: [UInt32]
    /// Which of the ASCII characters occur: a step whose characters are missing is skipped.
    private var present: (low: UInt64, high: UInt64) = (0, 0)
    private(set) var isASCII = true

    init(_ string: String) {
        text = string.unicodeScalars.map(\.value)
        for unit in text {
            if unit < 64 { present.low |= 1 << UInt64(unit) }
            if unit >= 64, unit < 128 { present.high |= 1 << UInt64(unit - 64) }
            if unit >= 128 { isASCII = false }
        }
    }

    func has(_ characters: StaticString) -> Bool {
        characters.withUTF8Buffer { bytes in
            bytes.contains {
                $0 < 64 ? present.low >> UInt64($0) & 1 == 1 : present.high >> UInt64($0 - 64) & 1 == 1
            }
        }
    }

    /// The text between white space.
    var words: [String] {
        text.split(whereSeparator: Self.isSpaceOrSeparator).map { word in
            if word.allSatisfy({ $0 < 128 }) {
                return String(unsafeUninitializedCapacity: word.count) { bytes in
                    for (index, unit) in word.enumerated() { bytes[index] = UInt8(unit) }
                    return word.count
                }
            }
            var result = String.UnicodeScalarView()
            for unit in word { if let scalar = Unicode.Scalar(unit) { result.append(scalar) } }
            return String(result)
        }
    }
}

// MARK: - Characters, as Python sees them

extension TreebankText {
    static let quote: UInt32 = 0x27
    static let space: UInt32 = 0x20
    static let stop: UInt32 = 0x2E

    static func isSpace(_ unit: UInt32) -> Bool {
        switch unit {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The separators of ASCII's control characters, too: `str.split` and `re` take them for spaces, `regex` does not.
    static func isSpaceOrSeparator(_ unit: UInt32) -> Bool { isSpace(unit) || (0x1C...0x1F).contains(unit) }

    static func isDecimal(_ unit: UInt32) -> Bool {
        if unit < 128 { return unit >= 0x30 && unit <= 0x39 }
        return Unicode.Scalar(unit)?.properties.generalCategory == .decimalNumber
    }

    /// `\w` of the package `regex`, which cuts everything but contractions: letters, marks, digits, connectors.
    static func isWord(_ unit: UInt32) -> Bool {
        if unit < 0x80 { return isWordOfContraction(unit) }
        guard let properties = Unicode.Scalar(unit)?.properties else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return properties.isAlphabetic || properties.isJoinControl
        }
    }

    /// `\w` of Python's own `re`, which cuts contractions: letters, numbers of all kinds, the underscore; no marks.
    static func isWordOfContraction(_ unit: UInt32) -> Bool {
        switch unit {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
        case 0..<0x80: return false
        default:
            guard let properties = Unicode.Scalar(unit)?.properties else { return false }
            switch properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
            default: return properties.numericType != nil
            }
        }
    }

    /// The small letter, where it is one of ASCII's.
    static func folded(_ unit: UInt32) -> UInt32 {
        switch unit {
        case 0x41...0x5A: unit + 32
        case 0x130, 0x131: 0x69
        case 0x17F: 0x73
        case 0x212A: 0x6B
        default: unit
        }
    }

    /// Whether small letters stand at a position, in any case.
    func matches(_ word: [UInt32], at start: Int) -> Bool {
        guard start + word.count <= text.count, Self.folded(text[start]) == word[0] else { return false }
        for index in 1..<word.count where Self.folded(text[start + index]) != word[index] { return false }
        return true
    }

    /// The numbers of a word's letters.
    static func units(_ word: String) -> [UInt32] { word.unicodeScalars.map(\.value) }

    /// Whether a word begins or ends before a position.
    func isBoundary(_ position: Int, isWord: (UInt32) -> Bool = isWordOfContraction) -> Bool {
        let before = position > 0 && isWord(text[position - 1])
        let after = position < text.count && isWord(text[position])
        return before != after
    }
}
