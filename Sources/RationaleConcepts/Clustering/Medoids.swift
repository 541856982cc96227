import RationaleCore
import RationaleTorch

extension Clustering {
    /// Rows by label with the medoid of each cluster as its centre: the member with the least sum of Euclidean distances from the others.
    ///
    /// Clusters without members are left out, and the others numbered anew in their order.
    ///
    /// - Parameters:
    ///   - labels: one for each row.
    ///   - rows: `[count, width]`, in double precision.
    /// - Complexity: O(m² · width) for a cluster of m rows.
    init(labels: [Int?], medoidsOf rows: Tensor, iterations: Int? = nil, hasConverged: Bool = true) {
        let present = Set(labels.compactMap { $0 }).sorted()
        let names = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
        let labels = labels.map { $0.flatMap { names[$0] } }
        var members = [[Int]](repeating: [], count: present.count)
        for (row, label) in labels.enumerated() { if let label { members[label].append(row) } }
        let medoids = members.map { members in
            let own = rows.indices(0, members)
            return members[Int(own.squaredDistances(to: own).squareRoot.sum([1]).argmin(0).item)]
        }
        self.init(
            labels: labels, centres: rows.indices(0, medoids).converted(to: .float32), iterations: iterations,
            hasConverged: hasConverged)
    }
}
