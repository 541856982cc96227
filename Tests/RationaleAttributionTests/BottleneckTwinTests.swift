import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// The searches against plain loops in double precision, on a linear classifier whose derivative is known.
@Suite struct BottleneckTwinTests {
    private static let beta = 3.0
    private static let target = 1
    private static let values = 24
    /// Values of one channel, which share their λ in a steady search.
    private static let places = 12

    @Test(arguments: [1, 6], [(2, 0), (4, 0), (4, 0.7)])
    func steady(steps: Int, settings: (samples: Int, smoothing: Double)) throws {
        let search = SteadySearch(
            beta: Self.beta, steps: steps, samples: settings.samples, learningRate: 0.4, initialAlpha: 1.5,
            momentum: 0.8,
            scaleMomentum: 0.9, disturbance: settings.smoothing == 0 ? 0.3 : 1, convergence: nil)
        let method = InputInformationBottleneck(
            objective: .steady(search), smoothing: settings.smoothing, seed: 7)
        let found = try method.attribute(
            AnalyticNetwork.inputs, targets: [.index(Self.target)], in: AnalyticNetwork.linear)
        for (index, attribution) in found.enumerated() {
            let twin = Twin(input: index).steady(search, smoothing: settings.smoothing, seed: 7)
            #expect(Self.difference(attribution.map.values, twin.bits) < 1e-5)
            #expect(Self.difference(attribution.stages[0].losses, twin.losses) < 1e-5)
            #expect(abs(attribution.stages[0].bits! / twin.bits.reduce(0, +) - 1) < 1e-5)
        }
    }

    /// Searches are repeated until such a mean would come again, and their mean is the map.
    @Test(arguments: [0.01, 1.0.nextDown]) func repeated(aim: Double) throws {
        // Deep in the noise, where a search depends on it.
        let search = SteadySearch(
            beta: Self.beta, steps: 6, samples: 2, learningRate: 1, initialAlpha: -2, convergence: aim)
        let method = InputInformationBottleneck(objective: .steady(search), smoothing: 0, seed: 7)
        let found = try method.attribute(
            AnalyticNetwork.inputs, targets: [.index(Self.target)], in: AnalyticNetwork.linear)
        var others = SplitMix64(seed: 7, for: "repeated searches")
        let seeds = [7] + (0..<5).map { _ in others.next() }
        for (index, attribution) in found.enumerated() {
            let count = attribution.stages.count
            #expect(count == (aim < 0.5 ? 2 : 6))
            let maps = seeds.prefix(count).map { Twin(input: index).steady(search, seed: $0).bits }
            let mean = maps[0].indices.map { place in maps.reduce(0) { $0 + $1[place] } / Double(count) }
            #expect(Self.difference(attribution.map.values, mean) < 1e-4)
            let pairs = (0..<count).flatMap { a in (a + 1..<count).map { Self.correlation(maps[a], maps[$0]) } }
            let (k, r) = (Double(count), pairs.reduce(0, +) / Double(pairs.count))
            let reliability = try #require(Double(attribution.stages[count - 1].settings["reliability"] ?? ""))
            let expected: Double = k * r / (1 + (k - 1) * r)
            #expect(abs(reliability - expected) < 1e-4)
            #expect(reliability < 0.99999)
            #expect(attribution.warnings.contains { $0.hasPrefix("not converged: after 6 searches") } == (aim > 0.5))
        }
    }

    @Test func publishedWithoutAdversary() throws {
        let input = AdamSearch(beta: Self.beta, steps: 5, samples: 3, learningRate: 0.7, initialAlpha: 2)
        let feature = AdamSearch(beta: Self.beta, steps: 4, samples: 2)
        // The layer is the linear one's input, `[2, 3, 4]` again: both stages are bottlenecks of the same values.
        let method = InputInformationBottleneck(
            objective: .published(PublishedPipeline(layer: "copy", feature: feature, adversary: nil, input: input)),
            smoothing: 0, seed: 3)
        let classifier = AnalyticNetwork.classifier { builder, x in
            let copy = builder.layer("copy", "Copy") { $0.call("aten::mul.Tensor", .value(x), .constant(.double(1))) }
            return builder.scores(of: copy)
        }
        let found = try method.attribute(AnalyticNetwork.inputs, targets: [.index(Self.target)], in: classifier)
        for (index, attribution) in found.enumerated() {
            let twin = Twin(input: index).published(feature: feature, input: input, seed: 3)
            #expect(Self.difference(attribution.stages[0].map!.values, twin.bits) < 1e-5)
            #expect(Self.difference(attribution.map.values, twin.share) < 1e-5)
            #expect(Self.difference(attribution.stages[1].losses, twin.losses) < 1e-5)
            #expect(attribution.warnings.contains { $0.contains("--estimation") })
        }
    }

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (x, y) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
        let products = zip(a, b).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        let squares = [(a, x), (b, y)].map { values, mean in values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        return products / (squares[0] * squares[1]).squareRoot()
    }

    private static func difference(_ found: [Float], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        return zip(found, expected).map { abs(Double($0) - $1) }.max()! / expected.map(abs).max()!
    }
}

/// The formulas as loops.
private struct Twin {
    let x: [Double]
    private let weights = AnalyticNetwork.weights.elements(as: Double.self)
    private let count = 24
    private let places = 12
    private let target = 1
    private let beta = 3.0

    init(input: Int) { x = AnalyticNetwork.inputs.selected(0, input).elements(as: Double.self) }

    func sigmoid(_ a: Double) -> Double { 1 / (1 + exp(-a)) }

    /// The loss of a noisy input, and its derivative by it.
    func loss(_ z: [Double]) -> (Double, [Double]) {
        let scores = (0..<3).map { c in (0..<count).reduce(0) { $0 + weights[c * count + $1] * z[$1] } }
        let total = scores.map(exp).reduce(0, +)
        let p = scores.map { exp($0) / total }
        let slope = (0..<count).map { i in
            (0..<3).reduce(0) { $0 + (p[$1] - ($1 == target ? 1 : 0)) * weights[$1 * count + i] }
        }
        return (-log(p[target]), slope)
    }

    /// KL of a value r, already normalised, for a prior share G; and its derivative by λ, by differences.
    func nats(_ r: Double, _ keep: Double, _ prior: Double) -> Double {
        let s = (1 - keep) / (1 - prior * keep)
        let m = keep * (1 - prior) * r / (1 - prior * keep)
        return -0.5 * (1 + log(s * s) - m * m - s * s)
    }

    func slopeOfNats(_ r: Double, _ keep: Double, _ prior: Double) -> Double {
        let h = 1e-6
        return (nats(r, keep + h, prior) - nats(r, keep - h, prior)) / (2 * h)
    }

    /// The mean loss over samples, and its derivative by λ of every value.
    func noisy(
        _ keep: [Double], _ noise: [[Double]], mean: (Int) -> Double = { _ in 0 },
        deviation: (Int) -> Double = { _ in 1 }, disturbance: Double = 1
    ) -> (Double, [Double]) {
        var total = 0.0
        var slopes = [Double](repeating: 0, count: count)
        for draw in noise {
            let e = (0..<count).map { mean($0) + deviation($0) * draw[$0] }
            let (value, slope) = loss((0..<count).map { keep[$0] * x[$0] + (1 - keep[$0]) * e[$0] })
            total += value / Double(noise.count)
            for i in 0..<count { slopes[i] += slope[i] * (x[i] - disturbance * e[i]) / Double(noise.count) }
        }
        return (total, slopes)
    }

    func draws(_ samples: Int, _ generator: Generator) -> [[Double]] {
        let all = Tensor.normal([samples] + AnalyticNetwork.shape, using: generator, dtype: .float64)
            .elements(as: Double.self)
        return (0..<samples).map { Array(all[$0 * count..<($0 + 1) * count]) }
    }

    /// Each place's Gaussian over the places of the plane, three by four, mirrored at its edges.
    private func gaussian(_ deviation: Double) -> [[Double]] {
        let (height, width) = (3, 4)
        let reach = deviation == 0 ? 0...0 : -2...2
        func mirrored(_ i: Int, _ length: Int) -> Int { i < 0 ? -i : i >= length ? 2 * (length - 1) - i : i }
        func weight(_ y: Int, _ x: Int) -> Double {
            deviation == 0 ? 1 : exp(-Double(y * y + x * x) / (2 * deviation * deviation))
        }
        let sum = reach.reduce(0) { sum, y in sum + reach.reduce(0) { $0 + weight(y, $1) } }
        var rows = Array(repeating: [Double](repeating: 0, count: places), count: places)
        for place in 0..<places {
            for y in reach {
                for x in reach {
                    let other = mirrored(place / width + y, height) * width + mirrored(place % width + x, width)
                    rows[place][other] += weight(y, x) / sum
                }
            }
        }
        return rows
    }

    func steady(
        _ search: SteadySearch, smoothing: Double = 0, seed: UInt64
    ) -> (bits: [Double], losses: [Double]) {
        let generator = Generator(seed: seed)
        let gaussian = gaussian(smoothing)
        var alpha = [Double](repeating: search.initialAlpha, count: places)
        var direction = [Double](repeating: 0, count: places)
        var scale = 0.0
        var losses: [Double] = []
        func keep() -> [Double] {
            let passed = gaussian.map { row in sigmoid(zip(row, alpha).reduce(0) { $0 + $1.0 * $1.1 }) }
            return (0..<count).map { passed[$0 % places] }
        }
        for step in 0..<search.steps {
            let shrunk = (1 + cos(.pi * Double(step) / Double(search.steps))) / 2
            let half = draws(Int((Double(search.samples) / 2 * shrunk).rounded(.up)), generator)
            let (value, slopes) = noisy(keep(), half + half.map { $0.map { -$0 } }, disturbance: search.disturbance)
            losses.append(value)
            var slope = [Double](repeating: 0, count: places)
            for i in 0..<count {
                let k = keep()[i]
                let bySmoothed = (slopes[i] + beta / Double(count) * slopeOfNats(x[i], k, 0)) * k * (1 - k)
                for j in 0..<places { slope[j] += gaussian[i % places][j] * bySmoothed }
            }
            let rate = search.learningRate * shrunk
            scale =
                search.scaleMomentum * scale
                + (1 - search.scaleMomentum) * slope.map { $0 * $0 }.reduce(0, +) / Double(places)
            let size = (scale / (1 - pow(search.scaleMomentum, Double(step + 1)))).squareRoot()
            for i in 0..<places {
                direction[i] = search.momentum * direction[i] + (1 - search.momentum) * slope[i]
                alpha[i] -= rate * direction[i] / (1 - pow(search.momentum, Double(step + 1))) / size
            }
        }
        let bits = (0..<places).map { i in
            (0..<2).reduce(0) { $0 + nats(x[$1 * places + i], keep()[i], 0) } / log(2)
        }
        return (bits, losses)
    }

    /// Adam on α.
    private func adam(
        _ search: AdamSearch, _ generator: Generator, prior: [Double], mean: (Int) -> Double,
        deviation: (Int) -> Double
    ) -> (alpha: [Double], nats: [Double], losses: [Double]) {
        var alpha = [Double](repeating: search.initialAlpha, count: count)
        var (m, v) = (alpha.map { _ in 0.0 }, alpha.map { _ in 0.0 })
        var (passed, losses) = ([Double](), [Double]())
        for step in 1...search.steps {
            let keep = alpha.map(sigmoid)
            let (value, slopes) = noisy(keep, draws(search.samples, generator), mean: mean, deviation: deviation)
            losses.append(value)
            let r = (0..<count).map { (x[$0] - mean($0)) / deviation($0) }
            passed = (0..<count).map { nats(r[$0], keep[$0], prior[$0]) }
            for i in 0..<count {
                let slope =
                    (slopes[i] + beta / Double(count) * slopeOfNats(r[i], keep[i], prior[i])) * keep[i] * (1 - keep[i])
                m[i] = 0.9 * m[i] + 0.1 * slope
                v[i] = 0.999 * v[i] + 0.001 * slope * slope
                let size = (v[i] / (1 - pow(0.999, Double(step)))).squareRoot() + 1e-8
                alpha[i] -= search.learningRate * m[i] / (1 - pow(0.9, Double(step))) / size
            }
        }
        return (alpha, passed, losses)
    }

    func published(
        feature: AdamSearch, input: AdamSearch, seed: UInt64
    ) -> (bits: [Double], share: [Double], losses: [Double]) {
        let generator = Generator(seed: seed)
        let none = [Double](repeating: 0, count: count)
        // Without statistics, those of each channel's own places.
        let means = (0..<2).map { c in x[c * places..<(c + 1) * places].reduce(0, +) / Double(places) }
        let deviations = (0..<2).map { c in
            let squares = x[c * places..<(c + 1) * places].map { ($0 - means[c]) * ($0 - means[c]) }
            return (squares.reduce(0, +) / Double(places - 1)).squareRoot()
        }
        let first = adam(
            feature, generator, prior: none, mean: { means[$0 / places] }, deviation: { deviations[$0 / places] })
        let bits = (0..<places).map { (first.nats[$0] + first.nats[places + $0]) / log(2) }
        let prior = (0..<count).map { sigmoid(bits[$0 % places]) }
        let last = adam(input, generator, prior: prior, mean: { _ in 0 }, deviation: { _ in 1 })
        let share = (0..<places).map { (sigmoid(last.alpha[$0]) + sigmoid(last.alpha[places + $0])) / 2 }
        return (bits, share, last.losses)
    }
}
