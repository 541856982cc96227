/// One sentence and the sentences it is compared with.
public struct CaptionSegment: Sendable, Hashable, Codable {
    /// What a model said.
    public var hypothesis: String
    /// What people said of the same thing. Every metric takes any number of them, from one up.
    public var references: [String]

    public init(hypothesis: String, references: [String]) {
        self.hypothesis = hypothesis
        self.references = references
    }
}
