import Foundation

/// How a vocabulary of whole words cuts a text.
public enum WordSplitting: String, Sendable, Hashable, Codable, CaseIterable {
    /// As torchtext's `basic_english`: what spaces separate, with seven punctuation marks apart. The published network was
    /// trained with it.
    case basicEnglish = "basic_english"
    /// By what Unicode says of characters (``UnicodeWords``): for any script and any quotation mark.
    case unicode

    /// The words of a text and where each stands in it, counted in Unicode scalars; no places where they are not known.
    func words(of text: String) -> (words: [String], offsets: [Range<Int>]?) {
        switch self {
        case .basicEnglish: return (BasicEnglish.words(of: text), nil)
        case .unicode:
            let found = UnicodeWords.words(of: text)
            return (found.map(\.text), found.map(\.offsets))
        }
    }
}

/// Cuts a text into words by the properties that Unicode gives to its characters.
///
/// A run of letters, digits and marks is a word, in small letters. An apostrophe between letters is part of it (`don't`), a full
/// stop or comma between digits too (`3.14`). Chinese characters and Hiragana are words of their own, for they are written without
/// spaces; a run of Katakana is one word. Every other character that can be seen is a word of its own as people see it: a quotation
/// mark, an emoji with its skin colour, a flag. `“It’s 3.14” 猫だ 👩🏽‍💻` → `“ it’s 3.14 ” 猫 だ 👩🏽‍💻`
///
/// *Source:* Unicode Standard Annex 29, "Unicode text segmentation", whose word boundaries it follows but for two things: spaces
/// are no words, and underscores are no letters.
public enum UnicodeWords {
    /// A word in small letters, and where it stands in the text, in Unicode scalars.
    public struct Word: Sendable, Hashable {
        public var text: String
        public var offsets: Range<Int>
    }

    private enum Kind { case letter, digit, katakana, alone, space }

    /// The words of a text, in order; none where there is nothing but spaces.
    ///
    /// - Complexity: O(length).
    public static func words(of text: String) -> [Word] {
        let characters = Array(text)
        var words: [Word] = []
        var open: (text: String, start: Int, kind: Kind)?
        var place = 0
        func end() {
            if let word = open { words.append(Word(text: word.text.lowercased(), offsets: word.start..<place)) }
            open = nil
        }
        for (index, character) in characters.enumerated() {
            let length = character.unicodeScalars.count
            let kind = kind(of: character)
            if let word = open, word.kind == kind && kind != .alone || joins(word.kind, kind) {
                open = (word.text + String(character), word.start, kind == .digit ? .digit : word.kind)
                if kind == .letter { open?.kind = .letter }
            } else if let word = open, kind == .alone, index + 1 < characters.count,
                isInside(character, of: word.kind, before: Self.kind(of: characters[index + 1]))
            {
                open?.text.append(character)
            } else {
                end()
                switch kind {
                case .space: break
                case .alone: words.append(Word(text: String(character).lowercased(), offsets: place..<place + length))
                default: open = (String(character), place, kind)
                }
            }
            place += length
        }
        end()
        return words
    }

    private static func joins(_ first: Kind, _ second: Kind) -> Bool {
        (first == .letter && second == .digit) || (first == .digit && second == .letter)
    }

    /// Whether a mark stands inside a word.
    private static func isInside(_ mark: Character, of word: Kind, before next: Kind) -> Bool {
        switch mark {
        case "'", "’": word == .letter && next == .letter
        case ".", ",": word == .digit && next == .digit
        default: false
        }
    }

    private static func kind(of character: Character) -> Kind {
        guard let scalar = character.unicodeScalars.first else { return .space }
        if character.isWhitespace { return .space }
        switch scalar.properties.generalCategory {
        // What nobody sees.
        case .control, .format, .surrogate, .unassigned: return .space
        case .decimalNumber, .letterNumber: return .digit
        default: break
        }
        // An emoji may begin with a digit or a letter in a circle.
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F || $0.value == 0x20E3 }) { return .alone }
        switch scalar.value {
        case 0x3041...0x309F: return .alone  // Hiragana
        case 0x30A1...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return .katakana
        default: break
        }
        if scalar.properties.isIdeographic { return .alone }
        return scalar.properties.isAlphabetic ? .letter : .alone
    }
}
