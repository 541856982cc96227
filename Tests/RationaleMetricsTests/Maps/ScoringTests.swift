import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleTorch
import Testing

/// Metrics of maps where scores are no logits of a softmax: known answers of a linear network.
@Suite struct ScoringTests {
    private static let words = 9
    private static let features = 4
    private let input = LinearInput.numbers([1, words, features], seed: 3)
    /// Two classes, or two values.
    private let weights = LinearInput.numbers([2, words * features], seed: 4) * 0.3

    /// `[state, class]`: of one logit z the scores −z and z.
    private func scores(_ states: Tensor, _ scoring: Scoring) -> Tensor {
        let all = states.reshaped([states.shape[0], -1]).matmul(weights.permuted([1, 0]))
        guard scoring == .logit else { return all }
        return .concatenated([all.slice(1, 1..<2) * -1, all.slice(1, 1..<2)], dimension: 1)
    }

    /// What each word gives to the score of class 1.
    private var contributions: [Double] {
        (input.reshaped([1, -1]) * weights.slice(0, 1..<2)).reshaped([Self.words, Self.features]).sum([1])
            .elements(as: Double.self)
    }

    /// What the metric follows when only some words are there, in the slow obvious way.
    private func readout(of words: [Int], _ scoring: Scoring) -> Double {
        let other = (input.reshaped([1, -1]) * weights.slice(0, 0..<1)).reshaped([Self.words, Self.features]).sum([1])
            .elements(as: Double.self)
        let (s, o) = (words.reduce(0) { $0 + contributions[$1] }, words.reduce(0) { $0 + other[$1] })
        return switch scoring {
        case .softmax: exp(s) / (exp(s) + exp(o))
        case .sigmoid, .logit: 1 / (1 + exp(-s))
        // The part of the way from the value of nothing, which is 0.
        case .value: s / contributions.reduce(0, +)
        }
    }

    private func exp(_ x: Double) -> Double { Tensor([x], shape: [1]).exponential.item }

    private func sample(_ scoring: Scoring) throws -> JudgedSample {
        let input = try PerturbableInput(input, target: 1, scoring: scoring, chunk: 3) { scores($0, scoring) }
        return JudgedSample(name: "linear", input: input, region: nil)
    }

    private var map: Heatmap { Heatmap(height: 1, width: Self.words, values: contributions.map(Float.init)) }

    @Test(arguments: Scoring.allCases)
    func `Insertion and deletion follow the network's own probability, or the part of a value's way`(scoring: Scoring)
        throws
    {
        let order = contributions.indices.sorted { contributions[$0] > contributions[$1] }
        func area(_ value: (Int) -> Double) -> Double {
            (0..<Self.words).reduce(0) { $0 + (value($1) + value($1 + 1)) / 2 / Double(Self.words) }
        }
        let sample = try sample(scoring)
        let deleted = try #require(try Deletion().values(of: [map], for: sample)[0]["deletion"])
        let inserted = try #require(try Insertion().values(of: [map], for: sample)[0]["insertion"])
        #expect(abs(deleted - area { readout(of: Array(order.dropFirst($0)), scoring) }) < 1e-12)
        #expect(abs(inserted - area { readout(of: Array(order.prefix($0)), scoring) }) < 1e-12)
        let range = try #require(Deletion().measures(of: sample).first).range
        #expect(range.contains(deleted) && (scoring == .value) == (range.upperBound == .infinity))
    }

    @Test(arguments: Scoring.allCases)
    func `Sensitivity-N of the right shares is 1`(scoring: Scoring) throws {
        for (name, value) in try SensitivityN(masks: 20).values(of: [map], for: sample(scoring))[0] {
            #expect(abs(value - 1) < 1e-6, "\(name)")
        }
    }

    @Test func `A value that does not change has no areas`() throws {
        let input = try PerturbableInput(input, target: 1, scoring: .value) {
            Tensor.ones([$0.shape[0], 2], dtype: .float64)
        }
        let sample = JudgedSample(name: "constant", input: input, region: nil)
        #expect(try Deletion().values(of: [map], for: sample) == [[:]])
    }
}
