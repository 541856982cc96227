import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A comparison under way: methods that still run, and what was found.
struct ComparisonSession {
    /// What one method says of one sample.
    struct Maps {
        let method: String
        let map: Heatmap
        let reseeded: Heatmap?
        /// Of the input that was explained.
        let height: Int
        let width: Int
    }

    private var methods: [ComparedMethod]
    private let classifier: Classifier
    private let source: any SampleSource
    private let budget: MemoryBudget
    private let methodProgress: MethodProgress
    private var seconds: [String: Double] = [:]
    private var counts: [String: Int] = [:]
    var report: ComparisonReport

    init(
        _ methods: [ComparedMethod], _ classifier: Classifier, _ source: any SampleSource, _ budget: MemoryBudget,
        _ bootstrap: Bootstrap, _ methodProgress: MethodProgress
    ) {
        self.methods = methods
        self.classifier = classifier
        self.source = source
        self.budget = budget
        self.methodProgress = methodProgress
        report = ComparisonReport(bootstrap: bootstrap)
    }

    /// The maps of some samples by every method: `[method][sample]`. A method that fails is dropped, with its reason.
    ///
    /// - Parameter other: another network than the comparison's own.
    mutating func maps(of group: [SampleSelection.Chosen], in other: Classifier? = nil) throws -> [[Maps]] {
        let classifier = other ?? classifier
        let samples = try group.map { try source.sample($0.index, for: classifier) }
        var found: [[Maps]] = []
        for method in methods {
            do {
                let start = ContinuousClock().now
                let maps = try self.maps(method.method, of: samples, group, classifier)
                note((ContinuousClock().now - start) / .seconds(1), for: method.name, group.count)
                let others = try method.reseeded.map { try self.maps($0, of: samples, group, classifier) }
                found.append(
                    group.indices.map { index in
                        let shape = samples[index].input.shape.suffix(2)
                        return Maps(
                            method: method.name, map: maps[index], reseeded: others?[index],
                            height: shape.first ?? 1, width: shape.last ?? 1)
                    })
            } catch let error as RationaleError where error.code != .interrupted {
                drop(method.name, error)
            }
        }
        return found
    }

    /// The maps of all samples that were selected, by method.
    ///
    /// - Parameter progress: called with how many are explained.
    mutating func allMaps(in other: Classifier? = nil, progress: (Int) -> Void) throws -> [String: [Maps]] {
        let chosen = report.selection.chosen
        var found: [String: [Maps]] = [:]
        for start in stride(from: 0, to: chosen.count, by: MethodComparison.batch) {
            try Cancellation.check()
            progress(start)
            let group = Array(chosen[start..<min(start + MethodComparison.batch, chosen.count)])
            for maps in try maps(of: group, in: other) { found[maps[0].method, default: []] += maps }
        }
        return found
    }

    /// Takes up a selection whose samples are measured one measure after the other.
    mutating func begin(with selection: SampleSelection, _ measures: [Measure]) {
        report.selection = selection
        report.measures = measures
        report.samples = selection.chosen.map {
            .init(name: $0.name, target: $0.target, probability: $0.probability)
        }
    }

    /// Notes what was measured of a method, sample by sample.
    mutating func note(_ values: [Double], _ measure: String, of method: String) {
        for (index, value) in values.enumerated() {
            report.samples[index].values[method, default: [:]][measure] = value
        }
    }

    /// A sample as metrics see it.
    func judged(_ sample: SampleSelection.Chosen) throws -> JudgedSample {
        let found = try source.sample(sample.index, for: classifier)
        return JudgedSample(
            name: sample.name,
            input: try found.perturbable(classifier, target: sample.target, budget: budget),
            region: found.region, isDifficult: found.isDifficult, pixelSize: found.pixelSize)
    }

    /// The report.
    ///
    /// - Throws: the reason, where no method could explain the network.
    func finished() throws -> ComparisonReport {
        if methods.isEmpty, let failure = report.failures.first { throw failure.error }
        var report = report
        report.methods = methods.map(\.name)
        report.secondsPerMap = seconds.reduce(into: [:]) { $0[$1.key] = $1.value / Double(counts[$1.key] ?? 1) }
        return report
    }

    private mutating func note(_ time: Double, for method: String, _ count: Int) {
        seconds[method, default: 0] += time
        counts[method, default: 0] += count
    }

    private mutating func drop(_ method: String, _ error: RationaleError) {
        report.failures.append(.init(method: method, error: error))
        methods.removeAll { $0.name == method }
        for index in report.samples.indices { report.samples[index].values[method] = nil }
    }

    /// One method's maps. Pictures of one size go together, others and texts alone.
    private func maps(
        _ method: any AttributionMethod, of samples: [Sample], _ group: [SampleSelection.Chosen],
        _ classifier: Classifier
    ) throws -> [Heatmap] {
        let targets = group.map { Target.index($0.target) }
        let inputs = samples.map { $0.input.moved(to: classifier.device) }
        let goTogether = samples.allSatisfy { $0.text == nil && $0.input.shape == inputs[0].shape }
        let attributions =
            goTogether
            ? try method.attribute(
                .concatenated(inputs), targets: targets, in: classifier, budget: budget, progress: methodProgress)
            : try samples.indices.flatMap { index in
                if let text = samples[index].text {
                    return [try method.attribute(text, target: targets[index], in: classifier, budget: budget)]
                }
                return try method.attribute(
                    inputs[index], targets: [targets[index]], in: classifier, budget: budget, progress: methodProgress)
            }
        try classifier.device.synchronize()
        return attributions.map(\.map)
    }
}
