public import RationaleAttribution
public import RationaleCore
import RationaleFiles
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A run of `evaluate faithfulness`, `evaluate localization` or `evaluate sanity`: several methods on the same samples.
public struct ComparisonRun: Sendable {
    public let options: ComparisonOptions
    /// The command as it was typed, for the record.
    public let command: [String]
    public let existing: ExistingOutput
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent
    let methods: [ComparedMethod]
    private let metrics: [any MapMetric]
    let source: ModelSource
    let device: Device
    let precision: DType
    let budget: MemoryBudget
    let target: Target?
    private let shard: Shard?
    let estimation: Estimation?

    /// The methods that are compared where none is named: two that many know, and the controls that all must beat.
    public static let standardMethods = ["grad-cam", "integrated-gradients", "centre", "random"]
    /// The same of texts.
    public static let standardTextMethods = ["integrated-gradients", "lime", "random"]
    /// How many drawn samples are judged where nobody says.
    public static let standardScenes = 20
    /// Scenes that are drawn for one that is judged, at most.
    static let scenesPerSample = 20

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - command: as it was typed, for the record.
    ///   - existing: what to do about a run that is in the folder already.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(
        _ request: ComparisonOptions, command: [String] = [], existing: ExistingOutput = .refuse
    ) throws {
        var options = request
        try Self.check(options)
        shard = try options.shard.map { text throws(RationaleError) in try Shard(text) }
        self.command = command
        self.existing = existing
        if options.explain.method.isEmpty {
            options.explain.method = options.texts == nil ? Self.standardMethods : Self.standardTextMethods
        }
        let model = options.explain.model ?? BuiltInModel.standard.rawValue
        source = ModelSource(model, options.explain)
        methods = try Self.methods(for: &options)
        metrics = try ComparisonMetrics.metrics(for: options)
        device = try DeviceChoice.device(options.explain.device ?? "auto")
        precision = try DeviceChoice.precision(options.explain.precision ?? "float32")
        budget = MemoryBudget(bytes: try ByteCount.bytes(of: options.explain.memory ?? "2G"))
        target = options.explain.target.map(Target.init)
        estimation = try Estimation(options.explain)
        self.options = options
    }

    /// Judges, and writes the run's folder where one is named.
    ///
    /// What is found of a sample is kept before the next one is judged: a run that is stopped or killed is continued by one
    /// whose ``existing`` is `resume`, and ends with the same documents as one that was left alone.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError`: what is wrong with the model or the data, `usage` where an earlier run in the folder asked
    ///   something else, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> ComparisonResult {
        // Before anything is computed, so that nobody waits for a result that cannot be stored.
        let place = try options.output.map { path throws(RationaleError) in try RunFolder.place(path) }
        do {
            let threads = LibTorch.threads
            if let wanted = options.explain.threads { LibTorch.setThreads(wanted) }
            defer { LibTorch.setThreads(threads) }
            let classifier = try self.classifier()
            let (samples, notes) = try self.samples(of: classifier)
            let filter = SampleFilter(
                leastProbability: options.minProbability,
                count: options.count ?? (options.areDrawn ? Self.standardScenes : nil),
                seed: options.explain.seed ?? 0)
            let header = ComparisonHeader(
                options, filter, of: classifier, on: samples,
                classes: try scoresOfNothing(classifier).shape[1], methods: methods,
                notes: classifier.notes + notes + (estimation?.notes(for: classifier) ?? []))
            guard let place else {
                return ComparisonResult(
                    header, try judge(classifier, samples, ComparisonMemory(), filter, isCancelled, progress))
            }
            var folder = try ComparisonFolder(place, self, header, RunRecord.Model(classifier, files: files()))
            let results = folder.results
            defer { results.close() }
            return try folder.finish { try judge(classifier, samples, results, filter, isCancelled, progress) }
        } catch {
            place?.withdraw()
            throw error
        }
    }

    /// The identities of the files that decide what the network computes.
    func files() throws -> [FileIdentity] { try source.files.map(FileIdentity.init(ofFileAt:)) }

    /// Judges what is not known yet.
    private func judge(
        _ classifier: Classifier, _ samples: any SampleSource, _ keeper: any ComparisonKeeper, _ filter: SampleFilter,
        _ isCancelled: @escaping @Sendable () -> Bool, _ progress: (Int, Int, String) -> Void
    ) throws -> ComparisonReport {
        let bootstrap = Bootstrap(seed: options.explain.seed ?? 0)
        let part = shard.map { SamplePart($0.number, of: $0.count) }
        return try Cancellation.whenever(isCancelled) {
            let methods = try equipped(try prepared(classifier), progress: progress)
            switch options.kind {
            case .faithfulness, .localization:
                var comparison = MethodComparison(
                    metrics, filter: filter, part: part, budget: budget, bootstrap: bootstrap)
                comparison.methodProgress = methodProgress
                return try comparison.run(
                    methods, of: try prepared(classifier), on: samples, keeper: keeper, progress: progress)
            case .sanity:
                let named = options.layers.isEmpty ? options.explain.randomise : options.layers
                var check = SanityCheck(
                    options.isPublished ? .published : .mended, layers: named.isEmpty ? nil : named,
                    filter: filter, part: part, budget: budget, bootstrap: bootstrap, seed: options.explain.seed ?? 0)
                check.methodProgress = methodProgress
                return try check.run(
                    methods, of: classifier, on: samples, keeper: keeper, prepare: prepared, progress: progress)
            }
        }
    }
}
