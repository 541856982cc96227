public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Clusters of rows that are connected by chains of similar rows.
///
/// Similarities `w(i, j) = exp(−γ ‖xᵢ − xⱼ‖²)`; eigenvectors of the k smallest eigenvalues of the normalised Laplacian
/// `L = I − D^−½ W D^−½`, each divided by `D^½`; k-means of the rows of these k columns. The centre of a cluster is the medoid of its rows.
///
/// *Source:* Shi and Malik (2000), "Normalized cuts and image segmentation", IEEE Transactions on Pattern Analysis and Machine
/// Intelligence 22; von Luxburg (2007), "A tutorial on spectral clustering", arXiv 0711.0189. Details as scikit-learn 1.9.
/// *Cost:* O(count² · width + count³); the eigenvectors of 2,000 rows take seconds, 300 MB at the limit.
public struct SpectralClustering: Clusterer {
    public static let identifier = "spectral"
    public static let title = "spectral clustering"
    public static let summary = "Spectral clustering: rows connected by similar ones (Shi and Malik 2000)"
    /// More rows are refused.
    public static let maximumRows = 4_000
    public var clusters: Int
    public var gamma: Double
    public var seed: UInt64

    /// - Parameters:
    ///   - clusters: k, from 1 to the number of rows.
    ///   - gamma: γ, above 0, in 1 / squared distance. Default: 1, published; features of unequal length need another one, about 1 over
    ///     the median squared distance.
    ///   - seed: of k-means' starts.
    public init(clusters: Int = 25, gamma: Double = 1, seed: UInt64 = 0) {
        self.clusters = clusters
        self.gamma = gamma
        self.seed = seed
    }

    public static let settings: [Setting<Self>] = [
        .init("clusters", \.clusters, in: 1...Double.infinity, "Clusters to make."),
        .init("gamma", \.gamma, in: 0...Double.infinity, "How fast similarity falls with the squared distance."),
        .init("seed", \.seed, "The seed of k-means' starts."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title, as: .float64, limit: Self.maximumRows)
        try rows.check(clusters, "clusters", for: Self.title)
        return try withoutGradient {
            let embedding = try embedding(rows)
            let found = try KMeans(clusters: clusters, seed: seed).cluster(embedding)
            return Clustering(
                labels: found.labels, medoidsOf: rows.tensor, iterations: found.iterations,
                hasConverged: found.hasConverged)
        }
    }

    /// Rows by the Laplacian's first eigenvectors, `[count, clusters]`.
    private func embedding(_ rows: FeatureRows) throws -> Tensor {
        let x = rows.tensor - rows.tensor.mean([0], keepingDimensions: true)
        let distances = x.squaredDistances(to: x)
        let identity = Operators.identity(.int(rows.count), .dtype(.float64), .none, .device(x.device))
        let similarities = (distances * -gamma).exponential * (identity * -1 + 1)
        let degrees = similarities.sum([1], keepingDimensions: true)
        if rows.count > 1, degrees.maximum().item == 0 {
            let typical = (distances.sum() / Double(rows.count * (rows.count - 1))).item
            throw RationaleError(
                .usage, "spectral clustering finds no row similar to another with --gamma \(gamma)",
                hint: "The mean squared distance is \(typical): try --gamma \(1 / typical).")
        }
        let zero = degrees.zerosLike
        let roots = degrees.squareRoot.chosen(where: degrees.isGreater(than: zero), else: degrees.onesLike)
        // A row without similar ones has a Laplacian of 0.
        let diagonal = identity * degrees.isGreater(than: zero).converted(to: .float64)
        let laplacian = diagonal - similarities / roots / roots.permuted([1, 0])
        try Cancellation.check()
        let results = try Operators.eigenvectors.call([.tensor(laplacian)])
        guard let vectors = results.last?.tensor else {
            throw RationaleError(.unavailable, "LibTorch's eigenvectors are no tensor")
        }
        return vectors.slice(1, 0..<clusters) / roots
    }
}

private enum Operators {
    static let identity: Operator = "aten::eye"
    /// Eigenvalues in ascending order, and their eigenvectors as columns.
    static let eigenvectors: Operator = "aten::linalg_eigh"
}
