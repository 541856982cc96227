public import RationaleImaging

/// Pictures of one class, from which its concepts are discovered.
public struct ClassPictures: Sendable {
    /// The class, by its position among the classifier's scores.
    public let index: Int
    public let label: String?
    public let count: Int
    /// What a picture is called: its file.
    public let name: @Sendable (Int) -> String
    /// A picture, as the network sees it; all have one size.
    public let image: @Sendable (Int) throws -> Image

    public init(
        index: Int, label: String?, count: Int, name: @escaping @Sendable (Int) -> String,
        image: @escaping @Sendable (Int) throws -> Image
    ) {
        self.index = index
        self.label = label
        self.count = count
        self.name = name
        self.image = image
    }
}
