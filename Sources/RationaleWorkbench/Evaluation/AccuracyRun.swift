import RationaleAviary
public import RationaleCore
import RationaleData
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// A run of `evaluate accuracy`: how good a classifier is, of the aviary or of pictures whose classes are known.
public struct AccuracyRun: Sendable {
    /// What is asked.
    public struct Options: Sendable, Hashable {
        /// The model, where it runs, and the seed; nothing else is used.
        public var explain = ExplainOptions()
        /// A folder of pictures; `nil` for scenes of the aviary.
        public var data: String?
        /// A table, a COCO file or a folder of annotations that name the classes; `nil` for what lies in ``data``.
        public var boxes: String?
        /// How many scenes or pictures; `nil` for ``AccuracyRun/standardScenes``, or all in ``data``.
        public var count: Int?

        public init() {}
    }

    /// What was found.
    public struct Result: Sendable, Encodable {
        public let metrics: [Score]
        /// What a person should know of the network and the data.
        public let notes: [String]
        /// What was counted: `scenes` or `pictures`.
        public let samples: String
    }

    /// How many scenes are judged where nobody says.
    public static let standardScenes = 1000

    private let options: Options
    private let source: ModelSource
    private let device: Device

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ options: Options) throws(RationaleError) {
        let explain = options.explain
        if let count = options.count, !(1...10_000_000).contains(count) {
            throw RationaleError(
                .usage, "cannot judge by \(count) \(options.data == nil ? "scenes" : "pictures")",
                hint: "Give --count 1 or more.")
        }
        if options.data == nil {
            let flags = [
                ("--boxes", options.boxes), ("--labels", explain.labels), ("--preprocessing", explain.preprocessing),
                ("--vocabulary", explain.vocabulary), ("--tokenizer", explain.tokenizer), ("--units", explain.units),
                ("--classes", explain.classes.map { "\($0)" }),
            ]
            if let flag = flags.first(where: { $0.1 != nil })?.0 {
                throw RationaleError(
                    .usage, "\(flag) has no effect on drawn birds", hint: "Name a folder of pictures with --data.")
            }
            source = .aviary(explain.model, weights: explain.weights)
        } else {
            source = ModelSource(explain.model ?? BuiltInModel.standard.rawValue, explain)
        }
        device = try DeviceChoice.device(explain.device ?? "auto")
        self.options = options
    }

    /// Judges.
    ///
    /// - Parameters:
    ///   - isCancelled: asked between batches.
    ///   - progress: called with the scenes or pictures that are done, and all of them.
    /// - Throws: `RationaleError`: what is wrong with the model or the data.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Result {
        var classifier = try source.classifier()
        try classifier.requireFiniteWeights()
        let seed = options.explain.seed ?? 0
        guard let folder = options.data else {
            let accuracy = AviaryAccuracy(count: options.count ?? Self.standardScenes, seed: seed)
            let prepared = try classifier.prepared().moved(to: device)
            let scores = try Cancellation.whenever(isCancelled) { try accuracy.run(prepared, progress: progress) }
            return Result(metrics: scores, notes: classifier.notes, samples: "scenes")
        }
        let found = try PictureData.pictures(in: folder, boxes: options.boxes)
        let accuracy = try PictureAccuracy(found.pictures, of: &classifier, options, seed: seed)
        let prepared = try classifier.prepared().moved(to: device)
        let (scores, notes) = try Cancellation.whenever(isCancelled) {
            try accuracy.run(prepared, progress: progress)
        }
        return Result(metrics: scores, notes: classifier.notes + found.notes + notes, samples: "pictures")
    }
}

extension ModelSource {
    /// A network of the aviary; the built-in one where none is named.
    static func aviary(_ model: String?, weights: String?) -> ModelSource {
        ModelSource(
            model ?? BuiltInModel.standard.rawValue, weights: weights,
            classes: weights == nil ? nil : Aviary.standard.species.count)
    }
}
