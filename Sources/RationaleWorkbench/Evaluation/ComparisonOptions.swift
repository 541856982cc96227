/// What is asked of `evaluate faithfulness`, `evaluate localization` and `evaluate sanity`.
public struct ComparisonOptions: Sendable, Hashable {
    /// Which of them.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case faithfulness, localization, sanity
    }

    public var kind: Kind
    /// The model, the methods with their options, and where they run; inputs and what concerns a report are not used.
    public var explain = ExplainOptions()
    /// A folder of pictures; `nil` for scenes of the aviary.
    public var data: String?
    /// A table, a COCO file or a folder of annotations; `nil` for what lies in ``data``.
    public var boxes: String?
    /// Whether pictures were stretched to another shape since they were annotated.
    public var areStretched = false
    /// Of faithfulness: texts of known classes in place of pictures, as ``TextOptions/data`` has them; of a data set those that
    /// were held out. `nil` for pictures.
    public var texts: String?
    /// How many samples; `nil` for all in ``data`` or ``texts``, or ``ComparisonRun/standardScenes`` drawn ones.
    public var count: Int?
    /// The least probability of the class that is explained.
    public var minProbability = 0.6
    /// As published, rather than with faults mended.
    public var isPublished = false
    /// The method that others are compared with; `nil` for the first.
    public var reference: String?
    /// Whether methods that draw are asked twice, with two seeds.
    public var measuresAgreement = false
    /// Metrics by name; empty for the standard ones of ``kind``.
    public var metrics: [String] = []
    /// Of insertion, deletion and degradation: a part of the places, or a number of them.
    public var step: String?
    /// Of insertion: the blur's standard deviation in pixels.
    public var blur: Double?
    /// The n of Sensitivity-N.
    public var sizes: [Int] = []
    /// Random masks for each n.
    public var masksPerSize: Int?
    /// Of degradation: the side of a tile in pixels.
    public var tile: Int?
    /// Of the pointing games, in pixels of the original picture.
    public var tolerance: Int?
    /// Whether the metrics that ask where things are pass over samples that are marked as difficult.
    public var skipsDifficult = false
    /// Of the effective heat ratio: a region that covers more of the picture is left out.
    public var largestRegion: Double?
    /// The layers of the sanity check; empty for a cascade over the network.
    public var layers: [String] = []
    /// The run's folder; `nil` writes nothing, and a run that is stopped is lost.
    public var output: String?
    /// A part of the samples: `2/8`, as `SamplePart` divides them; `nil` for all.
    public var shard: String?

    public init(_ kind: Kind) { self.kind = kind }

    /// Whether samples are drawn, of which everything is known.
    var areDrawn: Bool { texts == TextOptions.descriptions || texts == nil && data == nil }
}
