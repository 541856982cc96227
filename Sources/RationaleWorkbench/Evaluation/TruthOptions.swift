/// What is asked of `evaluate truth`.
public struct TruthOptions: Sendable, Hashable {
    /// A file or the name of an architecture, as for ``ModelSource``; not needed where ``isWired``.
    public var model: String?
    /// The weights of a named architecture.
    public var weights: String?
    /// Methods by name; empty for ``TruthRun/standardMethods``.
    public var methods: [String] = []
    /// Scenes to judge by.
    public var count = 100
    /// Other scenes, on which thresholds are chosen; `nil` for half as many. The published form has none.
    public var calibrationCount: Int?
    /// Of scenes, intervals, and methods that draw.
    public var seed: UInt64 = 0
    /// As FunnyBirds published the metrics, rather than with their faults mended.
    public var isPublished = false
    /// Hand-wired networks on flat birds instead of a model on the aviary.
    public var isWired = false
    /// Samples of an integral, noisy copies, and masks, for the methods that have them.
    public var steps: Int?
    public var samples: Int?
    public var masks: Int?
    /// `auto`, `cpu`, `cuda` or `mps`.
    public var device = "auto"
    /// A folder for `truth.json` and `truth.md`; `nil` writes nothing.
    public var output: String?

    public init() {}
}
