public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Groups rows by the non-negative part that they have most of: `A ≈ U W`, a cluster for each row of W.
///
/// Row i belongs to the part k with the largest `U(i, k) ‖W(k)‖`; a row without any part belongs to none. Centres are the parts, `W(k)`,
/// each with the length that it has on average in its own rows, `mean U(i, k)`, since a factorization leaves lengths open.
///
/// *Source:* Fel et al. (2023), "CRAFT: concept recursive activation factorization for explainability", arXiv 2211.10154. Departs from it
/// in asking for whole regions rather than crops, and in giving each region one concept. The factors are those of
/// ``NonNegativeFactorization``.
/// *Cost:* as ``NonNegativeFactorization/factorize(_:)``.
public struct NMFClusters: Clusterer {
    public static let identifier = "nmf"
    public static let title = "non-negative parts"
    public static let summary = "Non-negative matrix factorization: rows by their largest part (Fel et al. 2023)"
    public var clusters: Int
    public var iterations: Int
    public var seed: UInt64

    /// - Parameters:
    ///   - clusters: parts, from 1; with more than rows or columns the search begins at random. CRAFT has 10 to 25.
    ///   - iterations: of the factorization at most.
    ///   - seed: of its start.
    public init(clusters: Int = 25, iterations: Int = 200, seed: UInt64 = 0) {
        self.clusters = clusters
        self.iterations = iterations
        self.seed = seed
    }

    public static let settings: [Setting<Self>] = [
        .init("clusters", \.clusters, in: 1...Double.infinity, "Parts to find."),
        .init("iterations", \.iterations, in: 1...Double.infinity, "Iterations at most."),
        .init("seed", \.seed, "The seed of the start."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title)
        try rows.check(clusters, "parts", for: Self.title)
        let least = rows.tensor.minimum().item
        guard least >= 0 else {
            throw RationaleError(
                .usage, "nmf needs features that are not negative, but the least is \(least)",
                hint:
                    "Take one layer after a rectifier (--layer), as it is: --scaled and several layers make features negative."
            )
        }
        let start: NonNegativeFactorization.Start =
            clusters <= min(rows.count, rows.width) ? .singularVectors : .random
        let factors = try NonNegativeFactorization(
            components: clusters, start: start, iterations: iterations, seed: seed
        ).factorize(rows.tensor)
        return withoutGradient {
            let lengths = factors.concepts.power(2).sum([1]).squareRoot.unsqueezed(0)
            let sizes = factors.amounts * lengths  // [row, part]
            let values = sizes.floats
            let labels = (0..<rows.count).map { row -> Int? in
                let own = values[row * clusters..<(row + 1) * clusters]
                guard let largest = own.max(), largest > 0 else { return nil }
                return own.firstIndex(of: largest).map { $0 - own.startIndex }
            }
            let amounts = factors.amounts.floats
            let typical = (0..<clusters).map { part -> Float in
                let own = labels.indices.filter { labels[$0] == part }
                return own.isEmpty ? 1 : own.reduce(0) { $0 + amounts[$1 * clusters + part] } / Float(own.count)
            }
            let factor = Tensor(typical, shape: [clusters, 1]).moved(to: factors.concepts.device)
            return Clustering(
                labels: labels, centres: (factors.concepts * factor).converted(to: .float32), inertia: nil,
                iterations: factors.iterations, hasConverged: factors.hasConverged)
        }
    }
}
