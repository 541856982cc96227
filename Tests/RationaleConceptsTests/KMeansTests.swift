import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

struct KMeansTests {
    @Test(arguments: GoldenClusters.kinds)
    func `From a given start it is scikit-learn's`(kind: String) throws {
        let golden = try GoldenClusters.load(kind)
        let rows = golden.rows.tensor
        func expect(_ found: Clustering, _ expected: GoldenClusters.Found) throws {
            #expect(found.labels == expected.labels)
            #expect(largestDifference(found.centres, expected.centres.tensor) < 1e-5)
            let inertia = try #require(expected.inertia)
            #expect(abs(try #require(found.inertia) - inertia) < 1e-5 * inertia)
        }
        let start = rows.slice(0, 0..<6)
        try expect(KMeans().cluster(rows, from: start), golden.kmeans)
        let early = try KMeans(iterations: 2, tolerance: 0).cluster(rows, from: start)
        try expect(early, golden.early)
        #expect(early.iterations == 2 && !early.hasConverged)
        let far = Tensor.concatenated([rows.slice(0, 0..<3), rows.slice(0, 3..<5) + 100])
        try expect(KMeans(tolerance: 0).cluster(rows, from: far), golden.relocated)
    }

    @Test(arguments: GoldenClusters.kinds, [1, 3, 7])
    func `Nothing can be improved by moving one row or one centre`(kind: String, clusters: Int) throws {
        let rows = try GoldenClusters.load(kind).rows
        let found = try KMeans(clusters: clusters, tolerance: 0, seed: 5).cluster(rows.tensor)
        let width = rows.shape[1]
        let points = rows.shape[0].range.map { Array(rows.values[$0 * width..<($0 + 1) * width]) }
        let centres = found.centres.elements(as: Double.self)
        func distance(_ point: [Double], _ centre: Int) -> Double {
            (0..<width).reduce(0) {
                $0 + (point[$1] - centres[centre * width + $1]) * (point[$1] - centres[centre * width + $1])
            }
        }
        var inertia = 0.0
        for (row, point) in points.enumerated() {
            let distances = (0..<clusters).map { distance(point, $0) }
            let label = try #require(found.labels[row])
            #expect(distances[label] <= (distances.min() ?? 0) + 1e-5)
            inertia += distances[label]
        }
        #expect(abs(inertia - (try #require(found.inertia))) < 1e-4 * inertia)
        for (cluster, members) in found.members.enumerated() {
            #expect(!members.isEmpty)
            for column in 0..<width {
                let mean = members.reduce(0) { $0 + points[$1][column] } / Double(members.count)
                #expect(abs(mean - centres[cluster * width + column]) < 1e-5)
            }
        }
    }

    @Test func `Groups that are well apart are found from any seed, also far from the origin`() throws {
        let golden = try GoldenClusters.load("blobs")
        let rows = golden.rows.tensor.converted(to: .float32)
        for seed in 0..<4 as Range<UInt64> {
            let found = try KMeans(clusters: 4, restarts: 2, seed: seed).cluster(rows)
            #expect(found.members.map(\.count).sorted() == [7, 12, 18, 25])
            let moved = try KMeans(clusters: 4, restarts: 2, seed: seed).cluster(rows + 3000)
            #expect(isSamePartition(moved.labels, found.labels.map { $0 ?? -1 }))
        }
    }

    @Test func `The same seed gives the same bytes`() throws {
        let rows = Tensor.normal([300, 40], using: Generator(seed: 1))
        let first = try KMeans(clusters: 9, restarts: 3, seed: 8).cluster(rows)
        let second = try KMeans(clusters: 9, restarts: 3, seed: 8).cluster(rows)
        #expect(first.labels == second.labels && first.centres.bytes == second.centres.bytes)
        let other = try KMeans(clusters: 9, restarts: 3, seed: 9).cluster(rows)
        #expect(first.centres.bytes != other.centres.bytes)
    }

    @Test func `More starts are never worse`() throws {
        let rows = Tensor.normal([200, 6], using: Generator(seed: 2))
        let inertias = try [1, 4, 16].map { try #require(KMeans(clusters: 12, restarts: $0).cluster(rows).inertia) }
        #expect(inertias[0] >= inertias[1] && inertias[1] >= inertias[2])
    }

    @Test func `One row, equal rows and fewer distinct rows than clusters`() throws {
        let one = try KMeans(clusters: 1).cluster(Tensor([1, 2, 3] as [Float], shape: [1, 3]))
        #expect(one.labels == [0] && one.centres.floats == [1, 2, 3] && one.inertia == 0)
        let equal = try KMeans(clusters: 3).cluster(Tensor.full([5, 2], 4))
        #expect(equal.inertia == 0 && equal.centres.floats == [4, 4, 4, 4, 4, 4])
        let two = try KMeans(clusters: 3).cluster(Tensor([0, 0, 1, 1] as [Float], shape: [4, 1]))
        #expect(two.inertia == 0 && two.centres.isFinite && two.labels[0] == two.labels[1])
    }

    @Test func `What makes no sense is refused by name`() throws {
        let rows = Tensor.normal([3, 2], using: Generator(seed: 1))
        func message(_ body: () throws -> Clustering) -> String {
            do { return "\(try body().labels)" } catch { return "\(error)" }
        }
        let tooMany = message { try KMeans(clusters: 4).cluster(rows) }
        #expect(tooMany.contains("4 clusters of 3 rows"))
        #expect(message { try KMeans(clusters: 0).cluster(rows) }.contains("0 clusters"))
        #expect(message { try KMeans(clusters: 2, restarts: 0).cluster(rows) }.contains("at least one start"))
        #expect(message { try KMeans(clusters: 1).cluster(rows.reshaped([6])) }.contains("shape [6]"))
        #expect(message { try KMeans(clusters: 1).cluster(Tensor.zeros([0, 2])) }.contains("shape [0, 2]"))
        let broken = Tensor([0, 1, .nan, 3] as [Float], shape: [2, 2])
        #expect(message { try KMeans(clusters: 1).cluster(broken) }.contains("row 1 of 2"))
        #expect(message { try KMeans().cluster(rows, from: Tensor.zeros([2, 5])) }.contains("width 5"))
        #expect(throws: RationaleError.self) { try Clusterers.named("k-mean") }
        #expect(message { try Clusterers.named("kmean").cluster(rows) }.contains("kmeans"))
        #expect(message { try Clusterers.named("kmeans", ["radius": "1"]).cluster(rows) }.contains("--radius"))
        #expect(message { try Clusterers.named("kmeans", ["clusters": "0"]).cluster(rows) }.contains("from 1"))
        #expect(try Clusterers.named("kmeans", ["clusters": "2"]).cluster(rows).count == 2)
    }
}

extension Int {
    fileprivate var range: Range<Int> { 0..<self }
}
