import RationaleConcepts
import RationaleCore
import RationaleTorch
import Testing

/// Clusters by non-negative parts.
struct NMFClustersTests {
    /// Rows with one large and one small of three disjoint parts, of any length; the last row is empty.
    private let planted = (0..<31).map { row in row == 30 ? nil : row % 3 }
    private var rows: Tensor {
        let generator = Generator(seed: 7)
        let sizes = (Tensor.uniform([31, 2], using: generator) + 0.5).floats
        return Tensor(
            planted.enumerated().flatMap { row, part -> [Float] in
                var values = [Float](repeating: 0, count: 12)
                guard let part else { return values }
                for place in 0..<4 {
                    values[part * 4 + place] = sizes[row * 2] * 2 * Float(place + 1)
                    values[(part + 1) % 3 * 4 + place] = sizes[row * 2 + 1] * 0.2 * Float(place + 1)
                }
                return values
            }, shape: [31, 12])
    }

    @Test func `Rows belong to the part that they have most of`() throws {
        let found = try NMFClusters(clusters: 3, iterations: 2000).cluster(rows)
        #expect(found.count == 3)
        #expect(found.labels[30] == nil)
        // The planted parts, in some order.
        let names = (0..<3).map { found.labels[$0] }
        #expect(Set(names).count == 3)
        for (row, part) in planted.enumerated() { #expect(found.labels[row] == part.flatMap { names[$0] }) }
    }

    @Test func `Labels and centres are what the factors say`() throws {
        let method = NMFClusters(clusters: 3, iterations: 50, seed: 2)
        let found = try method.cluster(rows)
        let factors = try NonNegativeFactorization(components: 3, iterations: 50, seed: 2).factorize(rows)
        let (u, w) = (factors.amounts.floats, factors.concepts.floats)
        for row in 0..<30 {
            let sizes = (0..<3).map { part -> Float in
                let length = (0..<12).reduce(Float(0)) { $0 + w[part * 12 + $1] * w[part * 12 + $1] }.squareRoot()
                return u[row * 3 + part] * length
            }
            #expect(found.labels[row] == sizes.indices.max { sizes[$0] < sizes[$1] })
        }
        for part in 0..<3 {
            let own = found.members[part]
            let amount = own.reduce(Float(0)) { $0 + u[$1 * 3 + part] } / Float(own.count)
            for place in 0..<12 {
                #expect(abs(found.centres.floats[part * 12 + place] - amount * w[part * 12 + place]) < 1e-4)
            }
        }
    }

    @Test func `The same seed finds the same, also where there are more parts than channels`() throws {
        let narrow = rows.slice(1, 0..<2)
        let first = try NMFClusters(clusters: 5, seed: 3).cluster(narrow)
        #expect(try NMFClusters(clusters: 5, seed: 3).cluster(narrow).labels == first.labels)
        #expect(first.count == 5)
    }

    @Test func `Negative features are refused, and it is said why they are negative`() throws {
        let error = #expect(throws: RationaleError.self) { try NMFClusters(clusters: 2).cluster(rows - 1) }
        #expect(error?.code == .usage && error?.message.contains("negative") == true)
        #expect(error?.hint?.contains("--scaled") == true)
        let many = #expect(throws: RationaleError.self) { try NMFClusters(clusters: 32).cluster(rows) }
        #expect(many?.code == .usage)
        #expect(try Clusterers.named("nmf", ["clusters": "3"]).cluster(rows).count == 3)
    }
}
