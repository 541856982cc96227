/// What can be explained.
public enum InputKind: String, Sendable, Hashable, CaseIterable {
    case picture, text
    /// Any other tensor: sound, a series, a volume, a row of a table.
    case tensor
}
