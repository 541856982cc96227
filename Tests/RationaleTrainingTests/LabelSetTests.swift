import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

struct LabelSetTests {
    private let single = LabelSet(["a", "b", "c"])
    private let multiple = LabelSet(["a", "b", "c"], .multiple)
    private let scores: [[Double]] = [[2, -1, 0.5], [0.1, 0.2, -3]]

    private func tensor(_ rows: [[Double]]) -> Tensor { Tensor(rows.flatMap { $0 }, shape: [rows.count, 3]) }

    @Test func `Possible classes share what is true`() throws {
        #expect(try single.target(of: [1]) == [0, 1, 0])
        #expect(try single.target(of: [2, 0, 2]) == [0.5, 0, 0.5])
        #expect(try multiple.target(of: [2, 0]) == [1, 0, 1])
        #expect(try multiple.target(of: []) == [0, 0, 0])
    }

    @Test func `A class that does not exist is an error, and so is none`() {
        #expect(throws: RationaleError.self) { try single.target(of: [3]) }
        #expect(throws: RationaleError.self) { try single.target(of: [-1]) }
        #expect(throws: RationaleError.self) { try single.target(of: []) }
    }

    @Test(arguments: [0.0, 0.1]) func `Single labels cost their cross-entropy`(smoothing: Double) {
        let targets = [[0.5, 0, 0.5], [0, 1, 0]]
        var expected = 0.0
        for (scores, target) in zip(scores, targets) {
            let sum = scores.reduce(0) { $0 + exp($1) }
            for (score, share) in zip(scores, target) {
                expected -= (share * (1 - smoothing) + smoothing / 3) * (score - log(sum)) / 2
            }
        }
        let found = single.loss(tensor(scores), tensor(targets), smoothing: smoothing).item
        #expect(abs(found - expected) < 1e-12)
    }

    @Test func `Multiple labels cost each by itself`() {
        let targets = [[1.0, 0, 1], [0, 0, 0]]
        var expected = 0.0
        for (scores, target) in zip(scores, targets) {
            for (score, truth) in zip(scores, target) {
                let probability = 1 / (1 + exp(-score))
                expected -= (truth * log(probability) + (1 - truth) * log(1 - probability)) / 6
            }
        }
        #expect(abs(multiple.loss(tensor(scores), tensor(targets)).item - expected) < 1e-12)
    }

    @Test func `Accuracy counts what is possible`() {
        #expect(single.accuracy(tensor(scores), tensor([[0.5, 0, 0.5], [1, 0, 0]])).item == 0.5)
        #expect(single.accuracy(tensor(scores), tensor([[1, 0, 0], [0, 1, 0]])).item == 1)
        let right = multiple.accuracy(tensor(scores), tensor([[1, 0, 0], [1, 0, 0]])).item
        #expect(abs(right - 4.0 / 6) < 1e-6)
    }
}
