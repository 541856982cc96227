import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// The methods that compare all pairs of rows, against scikit-learn.
struct ClustererTests {
    @Test(arguments: GoldenClusters.kinds)
    func `Affinity propagation is scikit-learn's`(kind: String) throws {
        let golden = try GoldenClusters.load(kind)
        let found = try AffinityPropagation().cluster(golden.rows.tensor)
        #expect(found.labels == golden.affinity.labels)
        #expect(largestDifference(found.centres, golden.affinity.centres.tensor) < 1e-6)
        #expect(found.hasConverged)
    }

    @Test(arguments: GoldenClusters.kinds)
    func `Mean shift is scikit-learn's`(kind: String) throws {
        let golden = try GoldenClusters.load(kind)
        let rows = golden.rows.tensor
        #expect(abs(try MeanShift().estimatedBandwidth(rows) - golden.bandwidth) < 1e-9)
        #expect(largestDifference(try MeanShift().modes(rows), golden.shift.centres.tensor) < 1e-9)
        #expect(try MeanShift().cluster(rows).labels == golden.shift.labels)
    }

    @Test(arguments: GoldenClusters.kinds)
    func `Spectral clustering is scikit-learn's`(kind: String) throws {
        let golden = try GoldenClusters.load(kind)
        #expect(
            isSamePartition(try SpectralClustering(clusters: 3).cluster(golden.rows.tensor).labels, golden.spectral))
    }

    @Test(arguments: GoldenClusters.kinds, [4, 8])
    func `DBSCAN is scikit-learn's`(kind: String, minimum: Int) throws {
        let golden = try GoldenClusters.load(kind)
        let found = try DBSCAN(radius: golden.radius, minimum: minimum).cluster(golden.rows.tensor)
        #expect(found.labels.map { $0 ?? -1 } == golden.dense["\(minimum)"])
    }

    @Test(arguments: GoldenClusters.kinds)
    func `Centres are medoids`(kind: String) throws {
        let golden = try GoldenClusters.load(kind)
        let width = golden.rows.shape[1]
        func point(_ row: Int) -> [Double] { Array(golden.rows.values[row * width..<(row + 1) * width]) }
        let methods: [any Clusterer] = [
            MeanShift(bandwidth: golden.bandwidth / 2), SpectralClustering(clusters: 3),
            DBSCAN(radius: golden.radius, minimum: 4),
        ]
        for method in methods {
            let found = try method.cluster(golden.rows.tensor)
            for (cluster, members) in found.members.enumerated() {
                let sums = members.map { row in
                    members.reduce(0.0) { sum, other in
                        sum
                            + zip(point(row), point(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                            .squareRoot()
                    }
                }
                let medoid = try #require(sums.indices.min { sums[$0] < sums[$1] })
                let centre = found.centres.selected(0, cluster).elements(as: Double.self)
                #expect(zip(centre, point(members[medoid])).allSatisfy { abs($0 - $1) < 1e-6 })
            }
        }
    }

    /// Non-negative parts go by directions instead of distances; they have tests of their own.
    @Test(arguments: Clusterers.all.map(\.identifier).filter { $0 != "nmf" })
    func `Each method by its name keeps what every method must`(name: String) throws {
        let blobs = try GoldenClusters.load("blobs").rows.tensor.converted(to: .float32)
        let settings = [
            "kmeans": ["clusters": "4"], "spectral": ["clusters": "4"], "dbscan": ["radius": "1.5", "minimum": "4"],
        ]
        let method = try Clusterers.named(name, settings[name] ?? [:])
        let found = try method.cluster(blobs)
        #expect(found.labels.count == 62 && found.centres.shape == [found.count, 5] && found.centres.dtype == .float32)
        #expect(found.members.map(\.count).sorted() == [7, 12, 18, 25])
        #expect(isSamePartition(try method.cluster(blobs + 100).labels, found.labels.map { $0 ?? -1 }))
        // In the reverse order the same rows belong together.
        let reversed = try method.cluster(blobs.indices(0, Array((0..<62).reversed())))
        #expect(isSamePartition(reversed.labels.reversed(), found.labels.map { $0 ?? -1 }))
        let again = try method.cluster(blobs)
        #expect(again.labels == found.labels && again.centres.bytes == found.centres.bytes)

        let single = try Clusterers.named(
            name,
            ["clusters": "1", "minimum": "1"].filter {
                $0.key == "clusters" ? ["kmeans", "spectral"].contains(name) : name == "dbscan"
            })
        let row = try single.cluster(Tensor([3, 4] as [Float], shape: [1, 2]))
        #expect(row.labels == [0] && row.centres.floats == [3, 4])
        let equal = try single.cluster(Tensor.full([30, 2], 0.3))
        #expect(equal.labels == [Int?](repeating: 0, count: 30) && equal.centres.floats == [0.3, 0.3])
        #expect(throws: RationaleError.self) { try single.cluster(Tensor([1, .infinity] as [Float], shape: [2, 1])) }
        #expect(throws: RationaleError.self) { try single.cluster(Tensor.zeros([0, 4])) }
        #expect(throws: RationaleError.self) { try single.cluster(Tensor.zeros([4])) }
    }

    @Test func `Too many rows are refused with their number and the limit`() throws {
        for (method, limit) in [
            (AffinityPropagation(), AffinityPropagation.maximumRows), (MeanShift(), MeanShift.maximumRows),
            (SpectralClustering(), SpectralClustering.maximumRows), (DBSCAN(), DBSCAN.maximumRows),
        ] as [(any Clusterer, Int)] {
            let error = #expect(throws: RationaleError.self) { try method.cluster(Tensor.zeros([limit + 1, 1])) }
            #expect(error?.code == .usage && error?.message.contains("\(limit), not \(limit + 1)") == true)
        }
    }

    @Test func `Settings without sense are refused`() throws {
        let rows = Tensor.normal([9, 2], using: Generator(seed: 1))
        let refused: [any Clusterer] = [
            AffinityPropagation(damping: 0.4), AffinityPropagation(damping: 1), AffinityPropagation(iterations: 0),
            MeanShift(bandwidth: 0), MeanShift(quantile: 1.1), MeanShift(iterations: 0),
            SpectralClustering(clusters: 10), SpectralClustering(clusters: 2, gamma: 1e9), DBSCAN(radius: -1),
            DBSCAN(minimum: 0),
        ]
        for method in refused {
            let error = #expect(throws: RationaleError.self) { try method.cluster(rows) }
            #expect(error?.code == .usage)
        }
    }

    @Test func `Noise belongs to no cluster, and a method may find none`() throws {
        let rows = Tensor((0..<9).map { Float($0 * 10) }, shape: [9, 1])
        let found = try DBSCAN().cluster(rows)
        #expect(found.labels == [Int?](repeating: nil, count: 9) && found.count == 0)
        #expect(found.centres.shape == [0, 1] && found.members.isEmpty)
        // Two tight pairs and one row between them that is a core row's neighbour, but no core row.
        let line = Tensor([0, 0.1, 0.5, 5, 5.1, 9] as [Float], shape: [6, 1])
        #expect(try DBSCAN(radius: 0.45, minimum: 3).cluster(line).labels == [0, 0, 0, nil, nil, nil])
    }
}
