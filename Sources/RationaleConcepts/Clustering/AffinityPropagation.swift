public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Clusters around exemplars, rows that others choose; the number of clusters follows from the preference.
///
/// With similarities `s(i, k) = −‖xᵢ − xₖ‖²` and the preference on the diagonal, two messages are exchanged until the exemplars stay
/// the same: responsibility `r(i, k) = s(i, k) − max over k′ ≠ k of (a(i, k′) + s(i, k′))`, and availability
/// `a(i, k) = min(0, r(k, k) + Σ over i′ ∉ {i, k} of max(0, r(i′, k)))`, `a(k, k) = Σ over i′ ≠ k of max(0, r(i′, k))`; both damped.
/// Exemplars are the rows with `r(k, k) + a(k, k) > 0`. In the end each cluster takes its member with the greatest sum of
/// similarities, its medoid by squared distance, as exemplar and centre.
///
/// *Source:* Frey and Dueck (2007), "Clustering by passing messages between data points", Science 315. Start, stop and last step as
/// scikit-learn 1.9. Rows without any exemplar are noise.
/// *Cost:* three passes over `count²` double-precision numbers an iteration; three such matrices, 400 MB at the limit.
public struct AffinityPropagation: Clusterer {
    public static let identifier = "affinity-propagation"
    public static let title = "affinity propagation"
    public static let summary = "Affinity propagation: clusters around exemplars (Frey and Dueck 2007)"
    /// More rows are refused.
    public static let maximumRows = 4_000
    public var damping: Double
    public var iterations: Int
    public var convergence: Int
    public var preference: Double?

    /// - Parameters:
    ///   - damping: how much of the last message is kept, from 0.5 and below 1. More helps where the messages oscillate.
    ///   - iterations: at most.
    ///   - convergence: stops when the exemplars were the same for so many iterations.
    ///   - preference: the similarity of each row with itself; the greater, the more clusters. Default: the median of all similarities.
    public init(damping: Double = 0.5, iterations: Int = 200, convergence: Int = 15, preference: Double? = nil) {
        self.damping = damping
        self.iterations = iterations
        self.convergence = convergence
        self.preference = preference
    }

    public static let settings: [Setting<Self>] = [
        .init("damping", \.damping, in: 0.5...1.0.nextDown, "How much of the last message is kept."),
        .init("iterations", \.iterations, in: 1...Double.infinity, "Iterations at most."),
        .init("convergence", \.convergence, in: 1...Double.infinity, "Iterations without change that end it."),
        .init(
            "preference", \.preference, none: "the median similarity",
            "A row's similarity with itself: greater for more clusters."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title, as: .float64, limit: Self.maximumRows)
        guard damping >= 0.5, damping < 1, iterations >= 1, convergence >= 1 else {
            throw RationaleError(
                .usage,
                "affinity propagation needs a damping from 0.5 below 1 and counts from 1, "
                    + "not \(damping), \(iterations) and \(convergence)")
        }
        var similarities: [Double] = withoutGradient {
            let x = rows.tensor - rows.tensor.mean([0], keepingDimensions: true)
            return (-x.squaredDistances(to: x)).elements()
        }
        let count = rows.count
        for row in 0..<count { similarities[row * count + row] = 0 }
        let preference = self.preference ?? similarities.median
        let other = count > 1 ? similarities[1] : 0
        let areAllEqual = (0..<count * count).allSatisfy { similarities[$0] == other || $0 / count == $0 % count }
        if areAllEqual {
            let labels = (0..<count).map { count > 1 && preference > other ? $0 : 0 }
            return Clustering(labels: labels, medoidsOf: rows.tensor, iterations: 0)
        }
        for row in 0..<count { similarities[row * count + row] = preference }
        // Equal similarities let the messages oscillate: a change within rounding tells them apart.
        var random = SplitMix64(seed: 0, for: "affinity propagation")
        for index in similarities.indices { similarities[index] *= 1 + 0x1p-52 * random.uniform(-2...2) }
        let found = try exemplars(of: similarities, count)
        let refined = refined(found.rows, similarities, count)
        return Clustering(
            labels: refined.labels, centres: rows.tensor.indices(0, refined.rows).converted(to: .float32),
            iterations: found.iterations, hasConverged: found.hasConverged)
    }

    private func exemplars(
        of similarities: [Double], _ count: Int
    ) throws -> (rows: [Int], iterations: Int, hasConverged: Bool) {
        var messages = Messages(similarities, count: count, damping: damping)
        var last: [Int] = []
        var unchanged = 0
        for iteration in 1...iterations {
            try Cancellation.check()
            messages.exchange()
            let exemplars = messages.exemplars
            unchanged = iteration > 1 && exemplars == last ? unchanged + 1 : 1
            last = exemplars
            // One iteration more than the exemplars must have stayed, as scikit-learn looks.
            if unchanged >= convergence, iteration > convergence, !exemplars.isEmpty {
                return (exemplars, iteration, true)
            }
        }
        return (last, iterations, false)
    }

    /// Clusters of the exemplars, then of their medoids.
    private func refined(
        _ exemplars: [Int], _ similarities: [Double], _ count: Int
    ) -> (labels: [Int?], rows: [Int]) {
        guard !exemplars.isEmpty else { return ([Int?](repeating: nil, count: count), []) }
        func labels(_ exemplars: [Int]) -> [Int] {
            var labels = (0..<count).map { row in
                exemplars.indices.reduce(0) { best, cluster in
                    similarities[row * count + exemplars[cluster]] > similarities[row * count + exemplars[best]]
                        ? cluster : best
                }
            }
            for (cluster, row) in exemplars.enumerated() { labels[row] = cluster }
            return labels
        }
        let first = labels(exemplars)
        let medoids = exemplars.indices.map { cluster in
            let members = first.indices.filter { first[$0] == cluster }
            let sums = members.map { column in members.reduce(0) { $0 + similarities[$1 * count + column] } }
            return members[sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }]
        }.sorted()
        return (labels(medoids), medoids)
    }
}

/// The two messages between all pairs of rows.
private struct Messages {
    let similarities: [Double]
    let count: Int
    let damping: Double
    var responsibilities: [Double]
    var availabilities: [Double]

    init(_ similarities: [Double], count: Int, damping: Double) {
        self.similarities = similarities
        self.count = count
        self.damping = damping
        responsibilities = [Double](repeating: 0, count: count * count)
        availabilities = responsibilities
    }

    var exemplars: [Int] {
        (0..<count).filter { availabilities[$0 * count + $0] + responsibilities[$0 * count + $0] > 0 }
    }

    mutating func exchange() {
        let (count, damping) = (count, damping)
        let new = 1 - damping
        var received = [Double](repeating: 0, count: count)
        similarities.withUnsafeBufferPointer { s in
            responsibilities.withUnsafeMutableBufferPointer { r in
                availabilities.withUnsafeMutableBufferPointer { a in
                    for row in 0..<count {
                        let begin = row * count
                        var (best, first, second) = (0, -Double.infinity, -Double.infinity)
                        for column in 0..<count {
                            let sum = a[begin + column] + s[begin + column]
                            if sum > first {
                                (best, first, second) = (column, sum, first)
                            } else if sum > second {
                                second = sum
                            }
                        }
                        for column in 0..<count {
                            let place = begin + column
                            r[place] = damping * r[place] + new * (s[place] - (column == best ? second : first))
                            received[column] += column == row ? r[place] : max(0, r[place])
                        }
                    }
                    for row in 0..<count {
                        let begin = row * count
                        for column in 0..<count {
                            let place = begin + column
                            let sent =
                                column == row
                                ? received[column] - r[place] : min(0, received[column] - max(0, r[place]))
                            a[place] = damping * a[place] + new * sent
                        }
                    }
                }
            }
        }
    }
}

extension [Double] {
    /// Of an even number of values, the mean of the middle two.
    fileprivate var median: Double {
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
