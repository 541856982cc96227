/// Says how a score was computed, so that others can repeat it: `METEOR|version:1.5|language:en|norm:yes|…`.
///
/// *Source:* Post (2018), "A call for clarity in reporting BLEU scores", arXiv:1804.08771, which introduced signatures.
public struct CaptionSignature: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The metric's name.
    public let metric: String
    /// What decides the score, in the order in which it is printed.
    public let settings: [Setting]

    /// One thing that decides a score.
    public struct Setting: Sendable, Hashable, Codable {
        public let name: String
        public let value: String
    }

    public init(_ metric: String, _ settings: KeyValuePairs<String, String>) {
        self.metric = metric
        self.settings = settings.map { Setting(name: $0.key, value: $0.value) }
    }

    public var description: String {
        ([metric] + settings.map { "\($0.name):\($0.value)" }).joined(separator: "|")
    }
}
