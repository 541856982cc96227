public import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleData
import RationaleFiles
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A run of `evaluate faithfulness`, `evaluate localization` or `evaluate sanity`: several methods on the same samples.
public struct ComparisonRun: Sendable {
    public let options: ComparisonOptions
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent
    let methods: [ComparedMethod]
    private let metrics: [any MapMetric]
    private let source: ModelSource
    private let device: Device
    private let precision: DType
    private let budget: MemoryBudget
    private let target: Target?
    private let estimation: Estimation?

    /// The methods that are compared where none is named: two that many know, and the controls that all must beat.
    public static let standardMethods = ["grad-cam", "integrated-gradients", "centre", "random"]
    /// The same of texts.
    public static let standardTextMethods = ["integrated-gradients", "lime", "random"]
    /// How many drawn samples are judged where nobody says.
    public static let standardScenes = 20
    /// Scenes that are drawn for one that is judged, at most.
    private static let scenesPerSample = 20

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ request: ComparisonOptions) throws {
        var options = request
        try Self.check(options)
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

    /// Judges, and writes the files where a folder is given.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError`: what is wrong with the model or the data, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> ComparisonResult {
        // Before anything is computed, so that nobody waits for a result that cannot be stored.
        if let output = options.output { try OutputFolder.make(output) }
        let threads = LibTorch.threads
        if let wanted = options.explain.threads { LibTorch.setThreads(wanted) }
        defer { LibTorch.setThreads(threads) }
        let classifier = try self.classifier()
        let (samples, notes) = try self.samples(of: classifier)
        let filter = SampleFilter(
            leastProbability: options.minProbability,
            count: options.count ?? (options.areDrawn ? Self.standardScenes : nil), seed: options.explain.seed ?? 0)
        let bootstrap = Bootstrap(seed: options.explain.seed ?? 0)
        let named = options.layers.isEmpty ? options.explain.randomise : options.layers
        let layers = named.isEmpty ? nil : named
        let methods = try equipped(try prepared(classifier), progress: progress)
        let report = try Cancellation.whenever(isCancelled) {
            switch options.kind {
            case .faithfulness, .localization:
                var comparison = MethodComparison(metrics, filter: filter, budget: budget, bootstrap: bootstrap)
                comparison.methodProgress = methodProgress
                return try comparison.run(methods, of: try prepared(classifier), on: samples, progress: progress)
            case .sanity:
                var check = SanityCheck(
                    options.isPublished ? .published : .mended, layers: layers,
                    filter: filter, budget: budget, bootstrap: bootstrap, seed: options.explain.seed ?? 0)
                check.methodProgress = methodProgress
                return try check.run(methods, of: classifier, on: samples, prepare: prepared, progress: progress)
            }
        }
        let result = ComparisonResult(
            options, of: classifier, report,
            notes: classifier.notes + notes + (estimation?.notes(for: classifier) ?? []))
        if let output = options.output { try result.write(to: output) }
        return result
    }

    /// The methods with the statistics that they need.
    private func equipped(
        _ classifier: Classifier, progress: (Int, Int, String) -> Void
    ) throws -> [ComparedMethod] {
        func equipped(_ method: any AttributionMethod) throws -> any AttributionMethod {
            try estimation.equipped([method], for: classifier) { progress($0, $1, "estimation") }[0]
        }
        return try methods.map { ComparedMethod(try equipped($0.method), reseeded: try $0.reseeded.map(equipped)) }
    }

    /// The network as it is stored, its classes named where they are known.
    private func classifier() throws -> Classifier {
        var classifier = try source.classifier()
        guard options.texts != nil || classifier.input.isPhoto else {
            throw RationaleError(
                .usage,
                "\(classifier.name) takes inputs of shape \(classifier.input.shapeText) and type \(classifier.input.dtype), "
                    + "not photos",
                hint: classifier.input.isText && options.kind == .faithfulness
                    ? "Name texts with --texts." : "`rationale model inspect` shows what a model takes.")
        }
        if options.texts != nil { _ = try classifier.network.embeddingLayer() }
        try classifier.requireFiniteWeights()
        if let layer = options.explain.layer { _ = try classifier.network.graph.output(ofLayer: layer) }
        if classifier.labels == nil, classifier.input.isPhoto {
            classifier.labels = ClassNames.builtIn(
                for: classifier.name, count: try scoresOfNothing(classifier).shape[1])
        } else if options.explain.labels != nil, classifier.input.isPhoto {
            try classifier.nameClasses(scoresOfNothing(classifier).shape[1], from: options.explain.labels)
        }
        return classifier
    }

    private func scoresOfNothing(_ classifier: Classifier) throws -> Tensor {
        try withoutGradient {
            try classifier.scores(of: .zeros([1] + classifier.input.exampleShape, dtype: classifier.input.dtype))
        }
    }

    /// The number of a class that a person names.
    private func index(of target: Target, _ classifier: Classifier) throws -> Int {
        try Target.resolve([target], logits: scoresOfNothing(classifier), in: classifier).explained[0].index
    }

    private func prepared(_ classifier: Classifier) throws -> Classifier {
        let kept = options.explain.layer.map { [$0] } ?? []
        let drawing = classifier.with(classifier.network.drawing(seed: options.explain.seed ?? 0))
        return try drawing.prepared(Preparation(precision: precision, keptLayers: kept)).moved(to: device)
    }

    /// The samples, and what a person should know of them.
    private func samples(of classifier: Classifier) throws -> (any SampleSource, notes: [String]) {
        let seed = options.explain.seed ?? 0
        let drawn = (options.count ?? Self.standardScenes) * Self.scenesPerSample
        let chosen = target == .top ? nil : try target.map { try index(of: $0, classifier) }
        if options.texts == TextOptions.descriptions {
            return (try DescriptionSamples(count: drawn, seed: seed, for: classifier), [])
        }
        if let texts = options.texts {
            let texts = try LabeledTexts(texts)
            return (try HeldOutTexts(texts, of: classifier, target: chosen, isTop: target == .top), texts.notes)
        }
        guard let folder = options.data else {
            let scenes = AviarySamples(count: drawn, seed: seed)
            try scenes.check(classifier)
            return (scenes, [])
        }
        let found = try PictureData.pictures(in: folder, boxes: options.boxes)
        let pictures = found.pictures
        let hasBoxes = pictures.contains { !$0.shapes.isEmpty }
        let needsBoxes = ComparisonMetrics.needBoxes(options)
        guard hasBoxes || !needsBoxes else {
            throw RationaleError(
                .usage, "\(options.data ?? ""): nobody says where things are in these pictures",
                hint: "Name a table of boxes, a COCO file or a folder of VOC annotations with --boxes.")
        }
        let samples = PictureSamples(
            pictures, of: classifier, needsBoxes: needsBoxes, hasClasses: hasBoxes, target: chosen,
            isTop: target == .top)
        return (samples, found.notes + samples.notes)
    }
}
