/// Sentences about one bird, of which it is known which words tell its species.
public struct BirdDescription: Hashable, Sendable {
    /// One or two sentences in lower case.
    public let text: String
    /// The text cut by `BasicEnglish.words(of:)`.
    public let words: [String]
    /// The index of the species in ``DescriptionWorld/species``.
    public let species: Int
    /// The places in ``words`` that tell the species, in ascending order: what is said of a telling attribute, and the part
    /// that it is said of (“yellow” and “belly”; “an orange” belly has its article, too). Nothing else in the text has to do with the species.
    public let decisive: [Int]
}
