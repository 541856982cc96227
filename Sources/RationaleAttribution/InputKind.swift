/// What can be explained.
public enum InputKind: String, Sendable, Hashable, CaseIterable {
    case picture, text
}
