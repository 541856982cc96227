/// A kind of bird: a name and a look.
public struct Species: Hashable, Codable, Sendable {
    /// Two or three words in lower case, unique among the species of an aviary: `"ember finch"`.
    public let name: String
    public let appearance: Appearance

    public init(name: String, appearance: Appearance) {
        self.name = name
        self.appearance = appearance
    }
}
