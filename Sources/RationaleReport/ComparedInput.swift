public import RationaleCore
public import RationaleImaging

/// What several networks say about one input, side by side.
public struct ComparedInput: Sendable {
    /// What one of them says.
    public struct Column: Sendable {
        /// The network's name.
        public var title: String
        /// The part of the photo that it saw, on which its maps lie; `nil` is the whole photo.
        public var region: PhotoRegion?
        /// Five predictions and all findings are shown.
        public var explanation: Explanation
        /// The maps of those findings that are maps, by method.
        public var maps: [String: Heatmap]

        public init(
            title: String, region: PhotoRegion? = nil, explanation: Explanation, maps: [String: Heatmap] = [:]
        ) {
            self.title = title
            self.region = region
            self.explanation = explanation
            self.maps = maps
        }
    }

    /// The file's name, as a reader knows it.
    public var name: String
    public var photo: Image
    /// The photo's own size in pixels, where ``photo`` is a smaller version.
    public var originalSize: (width: Int, height: Int)?
    /// What is known of the input: its class.
    public var note: String?
    public var columns: [Column]

    public init(
        name: String, photo: Image, originalSize: (width: Int, height: Int)? = nil, note: String? = nil,
        columns: [Column]
    ) {
        self.name = name
        self.photo = photo
        self.originalSize = originalSize
        self.note = note
        self.columns = columns
    }
}
