/// What a rule of a ``LexicalScanner`` matches: a regular expression over UTF-16 code units.
indirect enum LexicalPattern: Sendable {
    case unit(CodeUnitSet)
    case sequence([LexicalPattern])
    case choice([LexicalPattern])
    /// As often as the range says; without an upper bound where `most` is `nil`.
    case repeated(LexicalPattern, least: Int, most: Int?)

    /// The length of every match, where all are equally long.
    var fixedLength: Int? {
        switch self {
        case .unit: return 1
        case .sequence(let parts):
            var sum = 0
            for part in parts {
                guard let length = part.fixedLength else { return nil }
                sum += length
            }
            return sum
        case .choice(let branches):
            let lengths = Set(branches.map(\.fixedLength))
            return lengths.count == 1 ? lengths.first ?? nil : nil
        case .repeated(let part, let least, let most):
            guard least == most, let length = part.fixedLength else { return nil }
            return least * length
        }
    }
}

/// Reads patterns from text.
///
/// | written | matches |
/// |---|---|
/// | `a` | a small letter: both cases; any other character: itself, a capital letter only as a capital |
/// | `\x` | the character x where it has a meaning here |
/// | `[a-z,{letter}]`, `[^…]` | one code unit of these, or of all others; cases are told apart; a name in braces is a set |
/// | `{name}` | what ``define(_:as:)`` gave that name |
/// | `x?`, `x*`, `x+`, `x{2}`, `x{1,4}` | repetitions |
/// | `xy`, `x\|y`, `(…)` | one after the other, one of them, a group |
///
/// The full stop stands for itself.
struct LexicalGrammar {
    private var sets: [String: CodeUnitSet] = [:]
    private var patterns: [String: LexicalPattern] = [:]

    /// Names a set of code units for use inside of brackets and outside.
    mutating func define(_ name: String, as set: CodeUnitSet) {
        sets[name] = set
        patterns[name] = .unit(set)
    }

    /// Names a pattern. One that is a set of code units may be used inside of brackets, too.
    mutating func define(_ name: String, as text: String) {
        let pattern = pattern(text)
        patterns[name] = pattern
        if case .unit(let set) = pattern { sets[name] = set }
    }

    /// Names a choice of words that are written with spaces between them.
    mutating func define(_ name: String, words: String) {
        patterns[name] = .choice(words.split(whereSeparator: \.isWhitespace).map { pattern(String($0)) })
    }

    /// - Precondition: the text follows the notation. Patterns are part of the program.
    func pattern(_ text: String) -> LexicalPattern {
        var reader = Reader(grammar: self, text: Array(text.unicodeScalars))
        let result = reader.choice()
        precondition(reader.isAtEnd, "unexpected character in pattern \(text)")
        return result
    }

    /// The units that a letter of a pattern stands for. Cases are equal as Unicode's simple mappings say: the long s is an
    /// s, the Kelvin sign a k, and the dotless and the dotted i are an i.
    private static func bothCases(of scalar: Unicode.Scalar) -> CodeUnitSet {
        let small = UInt16(scalar.value)
        let more: [UInt16] =
            switch scalar {
            case "s": [0x17F]
            case "k": [0x212A]
            case "i": [0x130, 0x131]
            default: []
            }
        return CodeUnitSet(([small, small - 32] + more).map { $0...$0 })
    }

    private struct Reader {
        let grammar: LexicalGrammar
        let text: [Unicode.Scalar]
        var position = 0

        var isAtEnd: Bool { position == text.count }
        private var next: Unicode.Scalar? { isAtEnd ? nil : text[position] }

        private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
            guard next == scalar else { return false }
            position += 1
            return true
        }

        mutating func choice() -> LexicalPattern {
            var branches = [sequence()]
            while takes("|") { branches.append(sequence()) }
            return branches.count == 1 ? branches[0] : .choice(branches)
        }

        private mutating func sequence() -> LexicalPattern {
            var parts: [LexicalPattern] = []
            while let scalar = next, scalar != "|", scalar != ")" { parts.append(repetition(of: element())) }
            return parts.count == 1 ? parts[0] : .sequence(parts)
        }

        private mutating func repetition(of element: LexicalPattern) -> LexicalPattern {
            if takes("?") { return .repeated(element, least: 0, most: 1) }
            if takes("*") { return .repeated(element, least: 0, most: nil) }
            if takes("+") { return .repeated(element, least: 1, most: nil) }
            guard next == "{", position + 1 < text.count, ("0"..."9").contains(text[position + 1]) else {
                return element
            }
            position += 1
            let bounds = name().split(separator: ",").compactMap { Int($0) }
            return .repeated(element, least: bounds[0], most: bounds[bounds.count - 1])
        }

        private mutating func element() -> LexicalPattern {
            let scalar = text[position]
            position += 1
            switch scalar {
            case "(":
                let inside = choice()
                precondition(takes(")"), "a group does not end")
                return inside
            case "[": return .unit(set())
            case "{":
                let name = name()
                guard let pattern = grammar.patterns[name] else { preconditionFailure("no pattern \(name)") }
                return pattern
            case "\\":
                position += 1
                return .unit(single(text[position - 1]))
            case "a"..."z": return .unit(LexicalGrammar.bothCases(of: scalar))
            default: return .unit(single(scalar))
            }
        }

        /// The text up to a closing brace, which is passed.
        private mutating func name() -> String {
            let start = position
            while text[position] != "}" { position += 1 }
            position += 1
            return String(String.UnicodeScalarView(text[start..<position - 1]))
        }

        private func single(_ scalar: Unicode.Scalar) -> CodeUnitSet {
            let unit = UInt16(scalar.value)
            return CodeUnitSet([unit...unit])
        }

        /// A set up to its closing bracket, which is passed.
        private mutating func set() -> CodeUnitSet {
            let isNegated = takes("^")
            var result = CodeUnitSet([])
            while !takes("]") {
                if takes("{") {
                    let name = name()
                    guard let named = grammar.sets[name] else { preconditionFailure("no set \(name)") }
                    result = result.union(named)
                    continue
                }
                let first = member()
                guard next == "-", position + 1 < text.count, text[position + 1] != "]" else {
                    result = result.union(CodeUnitSet([first...first]))
                    continue
                }
                position += 1
                result = result.union(CodeUnitSet([first...member()]))
            }
            return isNegated ? result.complement : result
        }

        private mutating func member() -> UInt16 {
            if text[position] == "\\" { position += 1 }
            position += 1
            return UInt16(text[position - 1].value)
        }
    }
}
