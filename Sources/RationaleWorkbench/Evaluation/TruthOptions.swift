/// What is asked of `evaluate truth`.
public struct TruthOptions: Sendable, Hashable {
    /// The model (none where ``isWired``), the methods (none for ``TruthRun/standardMethods``) and their options. Its seed is
    /// that of scenes and intervals, too.
    public var explain = ExplainOptions()
    /// Scenes to judge by.
    public var count = 100
    /// Other scenes, on which thresholds are chosen; `nil` for half as many. The published form has none.
    public var calibrationCount: Int?
    /// As FunnyBirds published the metrics, rather than with their faults mended.
    public var isPublished = false
    /// Hand-wired networks on flat birds instead of a model on the aviary.
    public var isWired = false
    /// A folder for `truth.json` and `truth.md`; `nil` writes nothing.
    public var output: String?

    public init() {}

    var seed: UInt64 { explain.seed ?? 0 }
}
