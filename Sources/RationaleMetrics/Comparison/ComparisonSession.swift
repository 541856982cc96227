import RationaleAttribution
import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A comparison under way: a walk through samples, the methods that still run, and where is kept what is found.
///
/// Samples are made ahead on other threads. A group is looked at in one pass through the network; those of its samples that
/// are chosen are explained together, and judged one after the other.
struct ComparisonSession {
    private(set) var methods: [ComparedMethod]
    let classifier: Classifier
    let budget: MemoryBudget
    let filter: SampleFilter
    private let source: any SampleSource
    private let part: SamplePart?
    private let keeper: any ComparisonKeeper
    private let methodProgress: MethodProgress
    private let clock = ContinuousClock()
    private(set) var timing = ComparisonTiming()
    /// The number of the group at hand.
    private var number = 0
    /// How many scores the network returns for a sample.
    private var classes = 0

    /// What one method says of one sample.
    struct Maps {
        let method: String
        let attribution: Attribution
        let reseeded: Heatmap?
        /// The method's part of this sample's time.
        let seconds: Double

        var map: Heatmap { attribution.map }
    }

    /// The samples of a group that are explained together.
    struct Group {
        let samples: [SeenSample]
        /// Those that are judged already: they are explained again where others of the group are still to be judged, because
        /// a map may depend on what is computed beside it in the last digits.
        let known: Set<Int>
        /// The pass that predicted these samples, where it was of these alone.
        let forward: ForwardPass?
        /// How far the walk is, for those who watch.
        let done: Int
        let total: Int
    }

    /// - Parameters:
    ///   - methods: those that have failed before are left out.
    ///   - classifier: best prepared.
    ///   - source: of samples.
    ///   - filter: which samples.
    ///   - part: which of them this process judges; `nil` for all.
    ///   - keeper: where is kept what is found.
    ///   - budget: of memory.
    ///   - methodProgress: told how far a method is that takes long.
    init(
        _ methods: [ComparedMethod], _ classifier: Classifier, _ source: any SampleSource, _ filter: SampleFilter,
        _ part: SamplePart?, _ keeper: any ComparisonKeeper, _ budget: MemoryBudget, _ methodProgress: MethodProgress
    ) throws {
        let failed = Set(try keeper.failures().map(\.method))
        self.methods = methods.filter { !failed.contains($0.name) }
        self.classifier = classifier
        self.source = source
        self.filter = filter
        self.part = part
        self.keeper = keeper
        self.budget = budget
        self.methodProgress = methodProgress
    }

    /// Goes through all groups that are not done yet.
    ///
    /// - Parameters:
    ///   - progress: called with the work done, all work, and what it is.
    ///   - judge: explains and judges the chosen samples of a group, and keeps what it finds (``keep(_:_:of:measures:)``).
    mutating func run(
        progress: (Int, Int, String) -> Void,
        judge: (inout ComparisonSession, Group) throws -> Void
    ) throws {
        let start = clock.now
        defer { timing.seconds = (clock.now - start) / .seconds(1) }
        let order = filter.order(of: source.count, isShuffled: source.isShuffled)
        let groups = stride(from: 0, to: order.count, by: SampleFilter.group)
            .map { Array(order[$0..<min($0 + SampleFilter.group, order.count)]) }
        let records = try keeper.records()
        // Of others' groups nothing is asked, unless it decides where the walk ends.
        let walked = groups.indices.filter { filter.count != nil || isOwn($0) }
        let open = walked.filter { groups[$0].contains { records[$0] == nil } }
        let loader = SampleLoader(open.map { groups[$0] }, of: source, for: classifier)
        defer { timing.loading = loader.seconds }
        let total = filter.count.map { min($0, source.count) } ?? walked.reduce(0) { $0 + groups[$1].count }
        var (seen, chosen) = (0, 0)
        for number in walked where chosen < filter.count ?? .max {
            try Cancellation.check()
            self.number = number
            let known = groups[number].filter { records[$0] != nil }
            defer { seen += groups[number].count }
            if known.count == groups[number].count {
                chosen += known.count { records[$0]?.isJudged == true }
                continue
            }
            let done = min(filter.count == nil ? seen : chosen, total)
            progress(done, total, "looking at \(source.name(of: groups[number][0]))")
            let waiting = clock.now
            let loaded = try loader.next()
            timing.waiting += (clock.now - waiting) / .seconds(1)
            var looked = try measured(\.network) { try $0.look(at: loaded) }
            looked.truncate(to: (filter.count ?? .max) - chosen)
            // One that was judged before may have gone since.
            chosen += looked.samples.count + looked.others.count { records[$0.index]?.isJudged == true }
            guard isOwn(number) else { continue }
            if let seen = looked.samples.first { classes = seen.logits.count }
            timing.samples += looked.samples.count + looked.others.count
            for (index, record) in looked.others where records[index] == nil {
                try keeper.keep(record, of: index, measures: [])
            }
            guard looked.samples.contains(where: { records[$0.index] == nil }), !methods.isEmpty else { continue }
            try judge(
                &self,
                Group(
                    samples: looked.samples, known: Set(known), forward: looked.forward, done: done, total: total))
        }
        progress(total, total, "done")
    }

    /// The maps of a group by every method: `[method][sample]`. A method that fails is dropped, with its reason.
    ///
    /// - Parameter other: another network than the comparison's own.
    mutating func maps(of group: Group, in other: Classifier? = nil) throws -> [[Maps]] {
        try measured(\.network) { session in
            var found: [[Maps]] = []
            for method in session.methods {
                do {
                    found.append(try session.maps(method, of: group, in: other))
                } catch let error as RationaleError where error.code != .interrupted {
                    try session.keeper.keep(.init(method: method.name, error: error), at: session.number)
                    session.methods.removeAll { $0.name == method.name }
                }
            }
            return found
        }
    }

    /// Keeps what was measured of a sample.
    ///
    /// - Parameters:
    ///   - sample: whose values these are.
    ///   - values: by method, then by the name of a measure.
    ///   - maps: what they were measured of.
    ///   - measures: in the order of tables.
    func keep(
        _ sample: SeenSample, _ values: [String: [String: Double]], of maps: [Maps], measures: [Measure]
    ) throws {
        var record = SampleRecord(
            sample.name, target: sample.target, probability: sample.probability, isImprobable: false)
        record.values = values
        for map in maps {
            record.degenerate[map.method] = map.map.degeneracy
            record.seconds[map.method] = map.seconds
        }
        try keeper.keep(record, of: sample.index, measures: measures)
    }

    /// Does something, and notes its time.
    mutating func measured<Value>(
        _ part: WritableKeyPath<ComparisonTiming, Double>, _ body: (inout ComparisonSession) throws -> Value
    ) rethrows -> Value {
        let start = clock.now
        defer { timing[keyPath: part] += (clock.now - start) / .seconds(1) }
        return try body(&self)
    }

    /// The report of everything that is kept, and of the time that this process took.
    func report(of methods: [ComparedMethod], _ bootstrap: Bootstrap) throws -> ComparisonReport {
        var report = try ComparisonReport(
            keeper, methods: methods.map(\.name), classes: classes, bootstrap: bootstrap)
        // A part may have nothing to do.
        if part == nil { _ = try report.selection.required(filter) }
        report.timing = timing
        return report
    }

    private func isOwn(_ group: Int) -> Bool { part?.contains(group: group) ?? true }

    /// One method's maps.
    private func maps(
        _ method: ComparedMethod, of group: Group, in other: Classifier?
    ) throws -> [Maps] {
        let start = clock.now
        let found = try attributions(method.method, of: group, in: other)
        let seconds = (clock.now - start) / .seconds(group.samples.count)
        let others = try method.reseeded.map { try attributions($0, of: group, in: other) }
        return group.samples.indices.map {
            Maps(method: method.name, attribution: found[$0], reseeded: others?[$0].map, seconds: seconds)
        }
    }

    /// Pictures of one size go together, others and texts alone.
    private func attributions(
        _ method: any AttributionMethod, of group: Group, in other: Classifier?
    ) throws -> [Attribution] {
        let classifier = other ?? classifier
        let samples = group.samples
        let targets = samples.map { Target.index($0.target) }
        let inputs = samples.map { $0.sample.input.moved(to: classifier.device) }
        let goTogether = samples.allSatisfy { $0.sample.text == nil && $0.sample.input.shape == inputs[0].shape }
        let attributions =
            goTogether
            ? try method.attribute(
                .concatenated(inputs), targets: targets, in: classifier, budget: budget, progress: methodProgress,
                forward: other == nil ? group.forward : nil)
            : try samples.indices.flatMap { index in
                if let text = samples[index].sample.text {
                    return [try method.attribute(text, target: targets[index], in: classifier, budget: budget)]
                }
                return try method.attribute(
                    inputs[index], targets: [targets[index]], in: classifier, budget: budget, progress: methodProgress)
            }
        try classifier.device.synchronize()
        return attributions
    }
}
