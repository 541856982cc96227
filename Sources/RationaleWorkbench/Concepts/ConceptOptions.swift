import RationaleAttribution
import RationaleConcepts
import RationaleCore

/// What a person asks of `concepts discover`.
public struct ConceptOptions: Sendable, Hashable {
    /// The model, where it runs, and the seed; nothing else is used.
    public var explain = ExplainOptions()
    /// `aviary`, or a folder of pictures of known classes.
    public var data = aviary
    /// The folder to write.
    public var output = ""
    /// The classes whose concepts are looked for, by label or index; all in the data where none is named.
    public var classes: [String] = []
    /// `NAME=LABEL`: classes of the data by the names that the network has for them.
    public var labels: [String] = []
    /// Pictures of each class at most. Published: 50.
    public var pictures = 50
    /// The layers whose activations are compared; if empty, the layer of class activation maps.
    public var layer: [String] = []
    /// `patch` or `context`; see `RegionFeatures.Source`.
    public var features = RegionFeatures.Source.patch.rawValue
    /// Whether the channels of features are brought to one scale.
    public var scaled = false
    public var superpixels = "slic"
    public var resolutions: [Int] = []
    public var maxArea = 1.0
    /// `none`, `inside` or `touching`; see `RegionPlan.Filter`.
    public var filter = RegionPlan.Filter.inside.rawValue
    /// The part of the picture that the filter keeps.
    public var keep = 0.5
    /// A clustering method.
    public var clusterer = KMeans.identifier
    public var clusters = 25
    /// The least number of regions of a concept.
    public var minRegions = 41
    /// The least fraction of a class's pictures with the concept, in place of the published rule.
    public var minPictures: Double?
    /// `importance`, `sensitivity` or `found`; see `ConceptDiscovery.Order`.
    public var order = ConceptDiscovery.Order.importance.rawValue
    /// The most concepts of a class.
    public var limit = 12
    /// Pictures edited to measure a concept's importance.
    public var probes = 20
    /// Random sets of regions against which TCAV scores are measured; 0 measures none. Published: 20.
    public var randomSets = 20
    /// Whether concepts are looked for anywhere in a picture, as published, and not where they lie to each other.
    public var anywhere = false

    public init() {}

    public static let aviary = "aviary"

    /// The resolutions with which each method was published.
    static let publishedResolutions = [
        "slic": [15, 50, 80], "watershed": [15, 50, 80], "quickshift": [20, 15, 10], "felzenszwalb": [1200, 500, 250],
    ]

    /// The plan of regions.
    ///
    /// - Throws: `usage` for names that do not exist.
    func plan() throws(RationaleError) -> RegionPlan {
        RegionPlan(
            superpixels: superpixels,
            resolutions: resolutions.isEmpty ? Self.publishedResolutions[superpixels] ?? [15, 50, 80] : resolutions,
            maxArea: maxArea, filter: try .init(filter, for: "--filter"), keep: keep)
    }

    /// How concepts are looked for.
    ///
    /// - Throws: `usage` for names that do not exist, and numbers that make no sense.
    func discovery() throws -> ConceptDiscovery {
        for (flag, number, least) in [
            ("--pictures", pictures, 2), ("--limit", limit, 1), ("--probes", probes, 0), ("--clusters", clusters, 1),
            ("--random-sets", randomSets, 0),
        ] where number < least {
            throw RationaleError(.usage, "\(flag) \(number): expected \(least) or more")
        }
        var settings: [String: String] = [:]
        if [KMeans.identifier, SpectralClustering.identifier, NMFClusters.identifier].contains(clusterer) {
            settings["clusters"] = "\(clusters)"
        }
        if [KMeans.identifier, NMFClusters.identifier].contains(clusterer) {
            settings["seed"] = "\(explain.seed ?? 0)"
        }
        return ConceptDiscovery(
            plan: try plan(), clusterer: try Clusterers.named(clusterer, settings),
            acceptance: .init(minRegions: minRegions, minPictures: minPictures),
            order: try .init(order, for: "--order"),
            limit: limit, probes: probes, learnsLayout: !anywhere)
    }
}
