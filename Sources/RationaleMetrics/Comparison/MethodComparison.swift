public import RationaleAttribution
import RationaleCore
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
    /// Of methods and of what metrics ask the network.
    public var budget: MemoryBudget
    public var bootstrap: Bootstrap
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent

    /// How many samples are explained at once.
    static let batch = 8

    /// - Parameters:
    ///   - metrics: what is measured, in the order of tables.
    ///   - filter: which samples.
    ///   - budget: of memory.
    ///   - bootstrap: of the intervals.
    public init(
        _ metrics: [any MapMetric], filter: SampleFilter = SampleFilter(), budget: MemoryBudget = .standard,
        bootstrap: Bootstrap = Bootstrap()
    ) {
        self.metrics = metrics
        self.filter = filter
        self.budget = budget
        self.bootstrap = bootstrap
    }

    /// Judges methods.
    ///
    /// - Parameters:
    ///   - methods: each is judged on the same samples.
    ///   - classifier: best prepared.
    ///   - source: of samples.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError`: `usage` for a setting that does not fit, `badData` where no sample is left. A method that
    ///   cannot explain the network, and a sample that cannot be read, are reported, not thrown.
    public func run(
        _ methods: [ComparedMethod], of classifier: Classifier, on source: any SampleSource,
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> ComparisonReport {
        var session = ComparisonSession(methods, classifier, source, budget, bootstrap, methodProgress)
        session.report.selection = try filter.select(from: source, for: classifier) {
            progress($0, $1, "choosing samples")
        }
        let chosen = session.report.selection.chosen
        for start in stride(from: 0, to: chosen.count, by: Self.batch) {
            let group = Array(chosen[start..<min(start + Self.batch, chosen.count)])
            progress(start, chosen.count, "explaining \(group[0].name)")
            let maps = try session.maps(of: group)
            for (place, sample) in group.enumerated() {
                progress(start + place, chosen.count, "judging \(sample.name)")
                try Cancellation.check()
                try judge(sample, maps.map { $0[place] }, &session)
            }
        }
        progress(chosen.count, chosen.count, "done")
        return try session.finished()
    }

    private func judge(
        _ sample: SampleSelection.Chosen, _ maps: [ComparisonSession.Maps], _ session: inout ComparisonSession
    ) throws {
        let judged = try session.judged(sample)
        var result = ComparisonReport.JudgedMaps(
            name: sample.name, target: sample.target, probability: sample.probability)
        for metric in metrics {
            session.report.add(try metric.measures(of: judged))
            let values = try metric.values(of: maps.map(\.map), for: judged)
            for (found, map) in zip(values, maps) { result.values[map.method, default: [:]].merge(found) { $1 } }
        }
        for map in maps {
            if let degeneracy = map.map.degeneracy { result.degenerate[map.method] = degeneracy }
            guard let other = map.reseeded else { continue }
            session.report.add([MapAgreement.measure])
            result.values[map.method, default: [:]][MapAgreement.measure.name] = MapAgreement.value(map.map, other)
        }
        session.report.samples.append(result)
    }
}
