public import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
public import RationaleStatistics
import RationaleTorch

/// Judges several methods on the same samples by any metrics of maps.
///
/// Pictures are explained a few at once, as methods are quicker for batches; then the metrics judge all maps of a sample
/// together, so that what does not depend on the map is computed once.
public struct MethodComparison: Sendable {
    public var metrics: [any MapMetric]
    public var filter: SampleFilter
    /// Which samples this process judges; `nil` for all.
    public var part: SamplePart?
    /// Of methods and of what metrics ask the network.
    public var budget: MemoryBudget
    public var bootstrap: Bootstrap
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent

    /// A sample that was judged just now, for those who want to see its maps.
    public struct Observation {
        /// Its number in the source.
        public let index: Int
        public let target: Int
        /// `[class]`.
        public let logits: [Float]
        /// In the order of the methods.
        public let attributions: [Attribution]
    }

    /// - Parameters:
    ///   - metrics: what is measured, in the order of tables.
    ///   - filter: which samples.
    ///   - part: which of them this process judges; `nil` for all.
    ///   - budget: of memory.
    ///   - bootstrap: of the intervals.
    public init(
        _ metrics: [any MapMetric], filter: SampleFilter = SampleFilter(), part: SamplePart? = nil,
        budget: MemoryBudget = .standard, bootstrap: Bootstrap = Bootstrap()
    ) {
        self.metrics = metrics
        self.filter = filter
        self.part = part
        self.budget = budget
        self.bootstrap = bootstrap
    }

    /// Judges methods.
    ///
    /// - Parameters:
    ///   - methods: each is judged on the same samples.
    ///   - classifier: best prepared.
    ///   - source: of samples.
    ///   - keeper: where is kept what is found; samples that it knows are not judged again.
    ///   - progress: called with the work done, all work, and what it is.
    ///   - observe: called after each sample that was judged.
    /// - Throws: `RationaleError`: `usage` for a setting that does not fit, `badData` where no sample is left. A method that
    ///   cannot explain the network, and a sample that cannot be read, are reported, not thrown.
    public func run(
        _ methods: [ComparedMethod], of classifier: Classifier, on source: any SampleSource,
        keeper: any ComparisonKeeper = ComparisonMemory(), progress: (Int, Int, String) -> Void = { _, _, _ in },
        observe: (Observation) throws -> Void = { _ in }
    ) throws -> ComparisonReport {
        var session = try ComparisonSession(
            methods, classifier, source, filter, part, keeper, budget, methodProgress)
        try session.run(progress: progress) { session, group in
            progress(group.done, group.total, "explaining \(group.samples[0].name)")
            let maps = try session.maps(of: group)
            for (place, sample) in group.samples.enumerated() where !group.known.contains(sample.index) {
                progress(group.done + place, group.total, "judging \(sample.name)")
                try Cancellation.check()
                let own = maps.map { $0[place] }
                let (values, measures) = try session.measured(\.metrics) { _ in try judged(sample.judged, own) }
                try session.keep(sample, values, of: own, measures: measures)
                try observe(
                    Observation(
                        index: sample.index, target: sample.target, logits: sample.logits,
                        attributions: own.map(\.attribution)))
            }
        }
        return try session.report(of: methods, bootstrap)
    }

    /// What the metrics say of the maps of a sample, and what was measured.
    private func judged(
        _ sample: JudgedSample, _ maps: [ComparisonSession.Maps]
    ) throws -> (values: [String: [String: Double]], measures: [Measure]) {
        var result: [String: [String: Double]] = [:]
        var measures: [Measure] = []
        for metric in metrics {
            measures += try metric.measures(of: sample)
            let values = try metric.values(of: maps.map(\.map), for: sample)
            for (found, map) in zip(values, maps) { result[map.method, default: [:]].merge(found) { $1 } }
        }
        for map in maps {
            guard let other = map.reseeded else { continue }
            if measures.last != MapAgreement.measure { measures.append(MapAgreement.measure) }
            result[map.method, default: [:]][MapAgreement.measure.name] = MapAgreement.value(map.map, other)
        }
        return (result, measures)
    }
}
