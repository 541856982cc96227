/// `clusters.json`: what scikit-learn finds in three small sets of rows.
struct GoldenClusters: Decodable {
    struct Found: Decodable {
        let labels: [Int]
        let centres: Golden.Array
        let inertia: Double?
    }

    var rows: Golden.Array
    let kmeans, relocated, early, affinity, shift: Found
    let bandwidth, radius: Double
    let spectral: [Int]
    let dense: [String: [Int]]

    static let kinds = ["blobs", "rough", "arcs"]

    static func load(_ kind: String) throws -> GoldenClusters {
        let all: [String: GoldenClusters] = try Golden.load("clusters.json")
        guard var found = all[kind] else { throw CancellationError() }
        found.rows = found.rows.single
        return found
    }
}
