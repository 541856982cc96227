/// What is asked of `compare`: two networks on the same photos.
public struct NetworkPairOptions: Sendable, Hashable {
    /// The first network, and the methods with their options; inputs and output are not used.
    public var first = ExplainOptions()
    /// The model of the other network, and what is said of it; everything else is the first one's.
    public var otherModel: String?
    public var otherWeights: String?
    public var otherLabels: String?
    public var otherPreprocessing: String?
    public var otherClasses: Int?
    /// Photos, or one folder of them as `evaluate` takes it.
    public var input: [String] = []
    /// A table, a COCO file or a folder of annotations; `nil` for what lies in the folder.
    public var boxes: String?
    /// Whether pictures were stretched to another shape since they were annotated.
    public var areStretched = false
    /// How many photos, drawn at random; `nil` for all.
    public var count: Int?
    /// Metrics by name; empty for those of localisation, where it is known where things are.
    public var metrics: [String] = []
    /// How many photos the report shows.
    public var pictures = 24
    /// A folder for the report and the tables; `nil` writes nothing.
    public var output: String?

    public init() {}

    /// What the other network is asked.
    var other: ExplainOptions {
        var other = first
        other.model = otherModel
        other.weights = otherWeights
        other.labels = otherLabels
        other.preprocessing = otherPreprocessing
        other.classes = otherClasses
        return other
    }
}
