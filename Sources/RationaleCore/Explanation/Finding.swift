/// What one method says about one input.
///
/// All findings have the same header; what was found is ``content``. The arrays of a map are beside it, in an
/// ``Attribution`` or in the file that ``map`` names.
public struct Finding: Equatable, Sendable {
    /// What a method found, by kind.
    public enum Content: Equatable, Sendable {
        /// One number for each place of the input.
        case map
        /// One number for each word of a text.
        case words([String], values: [Float])
        /// An explanation in words.
        case sentence(String)
        /// An explanation in words, with what each word came from.
        case narration(Narration)
        /// Concepts, their places, and what each adds to the score.
        case graph(ConceptGraph)
    }

    /// The method's identifier, as on the command line: `grad-cam`.
    public var method: String
    /// What it is called in a report: `Grad-CAM`.
    public var title: String
    /// What was found; `nil` where the method failed.
    public var content: Content?
    /// The layer path whose activations were explained, where the method uses one.
    public var layer: String?
    /// Why that layer: chosen by the caller, or by which rule.
    public var layerReason: String?
    /// What of the output was explained.
    public var target: ExplainedTarget
    /// How probable the network finds the class that is explained, from 0 to 1; `nil` for a regression.
    public var targetProbability: Float?
    /// Of a text: the places of words that were not written but mark it for the network, such as `[CLS]`, in order.
    public var special: [Int] = []
    /// The files of the run, if there is one: the raw values, and the picture of them. No degenerate map has a picture.
    public var map: String?
    public var overlay: String?
    /// What one unit of the values means: `logit`, `probability`, `bits`, or a ratio of these.
    public var unit: String
    /// Whether negative values speak against the target; then zero is the neutral value.
    public var isSigned: Bool
    /// The seed of every random number that was used; `nil` where none was.
    public var seed: UInt64?
    /// The method's settings by name, as strings.
    public var settings: [String: String]
    /// This input's share of the time that the method took; `nil` where nobody measured it.
    public var seconds: Double?
    /// How far the sum of the values is from what it should add up to, relative to that; `nil` where no such law holds.
    public var convergenceGap: Double?
    /// What a reader should know: degenerate values, a large gap, a sampling stopped early.
    public var warnings: [String]
    /// The steps by which the method came to what it found; empty where there is only one.
    public var stages: [AttributionStage]
    /// Why nothing was found.
    public var error: Failure?

    public init(
        method: String, title: String? = nil, content: Content? = .map, layer: String? = nil,
        layerReason: String? = nil, target: ExplainedTarget, targetProbability: Float? = nil, map: String? = nil,
        overlay: String? = nil, unit: String, isSigned: Bool = false, seed: UInt64? = nil,
        settings: [String: String] = [:], seconds: Double? = nil, convergenceGap: Double? = nil,
        warnings: [String] = [], stages: [AttributionStage] = [], error: Failure? = nil
    ) {
        self.method = method
        self.title = title ?? method
        self.content = content
        self.layer = layer
        self.layerReason = layerReason
        self.target = target
        self.targetProbability = targetProbability
        self.map = map
        self.overlay = overlay
        self.unit = unit
        self.isSigned = isSigned
        self.seed = seed
        self.settings = settings
        self.seconds = seconds
        self.convergenceGap = convergenceGap
        self.warnings = warnings
        self.stages = stages
        self.error = error
    }

    /// Of a text: what the method says of each word.
    public var values: [Float]? {
        guard case .words(_, let values) = content else { return nil }
        return values
    }

    /// The words that ``values`` are about.
    public var tokens: [String]? {
        guard case .words(let words, _) = content else { return nil }
        return words
    }

    /// The explanation in words, where it is one; of a graph of concepts its first sentence.
    public var sentence: String? {
        switch content {
        case .sentence(let sentence): sentence
        case .narration(let narration): narration.sentence
        case .graph(let graph): graph.sentences.first
        default: nil
        }
    }

    /// The graph of concepts, where it is one.
    public var graph: ConceptGraph? {
        guard case .graph(let graph) = content else { return nil }
        return graph
    }

    /// The explanation in words with what each word came from, where it is one.
    public var narration: Narration? {
        guard case .narration(let narration) = content else { return nil }
        return narration
    }
}
