import RationaleCore
import RationaleNarration

/// How a narrator's sentences are chosen, as a person says it.
public struct WritingOptions: Sendable, Hashable {
    /// One of ``Style``; `nil` for the command's own.
    public var style: String?
    /// Of the beam.
    public var beam = 20
    /// How much it counts that a listener recognises the class, see `Listener`; `nil` for the listener's own.
    public var recognition: Double?
    /// How probable a word must be against the most probable one, see `Listener`; `nil` for the listener's own.
    public var plausibility: Double?
    /// See `Decoding.noRepeat`; `nil` for 3, and 0 for greedy sentences, as published.
    public var noRepeat: Int?

    public init() {}

    /// How sentences are chosen.
    public enum Style: String, Sendable, CaseIterable {
        /// By which a listener recognises the class; where the narrator knows classes, the default.
        case telling
        /// The most probable one that a beam finds.
        case beam
        /// Word by word, as published.
        case greedy
        /// Drawn by their probability.
        case sample

        /// How many words in a row are not written twice where nobody says; greedy sentences are as published.
        var noRepeat: Int { self == .greedy ? 0 : 3 }
    }

    /// The style that is named; `nil` where none is.
    ///
    /// - Throws: `RationaleError.Code.usage` for one that does not exist, and for numbers that make no sense.
    func checkedStyle() throws(RationaleError) -> Style? {
        guard (1...1000).contains(beam) else {
            throw RationaleError(.usage, "--beam \(beam): expected 1 to 1000 beginnings of sentences")
        }
        guard recognition ?? 0 >= 0 else {
            throw RationaleError(.usage, "--recognition \(recognition ?? 0): expected 0 or more")
        }
        guard (0...1).contains(plausibility ?? 0) else {
            throw RationaleError(.usage, "--plausibility \(plausibility ?? 0): expected 0 to 1")
        }
        guard noRepeat ?? 0 >= 0 else {
            throw RationaleError(.usage, "--no-repeat \(noRepeat ?? 0): expected 0 or more words")
        }
        return try style.map { name throws(RationaleError) in try Style(name, for: "--style") }
    }

    /// The decoding of a style, but for its strategy.
    func decoding(_ strategy: Decoding.Strategy, _ style: Style) -> Decoding {
        var decoding = Decoding(strategy)
        decoding.noRepeat = noRepeat ?? style.noRepeat
        return decoding
    }
}
