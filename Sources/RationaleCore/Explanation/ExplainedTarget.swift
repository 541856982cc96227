/// The part of an output that an attribution explains, resolved to indices.
public struct ExplainedTarget: Equatable, Sendable, Codable {
    /// In which direction the score is followed.
    public enum Change: String, Sendable, Codable, CaseIterable { case increase, decrease }

    /// The class whose score was explained.
    public var index: Int
    /// Its label, where the network has labels.
    public var label: String?
    /// The class whose score was subtracted, for a difference of classes.
    public var insteadOf: Int?
    /// What speaks for more or for less of the score; `nil` for the score as it is.
    public var change: Change?

    public init(index: Int, label: String? = nil, insteadOf: Int? = nil, change: Change? = nil) {
        self.index = index
        self.label = label
        self.insteadOf = insteadOf
        self.change = change
    }

    private enum CodingKeys: String, CodingKey { case index, label, insteadOf, change }

    /// `label` is written even where there is none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(index, forKey: .index)
        try container.encode(label, forKey: .label)
        try container.encodeIfPresent(insteadOf, forKey: .insteadOf)
        try container.encodeIfPresent(change, forKey: .change)
    }
}
