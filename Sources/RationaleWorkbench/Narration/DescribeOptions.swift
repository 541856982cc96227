import RationaleCore
import RationaleNarration

/// What a person asks of `describe`.
public struct DescribeOptions: Sendable, Hashable {
    /// The classifier, where it runs, the class that is described (`target`) and the seed; nothing else of them is used.
    public var explain = ExplainOptions()
    /// Photos.
    public var input: [String] = []
    /// The narrator; `nil` for the one that comes with the built-in classifier.
    public var narrator: String?
    /// The class that the sentence is to tell the decided one from, by label or index; `nil` for all others.
    public var instead: String?
    /// One of ``Style``.
    public var style: String?
    /// Of the beam.
    public var beam = 20
    /// Of ``Style/sample``.
    public var temperature = 1.0
    /// Sentences for each photo.
    public var count = 1
    /// How much it counts that a listener recognises the class, see `Listener`; `nil` for the listener's own.
    public var recognition: Double?
    /// How probable a word must be against the most probable one, see `Listener`; `nil` for the listener's own.
    public var plausibility: Double?
    /// See `Decoding.noRepeat`; `nil` for ``Style/noRepeat``.
    public var noRepeat: Int?
    /// Whether the sentence is tested by painting over what it names.
    public var proves = true
    /// The folder to write; `nil` writes none.
    public var output: String?

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
}
