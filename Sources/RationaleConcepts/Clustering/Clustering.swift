public import RationaleTorch

/// Which rows belong together.
public struct Clustering: Sendable {
    /// The cluster of each row, from 0; `nil` for a row that belongs to none (noise).
    public var labels: [Int?]
    /// A centre for each cluster, `[cluster, width]`: a mean or a medoid, as the method says.
    public var centres: Tensor
    /// The sum of squared distances of rows from their centres; `nil` where the method does not minimise it.
    public var inertia: Double?
    /// How many iterations were needed; `nil` for methods without any.
    public var iterations: Int?
    /// Whether the method stopped by itself rather than at its limit of iterations.
    public var hasConverged: Bool

    public init(
        labels: [Int?], centres: Tensor, inertia: Double? = nil, iterations: Int? = nil, hasConverged: Bool = true
    ) {
        self.labels = labels
        self.centres = centres
        self.inertia = inertia
        self.iterations = iterations
        self.hasConverged = hasConverged
    }

    /// How many clusters there are.
    public var count: Int { centres.shape[0] }

    /// The rows of each cluster, in ascending order. k-means of fewer distinct rows than clusters leaves clusters empty.
    public var members: [[Int]] {
        var members = [[Int]](repeating: [], count: count)
        for (row, label) in labels.enumerated() { if let label { members[label].append(row) } }
        return members
    }
}
