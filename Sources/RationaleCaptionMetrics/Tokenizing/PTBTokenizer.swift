import Synchronization

/// Cuts English into tokens as the Penn Treebank does: twin of the Stanford tokenizer that the COCO caption evaluation uses.
///
/// Contractions are cut (`it 's`, `ca n't`, `gon na`), quotation marks become TeX's (\`\` and `''`), brackets get names
/// (`-lrb-`), and abbreviations keep their full stop, which at the end of a sentence counts for both (`etc. .`). Characters
/// that the rules do not know are dropped. With ``dropsPunctuation``, the seventeen tokens of ``punctuation`` are left out,
/// as the COCO evaluation does; `-lrb-` stays there, since that list names `-LRB-` only.
///
/// *Source:* the Stanford tokenizer, release 3.4.1 (`PTBTokenizer -preserveLines -lowerCase`); the list of punctuation of
/// Chen et al. (2015), "Microsoft COCO captions: data collection and evaluation server", arXiv:1504.00325.
///
/// *Cost*: one pass over the text; the first few thousand words are slower while the scanner learns its states.
public struct PTBTokenizer: Sendable, Hashable {
    /// Whether tokens are written in small letters. Default: yes.
    public var lowercases: Bool
    /// Whether tokens of ``punctuation`` are left out. Default: no.
    public var dropsPunctuation: Bool

    public init(lowercases: Bool = true, dropsPunctuation: Bool = false) {
        self.lowercases = lowercases
        self.dropsPunctuation = dropsPunctuation
    }

    /// Tokenizes as the COCO evaluation does: in small letters, without punctuation.
    public static let coco = PTBTokenizer(dropsPunctuation: true)

    /// The tokens that the COCO evaluation leaves out.
    public static let punctuation: Set<String> = [
        "''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-", "--", "...", ";",
    ]

    /// The tokens of one line. Line breaks in it count as spaces.
    public func tokens(of line: String) -> [String] { tokens(ofLines: [line])[0] }

    /// The tokens of lines that stand in one text.
    ///
    /// An abbreviation at the end of a line ends a sentence where the next line begins with a capital, so that it gets a
    /// full stop of its own there. ``tokens(of:)`` sees no next line.
    public func tokens(ofLines lines: [String]) -> [[String]] {
        guard !lines.isEmpty else { return [] }
        var text: [UInt16] = []
        text.reserveCapacity(lines.reduce(0) { $0 + $1.utf8.count + 1 })
        var ends: [Int] = []
        for line in lines {
            text.append(units: line)
            ends.append(text.count)
            text.append(0x0A)
        }
        text.removeLast()
        var result = [[String]](repeating: [], count: lines.count)
        var index = 0
        PTBScanner.withOne { scanner in
            scanner.scan(text) { (start, token: borrowing PTBToken) in
                while start >= ends[index] { index += 1 }
                let word = token.text(lowercased: lowercases)
                if dropsPunctuation, word.utf8.count <= 5, Self.punctuation.contains(word) { return }
                result[index].append(word)
            }
        }
        return result
    }
}

extension [UInt16] {
    /// Appends a line's units, with a space for each line break in it.
    fileprivate mutating func append(units line: String) {
        var line = line
        line.withUTF8 { bytes in
            var isASCII = true
            for byte in bytes where byte >= 0x80 {
                isASCII = false
                break
            }
            if isASCII {
                append(contentsOf: bytes.lazy.map { $0 == 0x0A ? 0x20 : UInt16($0) })
            } else {
                var decoder = Unicode.UTF8.ForwardParser()
                var source = bytes.makeIterator()
                while case .valid(let encoded) = decoder.parseScalar(from: &source) {
                    let scalar = Unicode.UTF8.decode(encoded)
                    if scalar == "\n" {
                        append(0x20)
                    } else {
                        append(contentsOf: UTF16.encode(scalar).unsafelyUnwrapped)
                    }
                }
            }
        }
    }
}

/// Applies the rules of ``PTBRule`` to a text.
struct PTBScanner: Sendable {
    private var scanner: LexicalScanner
    /// For rules that leave a part of unknown length: what the token may be, and what must follow.
    private var heads: [LexicalScanner?]
    private var tails: [LexicalScanner?]

    /// How a rule's match is shortened to a token.
    private enum Cut: Sendable {
        case whole, first(Int), withoutLast(Int), search
    }

    private struct Plan: Sendable {
        let automaton: LexicalAutomaton
        let heads: [LexicalAutomaton?]
        let tails: [LexicalAutomaton?]
        let cuts: [Cut]
        let effects: [PTBRule.Effect]
    }

    private static let plan: Plan = {
        let rules = PTBRule.all
        let cuts: [Cut] = rules.map { rule in
            guard let tail = rule.tail else { return .whole }
            if let length = tail.fixedLength { return .withoutLast(length) }
            if let length = rule.head.fixedLength { return .first(length) }
            return .search
        }
        func automaton(_ index: Int, _ pattern: LexicalPattern?) -> LexicalAutomaton? {
            guard case .search = cuts[index], let pattern else { return nil }
            return LexicalAutomaton([pattern])
        }
        return Plan(
            automaton: LexicalAutomaton(
                rules.map { rule in rule.tail.map { .sequence([rule.head, $0]) } ?? rule.head }),
            heads: rules.indices.map { automaton($0, rules[$0].head) },
            tails: rules.indices.map { automaton($0, rules[$0].tail) },
            cuts: cuts, effects: rules.map(\.effect))
    }()

    private static let idle = Mutex<[PTBScanner]>([])

    /// Lends a scanner that nobody else uses, so that the states it has learnt serve the next text.
    static func withOne<Result>(_ body: (inout PTBScanner) -> Result) -> Result {
        var scanner = idle.withLock { $0.popLast() } ?? PTBScanner()
        let result = body(&scanner)
        idle.withLock { [scanner] in $0.append(scanner) }
        return result
    }

    private init() {
        scanner = LexicalScanner(Self.plan.automaton)
        heads = Self.plan.heads.map { $0.map { LexicalScanner($0) } }
        tails = Self.plan.tails.map { $0.map { LexicalScanner($0) } }
    }

    /// Calls a closure with each token and where it begins.
    mutating func scan(_ text: [UInt16], _ body: (Int, borrowing PTBToken) -> Void) {
        let plan = Self.plan
        text.withUnsafeBufferPointer { text in
            var start = 0
            while start < text.count {
                // What no rule knows is dropped.
                guard let match = scanner.longestMatch(in: text, from: start, to: text.count) else {
                    start += 1
                    continue
                }
                var end = match.end
                switch plan.cuts[match.rule] {
                case .whole: break
                case .first(let length): end = start + length
                case .withoutLast(let length): end -= length
                case .search: end = longestHead(of: match.rule, in: text, from: start, to: end)
                }
                var next = end
                switch plan.effects[match.rule] {
                case .nothing:
                    start = end
                    continue
                case .split(let length):
                    end -= length
                    next = end
                case .abbreviationAtEnd: next = end - 1
                case .acronymAtEnd:
                    next = end - 1
                    // The full stop after a single letter is the sentence's alone.
                    if end - start == 2 { end -= 1 }
                default: break
                }
                let units = UnsafeBufferPointer(rebasing: text[start..<end])
                body(start, PTBToken(units: units, effect: plan.effects[match.rule]))
                start = next
            }
        }
    }

    /// The end of the longest token after which the rest of a match is what must follow.
    private mutating func longestHead(
        of rule: Int, in text: UnsafeBufferPointer<UInt16>, from start: Int, to end: Int
    ) -> Int {
        for candidate in heads[rule]!.matches(in: text, from: start, to: end).reversed() {
            if tails[rule]!.longestMatch(in: text, from: candidate, to: end)?.end == end { return candidate }
        }
        return end
    }
}
