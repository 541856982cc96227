public import RationaleCore
import RationaleNetworks
import RationaleTorch

/// Which samples of a source are judged.
///
/// Those whose class the network finds probable, since an explanation of a mistake has no truth to be held against; of
/// them all, or a random subset without replacement. The subset is drawn by walking through all samples in a random order
/// until enough are found, which is as fair as drawing from the probable ones, and looks at no more than it needs.
///
/// *Source:* the published program of arXiv 2110.01471, which keeps probabilities of at least 0.6.
public struct SampleFilter: Sendable, Hashable {
    /// The least probability of the target. Default: 0.6, as published.
    public var leastProbability: Double
    /// How many samples; `nil` for all.
    public var count: Int?
    /// Of the subset.
    public var seed: UInt64

    /// - Parameters:
    ///   - leastProbability: 0 to 1; 0 keeps all.
    ///   - count: at least 1.
    ///   - seed: of the subset.
    public init(leastProbability: Double = 0.6, count: Int? = nil, seed: UInt64 = 0) {
        self.leastProbability = leastProbability
        self.count = count
        self.seed = seed
    }

    /// The numbers of a source's samples in the order in which they are looked at.
    func order(of source: any SampleSource) -> [Int] {
        let all = Array(0..<source.count)
        guard count != nil, !source.isShuffled else { return all }
        var random = SplitMix64(seed: seed, for: "samples")
        return random.shuffled(all)
    }
}

/// The samples that are judged, and what became of the others.
public struct SampleSelection: Sendable {
    public struct Chosen: Sendable {
        /// The number of the sample in its source.
        public let index: Int
        public let name: String
        public let target: Int
        public let probability: Double
    }

    /// In the order of the source.
    public internal(set) var chosen: [Chosen] = []
    /// Those whose target is less probable than was asked.
    public internal(set) var improbable = 0
    /// Those that could not be read, or lack what is measured, and why.
    public internal(set) var passedOver: [(name: String, error: RationaleError)] = []
    /// How many scores the network returns for a sample.
    public internal(set) var classes = 0

    /// How many were looked at.
    public var seen: Int { chosen.count + improbable + passedOver.count }
}
