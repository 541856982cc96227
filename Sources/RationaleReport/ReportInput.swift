public import RationaleCore
public import RationaleImaging

/// What a report says about one input.
public struct ReportInput: Sendable {
    /// How an input looks.
    public enum Subject: Sendable {
        /// The photo itself, or what the network saw of it.
        ///
        /// - region: the part of the photo that the maps lie on; `nil` is the whole photo.
        /// - originalSize: the photo's own size in pixels, where a smaller version is given.
        case photo(Image, region: PhotoRegion? = nil, originalSize: (width: Int, height: Int)? = nil)
        /// The words of the explanation.
        case text
        /// A tensor that is neither a photo nor a text: its shape in words.
        case tensor(shape: String)
        /// What there is no picture of, or what could not be read; the explanation's error then says why.
        case nothing
    }

    /// The file's name, as a reader knows it.
    public var name: String
    public var subject: Subject
    /// The report shows five predictions and all findings.
    public var explanation: Explanation
    /// The maps of those findings that are maps, by method.
    public var maps: [String: Heatmap]
    /// Their pictures, where they were made already.
    public var pictures: [String: HeatmapPicture]
    /// What graphs of concepts name: typical regions and edited pictures, by the paths in `ConceptGraph.Node.example` and
    /// `ConceptEdit.picture`. What is not there is not shown.
    public var conceptPictures: [String: Image]

    public init(
        name: String, _ subject: Subject, _ explanation: Explanation, maps: [String: Heatmap] = [:],
        pictures: [String: HeatmapPicture] = [:], conceptPictures: [String: Image] = [:]
    ) {
        self.name = name
        self.subject = subject
        self.explanation = explanation
        self.maps = maps
        self.pictures = pictures
        self.conceptPictures = conceptPictures
    }
}
