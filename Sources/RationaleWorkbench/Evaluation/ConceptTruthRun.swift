import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleNetworks

/// A run of `evaluate concepts`: how true concepts and their answers are, on birds whose parts are known.
///
/// All birds are from seeds that nothing was trained on.
///
/// - *Purity*: of a concept, the fraction of its regions in unseen birds of its species that show its most common part, or its
///   surroundings; the mean over concepts.
/// - *Recall*: the fraction of parts of a species, seen in most of its pictures, that are the most common part of a concept whose purity is above
///   one half.
/// - *Agreement*: how often the reasoning network decides as the classifier; *correlation* of their scores.
/// - *Why not*: for pairs of species that differ in exactly one attribute, how often the concept that “why not” names first
///   is one of the part that differs.
/// - *Flips*: how often the classifier decides for the other species when the named part is exchanged in the scene for that
///   of the other species, and when another part is for that of a random third species (control); and the same where a patch
///   of the concept that is missing most is put into the picture (`edit`), which needs no truth.
/// - *Exchanged part*: in a bird with one part of another species, how often a node that shows the part and spoke for the bird's own
///   species now speaks against it; control: nodes that show other parts. *Moved part*: the same of edges where a part is a quarter of the
///   picture away: those between a node that shows the part and one that does not; control: those between two that do not. *Node*: the same of
///   the nodes that show it, and of others. *Moved region*: the same again where only the region that was taken for one concept is moved,
///   which is often less than the part. These are the experiments that Ge et al. (2021) describe.
public struct ConceptTruthRun: Sendable {
    /// What is asked.
    public struct Options: Sendable, Hashable {
        /// The model, where it runs, and the seed; nothing else is used.
        public var explain = ExplainOptions()
        /// The concept model; `nil` for the built-in one.
        public var concepts: String?
        /// Unseen birds of each species.
        public var scenes = 10
        /// Birds of each pair of species.
        public var pairScenes = 5
        /// Whether concepts are put into pictures, which takes longest.
        public var edits = true

        public init() {}
    }

    /// What was found.
    public struct Result: Sendable, Encodable {
        public let metrics: [Score]
        /// Share of right “why not” answers by the part that differs.
        public let whyNotByPart: [String: Score]
        /// What each concept shows most often in unseen birds of its species, and how often.
        public let concepts: [Shown]
        public let notes: [String]

        public struct Shown: Sendable, Encodable {
            public let concept: String
            public let shows: String
            public let purity: Double
        }
    }

    private let options: Options
    private let source: ModelSource

    public init(_ options: Options) throws(RationaleError) {
        for (flag, number) in [("--scenes", options.scenes), ("--pair-scenes", options.pairScenes)] where number < 1 {
            throw RationaleError(.usage, "\(flag) \(number): expected 1 or more")
        }
        self.options = options
        source = .aviary(options.explain.model, weights: options.explain.weights)
    }

    /// Judges.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then; what was begun then ends as interrupted.
    ///   - progress: called with the birds done, all of them, and what is judged.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) throws -> Void = { _, _, _ in }
    ) throws -> Result {
        let classifier = try source.classifier().prepared()
            .moved(to: DeviceChoice.device(options.explain.device ?? "auto"))
        let path = try options.concepts ?? BuiltInModel.standard.conceptsPath
        let explainer = try ConceptExplainer(ConceptModel(contentsOf: URL(fileURLWithPath: path)), for: classifier)
        return try Cancellation.whenever(isCancelled) {
            var truth = ConceptTruth(explainer, seed: options.explain.seed ?? 0)
            try truth.judgeConcepts(scenes: options.scenes, progress: progress)
            try truth.judgeExchanges(scenes: options.pairScenes, progress: progress)
            try truth.judgePairs(scenes: options.pairScenes, edits: options.edits, progress: progress)
            return Result(
                metrics: truth.metrics, whyNotByPart: truth.whyNotByPart, concepts: truth.concepts,
                notes: classifier.notes)
        }
    }
}
