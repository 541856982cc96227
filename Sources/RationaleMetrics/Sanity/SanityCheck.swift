public import RationaleAttribution
import RationaleCore
public import RationaleNetworks
public import RationaleStatistics
import RationaleTorch

/// Whether maps change when the network forgets what it has learnt.
///
/// Layer by layer from the output backwards, a layer and all later ones are drawn anew (``LayerRandomization``), the same
/// class is explained again, and the map is compared with the first by ``StructuralSimilarity``. A map that stays as it was
/// does not show what the network has learnt: lower is better, and about 0 for unrelated maps. The score `ssim` is the mean
/// over the cascade, `ssim-LAYER` that of each step.
///
/// Mended faults of the published form: convolutions without bias (``LayerRandomization``), and maps as pictures of eight
/// bits, in which what is negative wraps around. Now a map is divided by its largest magnitude, and keeps its sign; the
/// range of values is then 1, or 2 where either map has negative ones.
///
/// *Source:* Adebayo et al. (2018), arXiv 1810.03292; the published program of arXiv 2110.01471.
/// *Cost:* for each layer of the cascade as much as explaining all samples once.
public struct SanityCheck: Sendable {
    public var form: MetricForm
    /// Where the cascade begins, each with all later layers; `nil` for ``LayerRandomization/cascade(of:count:)``.
    public var layers: [String]?
    public var filter: SampleFilter
    /// Which samples this process checks; `nil` for all.
    public var part: SamplePart?
    public var budget: MemoryBudget
    public var bootstrap: Bootstrap
    /// Of the weights that are drawn.
    public var seed: UInt64
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent

    /// - Parameters:
    ///   - form: mended by default.
    ///   - layers: paths of layers with weights.
    ///   - filter: which samples.
    ///   - part: which of them this process checks; `nil` for all.
    ///   - budget: of memory.
    ///   - bootstrap: of the intervals.
    ///   - seed: of the weights that are drawn.
    public init(
        _ form: MetricForm = .mended, layers: [String]? = nil, filter: SampleFilter = SampleFilter(),
        part: SamplePart? = nil, budget: MemoryBudget = .standard, bootstrap: Bootstrap = Bootstrap(), seed: UInt64 = 0
    ) {
        self.form = form
        self.layers = layers
        self.filter = filter
        self.part = part
        self.budget = budget
        self.bootstrap = bootstrap
        self.seed = seed
    }

    /// Checks methods.
    ///
    /// - Parameters:
    ///   - methods: each is checked on the same samples.
    ///   - classifier: as it was loaded.
    ///   - source: of samples.
    ///   - keeper: where is kept what is found; samples that it knows are not checked again.
    ///   - prepare: makes the form in which a network is explained.
    ///   - progress: called with the work done, all work, and what it is.
    /// - Throws: `RationaleError`: `usage` for a layer that does not exist or has no weights, `badData` where no sample is
    ///   left.
    public func run(
        _ methods: [ComparedMethod], of classifier: Classifier, on source: any SampleSource,
        keeper: any ComparisonKeeper = ComparisonMemory(), prepare: (Classifier) throws -> Classifier,
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> ComparisonReport {
        let randomization = LayerRandomization(form, seed: seed)
        let layers = layers ?? randomization.cascade(of: classifier.network)
        guard !layers.isEmpty else {
            throw RationaleError(.usage, "\(classifier.name) has no layers with weights that could be drawn anew")
        }
        // All of them are tried before the first map is computed.
        for layer in layers { _ = try randomization.randomized(classifier.network, from: layer) }
        let measures = [Self.measure] + layers.map(Self.measure)
        var session = try ComparisonSession(
            methods, try prepare(classifier), source, filter, part, keeper, budget, methodProgress)
        try session.run(progress: progress) { session, group in
            progress(group.done, group.total, "explaining \(group.samples[0].name)")
            let before = try session.maps(of: group)
            /// `[sample][method][measure]`
            var values = Array(repeating: [String: [String: Double]](), count: group.samples.count)
            for layer in layers {
                progress(group.done, group.total, "without \(layer)")
                // Not kept from group to group: eight networks take more memory than drawing them takes time.
                let changed = try prepare(classifier.with(randomization.randomized(classifier.network, from: layer)))
                let after = try session.maps(of: group, in: changed)
                try session.measured(\.metrics) { _ in
                    for maps in after {
                        let intact = before.first { $0[0].method == maps[0].method } ?? maps
                        for (place, sample) in group.samples.enumerated() where !group.known.contains(sample.index) {
                            values[place][maps[0].method, default: [:]][Self.measure(layer).name] = try similarity(
                                intact[place].map, maps[place].map, of: sample.sample)
                        }
                    }
                }
            }
            for (place, sample) in group.samples.enumerated() where !group.known.contains(sample.index) {
                let own = values[place].mapValues { found in
                    let all = layers.compactMap { found[Self.measure($0).name] }
                    return found.merging([Self.measure.name: all.reduce(0, +) / Double(all.count)]) { $1 }
                }
                try session.keep(sample, own, of: before.map { $0[place] }, measures: measures)
            }
        }
        return try session.report(of: methods, bootstrap)
    }

    private static let measure = Measure("ssim", .lower, -1...1)

    private static func measure(_ layer: String) -> Measure { Measure("ssim-\(layer)", .lower, -1...1) }

    /// The similarity of two maps of one sample.
    private func similarity(_ before: Heatmap, _ after: Heatmap, of sample: Sample) throws -> Double {
        let shape = sample.input.shape.suffix(2)
        let (height, width) = (shape.first ?? 1, shape.last ?? 1)
        let window = StructuralSimilarity().window
        guard min(height, width) >= window else {
            throw RationaleError(
                .usage,
                "inputs of \(height)×\(width) are smaller than the windows of \(window)×\(window) that are compared",
                hint: "The sanity check needs pictures.")
        }
        let maps = [before, after].map { map in
            form == .published
                ? map.eightBit(height: height, width: width)
                : map.values(height: height, width: width, form).dividedByLargestMagnitude
        }
        // On the scale 0 to 1, 255 levels have the range that they have on their own.
        let isSigned = maps.contains { $0.contains { $0 < 0 } }
        return StructuralSimilarity(window: window, dataRange: isSigned ? 2 : 1)(
            maps[0], maps[1], height: height, width: width)
    }
}

extension [Double] {
    fileprivate var dividedByLargestMagnitude: [Double] {
        let largest = reduce(0) { Swift.max($0, abs($1)) }
        return largest > 0 ? map { $0 / largest } : self
    }
}
