public import RationaleCore

/// How far a statistic would move with other samples: the percentile bootstrap.
///
/// The samples are drawn again with replacement, as many as there are, ``resamples`` times; the interval reaches from
/// the `(1 − confidence) / 2` quantile of the statistic's values to the `(1 + confidence) / 2` quantile (between order
/// statistics by linear interpolation, as NumPy's default). Whole samples are drawn, so what belongs to one scene stays
/// together, and statistics that share an instance see the same draws.
///
/// *Source:* Efron and Tibshirani (1993), "An introduction to the bootstrap", chapter 13.
public struct Bootstrap: Sendable, Hashable {
    /// How often the samples are drawn again. Default: 1000, which fixes the ends to about a twentieth of the
    /// interval's length.
    public var resamples: Int
    /// Of the interval, between 0 and 1.
    public var confidence: Double
    public var seed: UInt64

    /// - Precondition: at least one resample, and a confidence between 0 and 1.
    public init(resamples: Int = 1000, confidence: Double = 0.95, seed: UInt64 = 0) {
        precondition(resamples > 0 && confidence > 0 && confidence < 1)
        self.resamples = resamples
        self.confidence = confidence
        self.seed = seed
    }

    /// The interval of a statistic.
    ///
    /// - Parameter count: the number of samples.
    /// - Parameter statistic: its value for samples given by their indices, some more than once; `nil` where they have
    ///   none, and such a draw is left out.
    /// - Returns: `nil` without samples, or where no draw had a value.
    /// - Complexity: ``resamples`` calls of `statistic`.
    public func interval(count: Int, _ statistic: ([Int]) -> Double?) -> ClosedRange<Double>? {
        intervals(count: count) { [statistic($0)] }.first ?? nil
    }

    /// The intervals of several statistics of the same draws.
    ///
    /// - Parameter count: the number of samples.
    /// - Parameter statistics: their values, as many for every draw.
    public func intervals(count: Int, _ statistics: ([Int]) -> [Double?]) -> [ClosedRange<Double>?] {
        guard count > 0 else { return [] }
        var random = SplitMix64(seed: seed, for: "bootstrap")
        var drawn = [Int](repeating: 0, count: count)
        var values: [[Double]] = []
        for _ in 0..<resamples {
            for index in drawn.indices { drawn[index] = random.index(below: count) }
            let found = statistics(drawn)
            if values.isEmpty { values = Array(repeating: [], count: found.count) }
            for (index, value) in found.enumerated() { if let value { values[index].append(value) } }
        }
        let tail = (1 - confidence) / 2
        return values.map { values in
            guard !values.isEmpty else { return nil }
            let sorted = values.sorted()
            return sorted.quantile(tail)...sorted.quantile(1 - tail)
        }
    }

    /// A score with its interval.
    ///
    /// - Parameters:
    ///   - name: of the score.
    ///   - count: the number of samples.
    ///   - direction: which way is better.
    ///   - statistic: as for ``interval(count:_:)``; for all samples it gives the score's value.
    /// - Returns: `nil` where the statistic has no value for all samples.
    public func score(
        _ name: String, count: Int, direction: Score.Direction = .higher, _ statistic: ([Int]) -> Double?
    ) -> Score? {
        guard let value = statistic(Array(0..<count)) else { return nil }
        guard !value.isNaN else {
            return Score(name: name, value: .nan, low: .nan, high: .nan, count: count, direction: direction)
        }
        let interval = interval(count: count, statistic) ?? value...value
        return Score(
            name: name, value: value, low: interval.lowerBound, high: interval.upperBound, count: count,
            direction: direction)
    }
}

extension [Double] {
    /// Of sorted values, between two of them by linear interpolation.
    package func quantile(_ share: Double) -> Double {
        let place = share * Double(count - 1)
        let below = Int(place)
        let above = Swift.min(below + 1, count - 1)
        return self[below] + (place - Double(below)) * (self[above] - self[below])
    }
}
