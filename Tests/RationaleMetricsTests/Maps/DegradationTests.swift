import RationaleCore
import RationaleMetrics
import RationaleTorch
import Testing

struct DegradationTests {
    /// The area under the probability less the clean one while tiles of 2×2 are taken away in an order.
    private func slowArea(_ classifier: LinearInput, _ order: [Int]) -> Double {
        let clean = classifier.probability(classifier.input)
        var values = classifier.input.elements(as: Double.self)
        var curve = [0.0]
        for tile in order {
            for offset in 0..<4 {
                let (row, column) = (tile / 3 * 2 + offset / 2, tile % 3 * 2 + offset % 2)
                for channel in 0..<3 where row < 5 && column < 6 { values[(channel * 5 + row) * 6 + column] = 0 }
            }
            curve.append(classifier.probability(Tensor(values, shape: classifier.input.shape)) - clean)
        }
        return zip(curve, curve.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / Double(order.count)
    }

    @Test func `Both areas are those of a slow loop over tiles`() throws {
        let classifier = LinearInput(shape: [3, 5, 6])
        let map = classifier.contributions
        var sums = [Float](repeating: 0, count: 9)
        for place in 0..<30 { sums[place / 6 / 2 * 3 + place % 6 / 2] += map.values[place] }
        // The lowest row of tiles is cut off by the edge.
        for tile in 0..<9 { sums[tile] /= tile < 6 ? 4 : 2 }
        let order = sums.indices.sorted { sums[$0] > sums[$1] }
        let found = try Degradation(tile: 2, step: .places(1)).values(of: [map], for: classifier.sample())[0]
        let (morf, lerf) = (slowArea(classifier, order), slowArea(classifier, order.reversed()))
        #expect(abs((found["morf"] ?? 9) - morf) < 1e-12)
        #expect(abs((found["lerf"] ?? 9) - lerf) < 1e-12)
        #expect(abs((found["degradation"] ?? 9) - (lerf - morf)) < 1e-12)
        #expect(lerf > morf)
    }

    @Test func `The published form shares states among eight`() throws {
        let classifier = LinearInput(shape: [1, 4, 4])
        // A map without ties or negatives, whose eight bits are itself.
        let map = Heatmap(height: 4, width: 4, values: (0..<16).map { 255 - 10 * Float(($0 * 7) % 16) })
        let order = map.values.indices.sorted { map.values[$0] > map.values[$1] }
        func probability(without places: some Sequence<Int>) -> Double {
            var values = classifier.input.elements(as: Double.self)
            for place in places { values[place] = 0 }
            return classifier.probability(Tensor(values, shape: classifier.input.shape))
        }
        let clean = classifier.probability(classifier.input)
        let found = try Degradation(.published, tile: 1).values(of: [map], for: classifier.sample())[0]
        let (half, all) = (probability(without: order.prefix(8)) - clean, probability(without: order) - clean)
        let morf = (8 * half + 8 * all - (half + all) / 2) / 16
        #expect(abs((found["morf"] ?? 9) - morf) < 1e-9)
    }

    @Test func `Noise degrades nothing, also where the edge cuts tiles off`() throws {
        let classifier = LinearInput(shape: [1, 10, 10])
        let maps = (0..<200).map { Heatmap.noise(height: 10, width: 10, seed: $0) }
        let found = try Degradation(tile: 4).values(of: maps, for: classifier.sample()).compactMap { $0["degradation"] }
        let mean = found.reduce(0, +) / 200
        let deviation = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199).squareRoot()
        #expect(deviation > 0 && abs(mean) < 4 * deviation / 200.0.squareRoot())
    }

    @Test func `A map that says nothing has no degradation to speak of, and tiles must fit`() throws {
        let classifier = LinearInput(shape: [3, 8, 8])
        let found = try Degradation().values(of: [.constant(1, height: 8, width: 8)], for: classifier.sample())[0]
        // Ties are drawn alike for both orders.
        #expect(found["degradation"] == 0)
        for tile in [0, 9] {
            #expect(throws: RationaleError.self) {
                try Degradation(tile: tile).values(of: [.falling(height: 8, width: 8)], for: classifier.sample())
            }
        }
    }
}
