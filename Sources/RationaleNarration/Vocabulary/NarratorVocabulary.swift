public import RationaleCore

/// The words that a narrator knows, each with a number and with how often it stands in the training sentences.
///
/// Word 0 begins every sentence and fills short sentences of a batch; ``end`` closes one. Words that are too rare to be
/// learnt share ``unknown``, which a narrator never writes.
public struct NarratorVocabulary: Sendable, Hashable, Codable {
    /// The word of each number.
    public let words: [String]
    /// How often each stands in the training sentences; as many as ``words``.
    public let counts: [Int]
    /// The number that closes a sentence.
    public let end: Int
    /// What stands for words that are not in the vocabulary; `nil` where there is none.
    public let unknown: Int?

    /// The number that begins a sentence.
    public static let start = 0

    /// The vocabulary of some sentences: the most frequent words first, equally frequent ones in alphabetical order.
    ///
    /// A word of the sentences that is spelt `<start>`, `<end>` or `<unknown>` counts as ``unknown``. Empty sentences do not
    /// count.
    ///
    /// - Parameters:
    ///   - sentences: by their words, as ``words(of:)`` cuts them.
    ///   - least: how often a word must stand in them, at least 1. Default: 1, every word, as published.
    public init(of sentences: some Sequence<[String]>, least: Int = 1) {
        var counts: [String: Int] = [:]
        var total = 0
        for sentence in sentences where !sentence.isEmpty {
            total += 1
            for word in sentence { counts[word, default: 0] += 1 }
        }
        let reserved = [Self.startName, Self.endName, Self.unknownName]
        let kept = counts.filter { $0.value >= least && !reserved.contains($0.key) }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let rest = counts.values.reduce(0, +) - kept.reduce(0) { $0 + $1.value }
        words = reserved + kept.map(\.key)
        self.counts = [total, total, rest] + kept.map(\.value)
        end = 1
        unknown = 2
        places = Self.places(of: words)
    }

    /// A vocabulary whose words and numbers are given.
    ///
    /// - Parameters:
    ///   - words: by their numbers; number 0 begins sentences.
    ///   - end: the word that closes a sentence. Published: `.`.
    ///   - counts: how often each word stands in the training sentences; zeros where it is `nil`.
    /// - Throws: `RationaleError.Code.badData` where a word stands twice, or the last word of sentences is missing.
    public init(words: [String], end: String, counts: [Int]? = nil) throws(RationaleError) {
        let places = Self.places(of: words)
        guard places.count == words.count else {
            let twice = words.enumerated().first { places[$0.element] != $0.offset }
            throw RationaleError(.badData, "the vocabulary has the word '\(twice?.element ?? "")' twice")
        }
        guard let last = places[end], last != Self.start else {
            throw RationaleError(
                .badData, "the vocabulary of \(words.count) words has no '\(end)', which is to close sentences")
        }
        guard counts.map({ $0.count == words.count }) ?? true else {
            throw RationaleError(.badData, "the vocabulary has \(words.count) words and \(counts?.count ?? 0) counts")
        }
        self.words = words
        self.counts = counts ?? Array(repeating: 0, count: words.count)
        self.end = last
        unknown = places[Self.unknownName]
        self.places = places
    }

    private let places: [String: Int]
    private static let startName = "<start>"
    private static let endName = "<end>"
    private static let unknownName = "<unknown>"

    private static func places(of words: [String]) -> [String: Int] {
        Dictionary(words.enumerated().map { ($0.element, $0.offset) }) { _, last in last }
    }

    /// How many there are, with those that stand for no word.
    public var count: Int { words.count }

    /// The numbers of a sentence's words and ``end``.
    ///
    /// A word spelt like the beginning of sentences is ``unknown``, as is one spelt `<end>` before the last place.
    ///
    /// - Returns: `nil` where a word is not in a vocabulary that has no ``unknown``.
    public func numbers(of words: [String]) -> [Int]? {
        var numbers: [Int] = []
        for (place, word) in words.enumerated() {
            let isMisplaced = word == self.words[Self.start] || word == Self.endName && place < words.count - 1
            guard let number = isMisplaced ? unknown : places[word] ?? unknown else { return nil }
            numbers.append(number)
        }
        if numbers.last != end { numbers.append(end) }
        return numbers
    }

    /// The words of some numbers, without those that begin and close a sentence.
    public func words(of numbers: [Int]) -> [String] {
        numbers.filter { $0 != Self.start && $0 != end }.map { words[$0] }
    }

    // MARK: Codable

    private enum CodingKeys: String, CodingKey { case words, counts, end }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let words = try container.decode([String].self, forKey: .words)
        let end = try container.decode(Int.self, forKey: .end)
        guard words.indices.contains(end) else {
            throw RationaleError(.badData, "the vocabulary has no word number \(end), which is to close sentences")
        }
        try self.init(words: words, end: words[end], counts: container.decode([Int].self, forKey: .counts))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(words, forKey: .words)
        try container.encode(counts, forKey: .counts)
        try container.encode(end, forKey: .end)
    }
}
