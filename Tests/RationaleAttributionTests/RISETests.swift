import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// RISE as a random experiment: what it converges to, and that it can be repeated.
@Suite struct RISETests {
    private static let side = 14
    private static let cells = 7
    private static let visible = 0.4

    /// `s = Σ w ⊙ x` over a picture of one channel.
    private static let classifier = AnalyticNetwork.classifier(
        shape: [1, side, side],
        weights: AnalyticNetwork.numbers([2, 1, side, side], seed: 6, dtype: .float32)
    ) { builder, x in
        builder.scores(of: x, features: side * side, classes: 2)
    }

    private static let input = AnalyticNetwork.numbers([1, 1, side, side], seed: 7, dtype: .float32)

    /// How much a pixel takes from each cell for a shift, as defined: half-pixel centres, clamped at the edges.
    private func enlargement(_ shift: Int) -> [[Double]] {
        (0..<Self.side).map { pixel in
            let position = min(max(0, (Double(pixel + shift) + 0.5) * 7 / 16 - 0.5), 6)
            return (0..<Self.cells).map { max(0, 1 - abs(position - Double($0))) }
        }
    }

    /// The exact mean over all grids and shifts. Cells are independent with mean p and variance p (1 − p), so
    /// `E[mₖ mⱼ] = p² + p (1 − p) Σ_c aₖ_c aⱼ_c`, averaged over shifts along each side.
    private func expectation() -> [Double] {
        let side = Self.side
        // overlap[k][j] = mean over shifts of Σ_c aₖ_c aⱼ_c along one side.
        var overlap = [[Double]](repeating: [Double](repeating: 0, count: side), count: side)
        for shift in 0..<2 {
            let a = enlargement(shift)
            for k in 0..<side {
                for j in 0..<side { overlap[k][j] += zip(a[k], a[j]).map { $0 * $1 }.reduce(0, +) / 2 }
            }
        }
        let shares = (Self.classifier.network.weights.values.first!.slice(0, 0..<1) * Self.input.reshaped([1, -1]))
            .elements(
                as: Double.self)
        let total = shares.reduce(0, +)
        return (0..<side * side).map { j in
            let own = shares.indices.reduce(0.0) { sum, k in
                sum + shares[k] * overlap[k / side][j / side] * overlap[k % side][j % side]
            }
            return Self.visible * total + (1 - Self.visible) * own
        }
    }

    @Test(arguments: [false, true])
    func convergesToItsExpectation(isCentred: Bool) throws {
        let runs = try (0..<40).map { seed in
            let method = RISE(
                masks: 250, cells: Self.cells, visible: Self.visible, score: .logit, centred: isCentred,
                seed: UInt64(seed))
            return try method.attribute(Self.input, targets: [.index(0)], in: Self.classifier)[0].map.values.map(
                Double.init)
        }
        let count = Double(runs.count)
        var squares = 0.0
        for (place, expected) in expectation().enumerated() {
            let values = runs.map { $0[place] }
            let mean = values.reduce(0, +) / count
            let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (count - 1)
            let z = (mean - expected) / (variance / count).squareRoot()
            // One of 196 places beyond 5 is one run in ten thousand.
            #expect(abs(z) < 5, "place \(place): \(mean), expected \(expected)")
            squares += z * z
        }
        #expect(squares / Double(Self.side * Self.side) < 2)
    }

    /// Of a constant score, centring leaves that score everywhere, where the published form leaves the masks' noise.
    @Test func centringRemovesTheMasksOwnNoise() throws {
        var classifier = try Golden.classifier("cnn")
        classifier.network.weights = classifier.network.weights.mapValues(\.zerosLike)
        let map = try RISE(masks: 50, centred: true).attribute(try Golden.pictures(), in: classifier)[0].map
        #expect(map.values.allSatisfy { abs($0 - 0.1) < 1e-5 })
        let published = try RISE(masks: 50).attribute(try Golden.pictures(), in: classifier)[0].map
        #expect(published.values.contains { abs($0 - 0.1) > 0.01 })
    }

    @Test func masksDoNotDependOnWhatFollows() {
        func masks(_ count: Int, seed: UInt64) -> RandomMasks {
            RandomMasks(count: count, cells: 7, visible: 0.5, height: 32, width: 20, seed: seed, device: .cpu)
        }
        let many = masks(300, seed: 1)
        #expect(many[0..<5].floats == masks(5, seed: 1)[0..<5].floats)
        #expect(many[0..<5].floats != masks(5, seed: 2)[0..<5].floats)
        #expect(many[100..<102].floats == many[0..<300].slice(0, 100..<102).floats)
        let all = many[0..<300]
        #expect(all.shape == [300, 1, 32, 20])
        #expect(all.minimum().item >= 0 && all.maximum().item <= 1 + 1e-6)
        #expect(abs(all.mean().item - 0.5) < 0.02)
    }

    @Test func stopsAtConvergence() throws {
        let classifier = try Golden.classifier("cnn")
        let picture = try Golden.pictures().slice(0, 0..<1)
        let budget = MemoryBudget(bytes: 1 << 40, largestChunk: 64)
        func attribute(_ method: RISE) throws -> Attribution {
            try method.attribute(picture, in: classifier, budget: budget)[0]
        }
        let stopped = try attribute(RISE(masks: 4096, convergence: 0.5, seed: 2))
        let remark = try #require(stopped.warnings.first)
        let used = try #require(Int(remark.prefix { $0.isNumber }))
        #expect(remark.hasPrefix("\(used) of at most 4096 masks: "))
        #expect(used < 4096 && used % 256 == 0)
        // It is the map of so many masks.
        let whole = try attribute(RISE(masks: used, seed: 2))
        #expect(stopped.map == whole.map)

        let never = try attribute(RISE(masks: 256, convergence: 0.999, seed: 2))
        #expect(never.warnings.first?.hasPrefix("not converged: after all 256 masks, ") == true)
    }

    /// A constant score leaves only the masks' own noise, which is no explanation.
    @Test func noiseIsCalledNoise() throws {
        var classifier = try Golden.classifier("cnn")
        classifier.network.weights = classifier.network.weights.mapValues(\.zerosLike)
        let found = try RISE(masks: 64, seed: 2).attribute(try Golden.pictures(), in: classifier)
        for attribution in found { #expect(attribution.warnings.first?.hasPrefix("noisy: ") == true) }
    }

    @Test(arguments: [(0, 7, 0.5), (Int.max, 7, 0.5), (10, 0, 0.5), (10, 33, 0.5), (10, 7, 0.0), (10, 7, 1.5)])
    func settingsThatDoNotFit(_ masks: Int, _ cells: Int, _ visible: Double) throws {
        let error = #expect(throws: RationaleError.self) {
            try RISE(masks: masks, cells: cells, visible: visible).attribute(
                try Golden.pictures(), in: try Golden.classifier("cnn"))
        }
        #expect(error?.code == .usage)
    }
}
