import Foundation
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

/// Accumulators, against scikit-learn (`scripts/reference/training.py`), and in parts.
struct MetricsTests {
    private struct Golden: Decodable {
        let scores: [[Float]]
        let targets: [[Float]]
        let precisions: [Double]
        let f1: [Double]
        let values: [String: Double]

        func rows(_ range: Range<Int>) -> (scores: Tensor, targets: Tensor) {
            func tensor(_ rows: [[Float]]) -> Tensor { Tensor(rows[range].flatMap(\.self), shape: [range.count, 5]) }
            return (tensor(scores), tensor(targets))
        }
    }

    private let golden: Golden

    init() throws {
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/metrics.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: place))
    }

    private func precision(_ range: Range<Int>) -> AveragePrecision {
        var precision = AveragePrecision(classes: 5)
        precision.add(golden.rows(range).scores, golden.rows(range).targets)
        return precision
    }

    private func f1(_ range: Range<Int>) -> F1 {
        var f1 = F1(classes: 5)
        f1.add(golden.rows(range).scores, golden.rows(range).targets)
        return f1
    }

    @Test func `Average precision is scikit-learn's, and classes that are never true are left out`() {
        let found = precision(0..<40)
        #expect(found.byClass.count == 5 && found.byClass[4] == nil)
        for (found, expected) in zip(found.byClass, golden.precisions) { #expect(abs(found! - expected) < 1e-12) }
        #expect(abs(found.values["mAP"]! - golden.values["mAP"]!) < 1e-12)
        #expect(AveragePrecision(classes: 2).values["mAP"]!.isNaN)
    }

    @Test func `Average precision is the mean precision at each true sample where no scores are equal`() {
        var random = SplitMix64(seed: 2)
        let scores = random.shuffled((0..<30).map { Float($0) })
        let targets = scores.map { _ in random.chance(0.3) ? 1 : 0 as Float }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let hits = order.indices.filter { targets[order[$0]] > 0 }
        let expected = hits.enumerated().map { Double($0 + 1) / Double($1 + 1) }.reduce(0, +) / Double(hits.count)
        var found = AveragePrecision(classes: 1)
        found.add(Tensor(scores, shape: [30, 1]), Tensor(targets, shape: [30, 1]))
        #expect(abs(found.byClass[0]! - expected) < 1e-12)
    }

    @Test func `A score that is no number ranks last`() {
        var found = AveragePrecision(classes: 1)
        found.add(Tensor([.nan, 1, 0] as [Float], shape: [3, 1]), Tensor([1, 0, 1] as [Float], shape: [3, 1]))
        #expect(abs(found.byClass[0]! - (0.5 / 2 + 0.5 * 2 / 3)) < 1e-12)
    }

    @Test func `Precision, recall and F1 are scikit-learn's`() {
        let found = f1(0..<40)
        for (name, value) in found.values { #expect(abs(value - golden.values[name]!) < 1e-12, "\(name)") }
        #expect(found.values.count == 6)
        for (found, expected) in zip(found.byClass, golden.f1) { #expect(abs(found.f1 - expected) < 1e-12) }
    }

    @Test(arguments: [[0, 40], [0, 1, 40], [0, 13, 13, 27, 40]]) func `Parts are the whole`(ends: [Int]) throws {
        let parts = zip(ends, ends.dropFirst()).map { $0..<$1 }
        var (precision, f1) = (AveragePrecision(classes: 5), F1(classes: 5))
        for part in parts where !part.isEmpty {
            // Through JSON, as between processes.
            let encoded = try JSONEncoder().encode(self.precision(part))
            precision.merge(try JSONDecoder().decode(AveragePrecision.self, from: encoded))
            f1.merge(self.f1(part))
        }
        #expect(precision == self.precision(0..<40))
        #expect(f1 == self.f1(0..<40))
    }

    @Test func `Means are those of all samples, not of the parts' means`() {
        var (means, other) = (Means(), Means())
        means.add("loss", mean: 2, weight: 3)
        means.add("right", sum: 1, weight: 3)
        other.add("loss", mean: 10, weight: 1)
        other.add("right", sum: 1, weight: 1)
        other.add("boxes", sum: 7, weight: 2)
        means.merge(other)
        #expect(means.values == ["loss": 4, "right": 0.5, "boxes": 3.5])
    }

    @Test func `A classifier of several labels is judged by all of them, one of a single label by its accuracy`() {
        let (scores, targets) = golden.rows(0..<40)
        let names = (0..<5).map { "\($0)" }
        var multiple = ClassificationMetrics(LabelSet(names, .multiple))
        multiple.add(scores, targets)
        #expect(multiple.values["mAP"] == precision(0..<40).values["mAP"])
        #expect(multiple.values["F1 per class"] == f1(0..<40).values["F1 per class"])
        let right = zip(golden.scores.joined(), golden.targets.joined()).count { ($0 > 0) == ($1 > 0) }
        #expect(multiple.values["accuracy"] == Double(right) / 200)
        var single = ClassificationMetrics(LabelSet(["a", "b", "c"]))
        // A third is no float32, but a count is exact.
        single.add(Tensor.zeros([3, 3]), Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1] as [Float], shape: [3, 3]))
        #expect(single.values.count == 2 && single.values["accuracy"] == 1.0 / 3)
    }

    @Test(arguments: [[0, 30], [0, 7, 8, 30]]) func `A guess of five is scikit-learn's, in parts, too`(ends: [Int])
        throws
    {
        struct Best: Decodable {
            let scores: [[Float]]
            let labels: [Int]
            let values: [String: Double]
        }
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/best.json")
        let best = try JSONDecoder().decode(Best.self, from: Data(contentsOf: place))
        let labels = LabelSet((0..<9).map { "\($0)" })
        var whole = ClassificationMetrics(labels)
        for (start, end) in zip(ends, ends.dropFirst()) {
            let targets = try best.labels[start..<end].flatMap { try labels.target(of: [$0]) }
            var part = ClassificationMetrics(labels)
            part.add(
                Tensor(best.scores[start..<end].flatMap(\.self), shape: [end - start, 9]),
                Tensor(targets, shape: [end - start, 9]))
            whole.merge(try JSONDecoder().decode(ClassificationMetrics.self, from: try JSONEncoder().encode(part)))
        }
        #expect(abs(whole.values["accuracy"]! - best.values["1"]!) < 1e-12)
        #expect(abs(whole.values["top-5 accuracy"]! - best.values["5"]!) < 1e-12)
    }

    @Test func `Equal scores are no five guesses of all, and no number is the last of all`() {
        let labels = LabelSet((0..<7).map { "\($0)" })
        let right = Tensor((0..<49).map { Float($0 % 8 == 0 ? 1 : 0) }, shape: [7, 7])
        #expect(labels.hits(amongBest: 5, Tensor.zeros([7, 7]), right) == 5)
        let broken = Tensor([Float](repeating: .nan, count: 49), shape: [7, 7])
        #expect(labels.hits(amongBest: 5, broken, right) == 5)
        let oneBroken = Tensor([.nan, 1, 1, 1, 1, 1, 0] as [Float], shape: [1, 7])
        #expect(labels.hits(amongBest: 5, oneBroken, right.slice(0, 0..<1)) == 0)
        // Any of several possible classes.
        #expect(
            labels.hits(amongBest: 1, Tensor([0, 3, 2, 1, 0, 0, 0] as [Float], shape: [1, 7]), right.slice(0, 1..<2))
                == 1)
    }

    @Test func `Shares have nothing in common and are all`() {
        for count in 1...7 {
            let shares = (0..<count).map { EvaluationShare($0, of: count).range(of: 23) }
            #expect(shares.flatMap { Array($0) } == Array(0..<23))
        }
    }
}
