import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics

/// What the samples of a comparison are samples of: with their records, everything that its tables and documents say.
struct ComparisonHeader: Codable, Sendable, Equatable {
    let kind: ComparisonOptions.Kind
    let form: MetricForm
    /// The network's name.
    let network: String
    let labels: [String]?
    /// How many scores the network returns for a sample.
    let classes: Int
    let seed: UInt64
    let notes: [String]
    let minProbability: Double
    /// How many samples were asked for; `nil` for all.
    let count: Int?
    /// In the order asked.
    let methods: [String]
    /// The method that others are compared with; `nil` for the first.
    var reference: String?
    /// How many samples there are to choose from.
    let samples: Int
    let isShuffled: Bool
    /// The SHA-256 of the samples' names: whether two processes look at the same ones.
    let names: String

    init(
        _ options: ComparisonOptions, _ filter: SampleFilter, of classifier: Classifier, on source: any SampleSource,
        classes: Int, methods: [ComparedMethod], notes: [String]
    ) {
        kind = options.kind
        form = options.isPublished ? .published : .mended
        network = classifier.name
        labels = classifier.labels
        self.classes = classes
        seed = options.explain.seed ?? 0
        self.notes = notes
        minProbability = options.minProbability
        count = filter.count
        self.methods = methods.map(\.name)
        reference = options.reference
        samples = source.count
        isShuffled = source.isShuffled
        var hash = SHA256()
        for index in 0..<source.count {
            Array("\(source.name(of: index))\n".utf8).withUnsafeBytes { hash.update($0) }
        }
        names = hash.hexadecimal()
    }

    /// Which samples are judged.
    var filter: SampleFilter { SampleFilter(leastProbability: minProbability, count: count, seed: seed) }

    /// The first sample of which nothing is known; `nil` where the comparison is complete.
    ///
    /// - Returns: its place in the order in which samples are looked at, and its number.
    func firstOpen(in records: [Int: SampleRecord]) -> (place: Int, index: Int)? {
        let order = filter.order(of: samples, isShuffled: isShuffled)
        return filter.firstOpen(of: order, in: records).map { ($0, order[$0]) }
    }

    /// The result of what is kept.
    func result(of keeper: some ComparisonKeeper) throws -> ComparisonResult {
        ComparisonResult(
            self,
            try ComparisonReport(
                keeper, methods: methods, classes: classes, bootstrap: Bootstrap(seed: seed)))
    }
}
