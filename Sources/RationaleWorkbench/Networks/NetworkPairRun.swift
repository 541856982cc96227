public import RationaleAttribution
public import RationaleCore
import RationaleData
import RationaleFiles
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A run of `compare`: two networks are asked about the same photos, by the same methods and metrics.
public struct NetworkPairRun: Sendable {
    public let options: NetworkPairOptions
    /// The command as it was typed, for the report.
    public let command: [String]
    public let existing: ExistingOutput
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent
    /// Of each network alone.
    private let runs: [ComparisonRun]

    /// The method where none is named.
    public static let standardMethod = "grad-cam"

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - command: as it was typed.
    ///   - existing: what to do about what is in the folder; it cannot be continued.
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ request: NetworkPairOptions, command: [String] = [], existing: ExistingOutput = .refuse) throws {
        var options = request
        guard let input = options.input.first else {
            throw RationaleError(.usage, "there is nothing to compare on", hint: "Name photos, or a folder of them.")
        }
        guard options.otherModel != nil else {
            throw RationaleError(
                .usage, "--other-model is missing: with which network the first is compared",
                hint: "A name, a .pt2 or a .safetensors file; for a named architecture also --other-weights.")
        }
        guard options.pictures >= 0 else {
            throw RationaleError(.usage, "--pictures \(options.pictures) makes no sense", hint: "Give 0 or more.")
        }
        if options.first.method.isEmpty { options.first.method = [Self.standardMethod] }
        runs = try [options.first, options.other].map { explain in
            var one = ComparisonOptions(.faithfulness)
            one.explain = explain
            one.data = input
            one.count = options.count
            one.metrics = options.metrics
            return try ComparisonRun(one)
        }
        options.first.method = runs[0].options.explain.method
        self.options = options
        self.command = command
        self.existing = existing
    }

    /// Compares, and writes the files where a folder is named.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each pass through a network.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError`: what is wrong with the models or the data, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> NetworkPairResult {
        let folder = try options.output.map { path throws(RationaleError) in
            try NetworkPairFolder(path, existing: existing)
        }
        let threads = LibTorch.threads
        if let wanted = options.first.threads { LibTorch.setThreads(wanted) }
        defer { LibTorch.setThreads(threads) }
        do {
            let classifiers = try runs.map { try $0.classifier() }
            let (pictures, notes) = try pictures()
            let shared = SharedClasses(pictures, of: classifiers)
            let sides = try Cancellation.whenever(isCancelled) {
                try zip(runs.indices, classifiers).map { place, classifier in
                    try side(place, classifier, shared) { progress($0, $1, "\(classifier.name), \($2)") }
                }
            }
            let own = zip(["", "other network: "], classifiers).flatMap { prefix, network in
                network.notes.map { prefix + $0 }
            }
            let result = NetworkPairResult(
                options, pictures, shared.names, sides, notes: own + notes + shared.notes, command: command)
            try folder.map { try result.write(to: $0) }
            return result
        } catch {
            folder?.withdraw()
            throw error
        }
    }

    /// What one network says.
    private func side(
        _ place: Int, _ network: Classifier, _ shared: SharedClasses, _ progress: (Int, Int, String) -> Void
    ) throws -> NetworkPairResult.Side {
        let run = runs[place]
        let pictures = shared.pictures[place]
        let target = run.target == .top ? nil : try run.target.map { try run.index(of: $0, network) }
        let samples = PictureSamples(
            pictures, of: network, needsBoxes: false, hasClasses: false, target: target, isTop: run.target == .top)
        let classifier = try run.prepared(network)
        let methods = try run.equipped(classifier, progress: progress)
        var comparison = MethodComparison(
            try metrics(for: pictures), filter: SampleFilter(leastProbability: 0, count: options.count, seed: seed),
            budget: run.budget, bootstrap: Bootstrap(seed: seed))
        comparison.methodProgress = methodProgress
        var answers: [Int: NetworkPairResult.Answer] = [:]
        let report = try comparison.run(methods, of: classifier, on: samples, progress: progress) { seen in
            let predictions = Prediction.top(
                SessionRequest.standardTopK, of: seen.logits, labels: classifier.labels, scoring: classifier.scoring)
            // The walk is the same for both networks, and so are the first photos of it.
            answers[seen.index] = .init(
                predictions: predictions,
                attributions: answers.count < options.pictures && options.output != nil ? seen.attributions : nil)
        }
        return .init(classifier: classifier, files: try run.files(), report: report, answers: answers)
    }

    private var seed: UInt64 { options.first.seed ?? 0 }

    /// Those that are asked for, or those of localisation where it is known where things are.
    private func metrics(for pictures: [AnnotatedPicture]) throws -> [any MapMetric] {
        let hasBoxes = pictures.contains { !$0.boxes.isEmpty }
        var asked = runs[0].options
        if asked.metrics.isEmpty, hasBoxes { asked.metrics = ComparisonMetrics.ofPlaces }
        if let place = asked.metrics.first(where: ComparisonMetrics.ofPlaces.contains), !hasBoxes {
            throw RationaleError(
                .usage, "--metric \(place): nobody says where things are in these photos",
                hint: "Name a table of boxes, a COCO file or a folder of VOC annotations with --boxes.")
        }
        return asked.metrics.isEmpty ? [] : try ComparisonMetrics.metrics(for: asked)
    }

    /// The photos, and what a person should know of them.
    private func pictures() throws(RationaleError) -> ([AnnotatedPicture], notes: [String]) {
        if options.input.count == 1, FolderInputs.isFolder(options.input[0]) {
            let found = try PictureData.pictures(
                in: options.input[0], boxes: options.boxes, areStretched: options.areStretched)
            return (found.pictures, found.notes)
        }
        if let folder = options.input.first(where: FolderInputs.isFolder) {
            throw RationaleError(
                .usage, "\(folder) is a folder, and there are other inputs", hint: "Name one folder, or photos.")
        }
        guard options.boxes == nil else {
            throw RationaleError(.usage, "--boxes goes with a folder of pictures", hint: "Name the folder.")
        }
        return (options.input.map { AnnotatedPicture(path: $0) }, [])
    }
}
