public import RationaleCore
public import RationaleStatistics

/// What metrics said of the maps of several methods, sample by sample.
///
/// All methods were asked about the same samples, so a difference between two of them is one of pairs: its interval is
/// that of the mean of differences, and is much shorter than those of both means.
public struct ComparisonReport: Sendable {
    /// In the order of tables.
    public let measures: [Measure]
    /// The methods that could explain the network, in the order asked.
    public let methods: [String]
    /// In the order of the source.
    public let samples: [JudgedMaps]
    public let selection: SampleSelection
    /// Methods that cannot explain this network, and why.
    public let failures: [TruthReport.Failure]
    /// How long a map of each method takes, in seconds.
    public let secondsPerMap: [String: Double]
    /// What this process did; `nil` for a report of what others found.
    public var timing: ComparisonTiming?
    public let bootstrap: Bootstrap

    /// The values of one sample.
    public struct JudgedMaps: Sendable {
        public let name: String
        public let target: Int
        /// Not a number where the network has no probabilities.
        public let probability: Double
        /// By method, then by the name of a measure.
        public let values: [String: [String: Double]]
        /// The methods whose map says nothing, and in which way.
        public let degenerate: [String: Heatmap.Degeneracy]
    }

    /// The report of what is kept: the same whoever computed it, and in whichever order.
    ///
    /// - Parameters:
    ///   - keeper: where samples, measures and failures are.
    ///   - methods: all that were asked, in their order.
    ///   - classes: how many scores the network returns for a sample.
    ///   - bootstrap: of the intervals.
    /// - Throws: the reason, where no method could explain the network; what the keeper throws.
    public init(_ keeper: some ComparisonKeeper, methods: [String], classes: Int, bootstrap: Bootstrap) throws {
        self.bootstrap = bootstrap
        measures = try keeper.measures()
        failures = try keeper.failures()
        let failed = Set(failures.map(\.method))
        self.methods = methods.filter { !failed.contains($0) }
        if self.methods.isEmpty, let failure = failures.first { throw failure.error }
        var selection = SampleSelection()
        selection.classes = classes
        var samples: [JudgedMaps] = []
        var times: [String: [Double]] = [:]
        for (index, record) in try keeper.records().sorted(by: { $0.key < $1.key }) {
            if let error = record.error {
                selection.passedOver.append((record.name, RationaleError(error)))
            } else if record.isImprobable {
                selection.improbable += 1
            } else {
                let (target, probability) = (record.target ?? 0, record.probability ?? .nan)
                selection.chosen.append(
                    .init(index: index, name: record.name, target: target, probability: probability))
                samples.append(
                    JudgedMaps(
                        name: record.name, target: target, probability: probability,
                        values: record.values.filter { !failed.contains($0.key) },
                        degenerate: record.degenerate.filter { !failed.contains($0.key) }))
                for (method, seconds) in record.seconds { times[method, default: []].append(seconds) }
            }
        }
        self.selection = selection
        self.samples = samples
        secondsPerMap = times.mapValues { $0.reduce(0, +) / Double($0.count) }
    }

    /// The mean over what the measure's ``Measure/pooling`` says, of the samples that have a value; its interval is that of the
    /// mean over drawn samples, or over drawn classes.
    ///
    /// - Returns: `nil` where none has.
    public func score(_ measure: Measure, of method: String) -> Score? {
        mean(
            measure,
            samples.compactMap { sample in
                sample.values[method]?[measure.name].map { Pooled(target: sample.target, value: $0) }
            })
    }

    /// The same mean of a method's value less another's, of the samples for which both have one.
    public func difference(_ measure: Measure, of method: String, from reference: String) -> Score? {
        mean(
            measure,
            samples.compactMap { sample in
                guard let own = sample.values[method]?[measure.name],
                    let other = sample.values[reference]?[measure.name]
                else { return nil }
                return Pooled(target: sample.target, value: own - other)
            })
    }

    /// How many of a method's maps say nothing.
    public func degenerateMaps(of method: String) -> Int { samples.count { $0.degenerate[method] != nil } }

    /// A value of a sample, and the class that was explained.
    private struct Pooled {
        let target: Int
        let value: Double
    }

    private func mean(_ measure: Measure, _ values: [Pooled]) -> Score? {
        guard !values.isEmpty else { return nil }
        var pooled = values.map(\.value)
        if measure.pooling != .samples {
            let classes = Dictionary(grouping: values, by: \.target).sorted { $0.key < $1.key }
            pooled = classes.map { $0.value.reduce(0) { $0 + $1.value } / Double($0.value.count) }
            if measure.pooling == .allClasses {
                pooled += Array(repeating: 0, count: max(0, selection.classes - pooled.count))
            }
        }
        var score = bootstrap.score(measure.name, count: pooled.count, direction: measure.direction) { drawn in
            drawn.reduce(0) { $0 + pooled[$1] } / Double(drawn.count)
        }
        score?.count = values.count
        return score
    }
}

/// What a comparison spent its time on.
public struct ComparisonTiming: Sendable {
    /// How many samples were looked at.
    public internal(set) var samples = 0
    /// From the beginning to the end, in seconds; the network and the data were loaded before.
    public internal(set) var seconds = 0.0
    /// For samples that other threads were still making.
    public internal(set) var waiting = 0.0
    /// Reading, decoding and resizing on other threads, beside everything else; of several threads, together.
    public internal(set) var loading = 0.0
    /// Passes through the network: predictions and maps.
    public internal(set) var network = 0.0
    /// Metrics; those that ask the network, with its passes.
    public internal(set) var metrics = 0.0

    /// Samples a second; `nil` where there was nothing to do.
    public var perSecond: Double? { samples > 0 && seconds > 0 ? Double(samples) / seconds : nil }
}
