public import RationaleCore

/// Which samples of a source are judged.
///
/// Those whose class the network finds probable, since an explanation of a mistake has no truth to be held against; of
/// them all, or a random subset without replacement. The subset is drawn by walking through all samples in a random order
/// until enough are found, which is as fair as drawing from the probable ones, and looks at no more than it needs.
///
/// Samples are looked at in groups of ``group``, and those of a group are explained together. Where a comparison is divided
/// among processes (``SamplePart``), a group belongs to one of them: it is computed as in one process, to the last bit.
///
/// *Source:* the published program of arXiv 2110.01471, which keeps probabilities of at least 0.6.
public struct SampleFilter: Sendable, Hashable {
    /// The least probability of the target. Default: 0.6, as published.
    public var leastProbability: Double
    /// How many samples; `nil` for all.
    public var count: Int?
    /// Of the subset.
    public var seed: UInt64

    /// How many samples are looked at, and explained, at once.
    public static let group = 8

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
    ///
    /// - Parameters:
    ///   - all: how many samples there are.
    ///   - isShuffled: whether their own order is random already.
    public func order(of all: Int, isShuffled: Bool) -> [Int] {
        guard count != nil, !isShuffled else { return Array(0..<all) }
        var random = SplitMix64(seed: seed, for: "samples")
        return random.shuffled(Array(0..<all))
    }

    /// The first sample of which it is not known what became of it; `nil` where nothing is left to do.
    ///
    /// - Parameters:
    ///   - order: that of ``order(of:isShuffled:)``.
    ///   - records: what is known, by the numbers of the samples.
    /// - Returns: its place in the order.
    public func firstOpen(of order: [Int], in records: [Int: SampleRecord]) -> Int? {
        var judged = 0
        for (place, index) in order.enumerated() {
            guard judged < count ?? .max else { return nil }
            guard let record = records[index] else { return place }
            if record.isJudged { judged += 1 }
        }
        return nil
    }
}

/// One of several parts of a comparison, each for a process of its own.
///
/// Of N parts, number K has the groups K, K + N, K + 2N, … of those that are looked at, from 1. Where a number of samples was
/// asked for, every part predicts all samples that are looked at, to know where the walk ends, and explains its own.
public struct SamplePart: Sendable, Hashable {
    /// From 1.
    public let number: Int
    public let count: Int

    /// - Parameters:
    ///   - number: from 1 to `count`.
    ///   - count: at least 1.
    public init(_ number: Int, of count: Int) {
        precondition((1...count).contains(number))
        self.number = number
        self.count = count
    }

    /// - Parameter group: counted from 0.
    func contains(group: Int) -> Bool { group % count == number - 1 }

    /// The part that a sample belongs to.
    ///
    /// - Parameters:
    ///   - place: of the sample in the order in which samples are looked at.
    ///   - count: how many parts there are.
    public static func number(ofPlace place: Int, of count: Int) -> Int { place / SampleFilter.group % count + 1 }
}

/// The samples that are judged, and what became of the others.
public struct SampleSelection: Sendable {
    public struct Chosen: Sendable {
        /// The number of the sample in its source.
        public let index: Int
        public let name: String
        public let target: Int
        /// Not a number where the network has no probabilities.
        public let probability: Double
    }

    /// In the order of the source.
    public internal(set) var chosen: [Chosen] = []
    /// Those whose target is less probable than was asked.
    public internal(set) var improbable = 0
    /// Those that could not be read, or lack what is measured, and why; in the order of the source.
    public internal(set) var passedOver: [(name: String, error: RationaleError)] = []
    /// How many scores the network returns for a sample.
    public internal(set) var classes = 0

    /// How many were looked at.
    public var seen: Int { chosen.count + improbable + passedOver.count }

    /// - Throws: `RationaleError.Code.badData` where none is left, saying what became of them.
    func required(_ filter: SampleFilter) throws(RationaleError) -> SampleSelection {
        guard chosen.isEmpty else { return self }
        if improbable == 0, let first = passedOver.first { throw first.error }
        throw RationaleError(
            .badData,
            "no sample is left: of \(seen), \(improbable) have a target less probable than "
                + "\(filter.leastProbability), and \(passedOver.count) are passed over",
            hint: "Lower --min-probability, or check that labels and preprocessing are those of the network.")
    }
}
