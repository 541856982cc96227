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
    /// How sentences are chosen; `telling` by default, `beam` where the narrator knows no classes.
    public var writing = WritingOptions()
    /// Of the style `sample`.
    public var temperature = 1.0
    /// Sentences for each photo.
    public var count = 1
    /// Whether the sentence is tested by painting over what it names.
    public var proves = true
    /// The folder to write; `nil` writes none.
    public var output: String?

    public init() {}
}
