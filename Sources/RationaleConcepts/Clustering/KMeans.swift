import Foundation
public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Clusters around means: each row belongs to the nearest centre, each centre is the mean of its rows.
///
/// Minimises the inertia `Σᵢ ‖xᵢ − c(i)‖²` by Lloyd's iterations from several starts and keeps the best result. A start is drawn
/// by k-means++: the first centre is a random row; each further one is the best (least remaining inertia) of `2 + ⌊ln k⌋` rows
/// drawn with a probability proportional to their squared distance from the nearest centre so far. A cluster that loses all
/// its rows is moved to the row that is farthest from its own centre. Iterations stop when no row changes its cluster, or when the
/// centres move less than ``tolerance``.
///
/// *Source:* Lloyd (1982), "Least squares quantization in PCM", IEEE Transactions on Information Theory 28; Arthur and Vassilvitskii
/// (2007), "k-means++: the advantages of careful seeding", SODA. Details as scikit-learn 1.9: greedy candidates, relocation, stop.
/// *Cost:* one product `[clusters, width] · [width, count]` and one pass over the rows an iteration;
/// memory `O(count · (width + clusters))`.
public struct KMeans: Clusterer {
    public static let identifier = "kmeans"
    public static let title = "k-means"
    public static let summary = "k-means: clusters around means (Lloyd 1982; Arthur and Vassilvitskii 2007)"
    public var clusters: Int
    public var restarts: Int
    public var iterations: Int
    public var tolerance: Double
    public var seed: UInt64

    /// - Parameters:
    ///   - clusters: k, from 1 to the number of rows. Default: 25, as ACE and VRX have it.
    ///   - restarts: starts of which the best is kept. Default: 10, scikit-learn's when ACE and VRX were written.
    ///   - iterations: at most, for each start.
    ///   - tolerance: stops when the summed squared movement of the centres is at most `tolerance` times the mean variance of the
    ///     features. 0 waits until no row changes its cluster.
    ///   - seed: equal seeds give equal clusters.
    public init(
        clusters: Int = 25, restarts: Int = 10, iterations: Int = 300, tolerance: Double = 1e-4, seed: UInt64 = 0
    ) {
        self.clusters = clusters
        self.restarts = restarts
        self.iterations = iterations
        self.tolerance = tolerance
        self.seed = seed
    }

    public static let settings: [Setting<Self>] = [
        .init("clusters", \.clusters, in: 1...Double.infinity, "Clusters to make."),
        .init("restarts", \.restarts, in: 1...Double.infinity, "Random starts; the best is kept."),
        .init("iterations", \.iterations, in: 1...Double.infinity, "Iterations of a start at most."),
        .init("tolerance", \.tolerance, in: 0...Double.infinity, "Movement, in variances, below which it stops."),
        .init("seed", \.seed, "The seed of the starts."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title)
        try check(rows)
        return try withoutGradient {
            let mean = rows.tensor.mean([0], keepingDimensions: true)
            let data = LloydData(rows.tensor - mean, tolerance: tolerance)
            var best: Clustering?
            for start in try data.starts(restarts, clusters, seed: seed) {
                let found = try data.descend(from: start, iterations: iterations)
                if let least = best?.inertia, let inertia = found.inertia, least <= inertia { continue }
                best = found
            }
            guard var best else { throw RationaleError(.usage, "k-means needs at least one start, not \(restarts)") }
            best.centres = best.centres + mean
            return best
        }
    }

    /// Lloyd's iterations from given centres, once.
    ///
    /// - Parameters:
    ///   - rows: `[count, width]`.
    ///   - centres: `[clusters, width]`; their number counts, not ``clusters``.
    public func cluster(_ rows: Tensor, from centres: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title)
        let centres = try FeatureRows(centres, for: "\(Self.title)'s start")
        guard centres.width == rows.width else {
            throw RationaleError(
                .usage, "k-means was given centres of width \(centres.width) for rows of width \(rows.width)")
        }
        var method = self
        method.clusters = centres.count
        try method.check(rows)
        return try withoutGradient {
            let mean = rows.tensor.mean([0], keepingDimensions: true)
            let data = LloydData(rows.tensor - mean, tolerance: tolerance)
            var found = try data.descend(from: centres.tensor - mean, iterations: iterations)
            found.centres = found.centres + mean
            return found
        }
    }

    private func check(_ rows: FeatureRows) throws {
        try rows.check(clusters, "clusters", for: Self.title)
        guard restarts >= 1, iterations >= 1, tolerance >= 0 else {
            throw RationaleError(
                .usage,
                "k-means needs at least one start and one iteration and a tolerance from 0, "
                    + "not \(restarts), \(iterations) and \(tolerance)")
        }
    }
}

/// What all starts share: the rows without their mean, whose distances round better.
private struct LloydData {
    let x: Tensor  // [count, width]
    let norms: [Double]
    /// The movement of the centres below which iterations stop.
    let stillness: Double

    init(_ x: Tensor, tolerance: Double) {
        self.x = x
        let squares = x * x
        norms = squares.sum([1]).elements()
        stillness = tolerance * squares.mean().item
    }

    /// Several sets of centres drawn by k-means++, each `[clusters, width]`. They are drawn side by side, since reading the rows
    /// is what takes the time.
    func starts(_ restarts: Int, _ clusters: Int, seed: UInt64) throws(RationaleError) -> [Tensor] {
        let trials = 2 + Int(log(Double(clusters)))
        var randoms = (0..<restarts).map { SplitMix64(seed: seed, for: "k-means start \($0)") }
        var chosen = randoms.indices.map { [randoms[$0].index(below: norms.count)] }
        var closest = distances(to: chosen.map { $0[0] })
        for _ in 1..<clusters {
            try Cancellation.check()
            let candidates = randoms.indices.flatMap { start in
                let cumulative = closest[start].cumulativeSums
                return (0..<trials).map { _ in
                    cumulative.firstIndex(reaching: randoms[start].unit() * (cumulative.last ?? 0))
                }
            }
            let found = distances(to: candidates)
            for start in randoms.indices {
                let own = start * trials..<(start + 1) * trials
                let reduced = found[own].map { distances in zip(distances, closest[start]).map(min) }
                let remaining = reduced.map { $0.reduce(0, +) }
                let best = remaining.indices.reduce(0) { remaining[$1] < remaining[$0] ? $1 : $0 }
                chosen[start].append(candidates[own.lowerBound + best])
                closest[start] = reduced[best]
            }
        }
        return chosen.map { x.indices(0, $0) }
    }

    /// Squared distances of all rows to some of them: `[chosen][count]`.
    private func distances(to chosen: [Int]) -> [[Double]] {
        let products: [Float] = x.indices(0, chosen).matmul(x.permuted([1, 0])).elements()
        return chosen.enumerated().map { place, row in
            let begin = place * norms.count
            return norms.indices.map { max(0, norms[$0] + norms[row] - 2 * Double(products[begin + $0])) }
        }
    }

    /// Lloyd's iterations.
    func descend(from start: Tensor, iterations: Int) throws(RationaleError) -> Clustering {
        var centres = start
        var labels = nearest(centres)
        var hasConverged = false
        var used = 0
        while used < iterations {
            used += 1
            let moved = means(of: labels, from: centres)
            let difference = moved - centres
            centres = moved
            let movement = (difference * difference).sum().item
            let next = nearest(centres)
            hasConverged = movement <= stillness || next.isEqual(to: labels)
            labels = next
            if hasConverged { break }
            try Cancellation.check()
        }
        return Clustering(
            labels: labels.elements(as: Int64.self).map { Int($0) }, centres: centres,
            inertia: distances(from: centres, labels).reduce(0, +), iterations: used, hasConverged: hasConverged)
    }

    /// The nearest centre of each row, `[count]` of `int64`.
    private func nearest(_ centres: Tensor) -> Tensor {
        // ‖x‖² is the same for all centres of a row.
        MatrixOperators.addedProduct(
            .tensor(centres.squaredNorms), .tensor(centres), .tensor(x.permuted([1, 0])), .double(1), .double(-2)
        ).argmin(0)
    }

    /// The mean of each cluster's rows; clusters without rows get some first.
    private func means(of labels: Tensor, from centres: Tensor) -> Tensor {
        let count = centres.shape[0]
        var labels = labels
        var sizes = labels.sizes(count)
        if sizes.contains(0) {
            // The farthest rows become clusters of their own.
            var relocated = labels.elements(as: Int64.self)
            let distances = distances(from: centres, labels)
            let farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }
            let empty = sizes.indices.filter { sizes[$0] == 0 }
            for (cluster, row) in zip(empty, farthest) where distances[row] > 0 { relocated[row] = Int64(cluster) }
            labels = Tensor(relocated, shape: [relocated.count]).moved(to: x.device)
            sizes = labels.sizes(count)
        }
        let weights = Tensor(sizes.map { Double(max(1, $0)) }, shape: [count, 1]).converted(to: x.dtype)
        let means = x.sums(by: labels, count) / weights.moved(to: x.device)
        guard sizes.contains(0) else { return means }
        // Where rows are equal, nothing is left to move to: such a centre lies on that of the largest cluster.
        let largest = sizes.indices.reduce(0) { sizes[$1] > sizes[$0] ? $1 : $0 }
        return means.indices(0, sizes.indices.map { sizes[$0] == 0 ? largest : $0 })
    }

    /// The squared distance of each row from its centre, computed from differences: exact also far from the origin.
    private func distances(from centres: Tensor, _ labels: Tensor) -> [Double] {
        let step = 4096
        return stride(from: 0, to: x.shape[0], by: step).flatMap { begin in
            let range = begin..<min(begin + step, x.shape[0])
            let own = LloydOperators.indexSelect(.tensor(centres), .int(0), .tensor(labels.slice(0, range)))
            return (x.slice(0, range) - own).power(2).sum([1]).elements(as: Double.self)
        }
    }
}

private enum LloydOperators {
    static let indexSelect: Operator = "aten::index_select"
}

extension Tensor {
    /// How many rows have each label.
    fileprivate func sizes(_ count: Int) -> [Int] {
        elements(as: Int64.self).reduce(into: [Int](repeating: 0, count: count)) { $0[Int($1)] += 1 }
    }
}

extension [Double] {
    fileprivate var cumulativeSums: [Double] {
        var sum = 0.0
        return map { value in
            sum += value
            return sum
        }
    }

    /// Of ascending values: the first that is at least this, or the last.
    fileprivate func firstIndex(reaching value: Double) -> Int {
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
