public import RationaleCore
public import RationaleStatistics

/// What metrics said of the maps of several methods, sample by sample.
///
/// All methods were asked about the same samples, so a difference between two of them is one of pairs: its interval is
/// that of the mean of differences, and is much shorter than those of both means.
public struct ComparisonReport: Sendable {
    /// In the order of tables.
    public internal(set) var measures: [Measure] = []
    /// The methods that could explain the network, in the order asked.
    public internal(set) var methods: [String] = []
    public internal(set) var samples: [JudgedMaps] = []
    public internal(set) var selection = SampleSelection()
    /// Methods that cannot explain this network, and why.
    public internal(set) var failures: [TruthReport.Failure] = []
    /// How long a map of each method takes, in seconds.
    public internal(set) var secondsPerMap: [String: Double] = [:]
    public let bootstrap: Bootstrap

    /// The values of one sample.
    public struct JudgedMaps: Sendable {
        public let name: String
        public let target: Int
        public let probability: Double
        /// By method, then by the name of a measure.
        public internal(set) var values: [String: [String: Double]] = [:]
        /// The methods whose map says nothing, and in which way.
        public internal(set) var degenerate: [String: Heatmap.Degeneracy] = [:]
    }

    init(bootstrap: Bootstrap) { self.bootstrap = bootstrap }

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

    /// The same with the mean of some measures as one more, in samples that have any of them.
    func averaging(_ parts: [String], into name: String) -> ComparisonReport {
        var result = self
        for index in samples.indices {
            for (method, values) in samples[index].values {
                let found = parts.compactMap { values[$0] }
                guard !found.isEmpty else { continue }
                result.samples[index].values[method]?[name] = found.reduce(0, +) / Double(found.count)
            }
        }
        return result
    }

    /// Takes up measures that were not known yet, in their order.
    mutating func add(_ new: [Measure]) {
        let known = Set(measures.map(\.name))
        measures += new.filter { !known.contains($0.name) }
    }
}
