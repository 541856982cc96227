import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch
import Testing

/// LIME for texts: against scikit-learn, and on a network that counts words.
@Suite struct LIMETests {
    private struct Reference: Decodable {
        let rows: Golden.Array
        let values: Golden.Array
        let closeness: Golden.Array
        let everything: Golden.Array
        let first: Golden.Array
        let few: Golden.Array

        var masks: [[Bool]] {
            let words = rows.shape[1]
            return (0..<rows.shape[0]).map { row in (0..<words).map { rows.values[row * words + $0] == 1 } }
        }
    }

    private func reference() throws -> Reference { try Golden.document("lime") }

    @Test func `Ridge regression is scikit-learn's`() throws {
        let reference = try reference()
        for (penalty, expected) in [(1.0, reference.everything), (0.01, reference.first)] {
            let weights = RidgeRegression.weights(
                reference.masks, reference.values.values, reference.closeness.values, penalty: penalty)
            for (weight, expected) in zip(weights, expected.values) { #expect(abs(weight - expected) < 1e-12) }
        }
    }

    @Test func `Two fits choose and weigh a few words as the authors' program does`() throws {
        let reference = try reference()
        let weights = LIME.weights(
            reference.masks, reference.values.values, reference.closeness.values, features: 4)
        for (weight, expected) in zip(weights, reference.few.values) { #expect(abs(weight - expected) < 1e-12) }
        #expect(weights.count { $0 != 0 } == 4)
    }

    @Test func `Closeness is the authors' kernel`() {
        let masks = WordMasks(words: 9, samples: 40, seed: 5)
        #expect(masks.rows[0].allSatisfy(\.self) && masks.closeness(width: 25)[0] == 1)
        for (row, closeness) in zip(masks.rows, masks.closeness(width: 25)) {
            let kept = Double(row.count { $0 })
            // The cosine between the mask and the whole text.
            let cosine = kept == 0 ? 0 : kept / (kept.squareRoot() * 3)
            let distance = 100 * (1 - cosine)
            #expect(abs(closeness - exp(-distance * distance / 625).squareRoot()) < 1e-12)
        }
    }

    @Test func `As many words are left out as not, evenly`() {
        let masks = WordMasks(words: 4, samples: 8001, seed: 1)
        var counts = [Int](repeating: 0, count: 5)
        for row in masks.rows.dropFirst() { counts[row.count { !$0 }] += 1 }
        #expect(counts[0] == 0)
        #expect(counts.dropFirst().allSatisfy { abs($0 - 2000) < 200 }, "\(counts)")
    }

    private func attribute(_ lime: LIME, _ text: String, in classifier: Classifier) throws -> Attribution {
        try lime.attribute(try TextNetwork.vocabulary.tokenized(text), target: .index(1), in: classifier)
    }

    /// Where the probability is nearly straight, σ(s) ≈ 1/2 + s/4, a word's weight is a quarter of its effect.
    @Test func `A classifier that adds up words is found out`() throws {
        let classifier = TextNetwork.counting(gain: 0.02)
        let attribution = try attribute(LIME(samples: 4000), "three minus zebra half three one", in: classifier)
        let expected: [Float] = [3, -2, 0, 0.5, 3, 1].map { $0 * 0.02 / 4 }
        for (value, effect) in zip(attribution.map.values, expected) { #expect(abs(value - effect) < 2e-4) }
        #expect(attribution.unit == "probability" && attribution.seed == 0)
    }

    @Test func `The same seed gives the same, another one something close`() throws {
        let classifier = TextNetwork.counting()
        let maps = try [3, 3, 4].map { seed in
            try attribute(LIME(samples: 300, seed: UInt64(seed)), "three minus half", in: classifier).map.values
        }
        #expect(maps[0] == maps[1] && maps[0] != maps[2])
        #expect(zip(maps[0], maps[2]).allSatisfy { abs($0 - $1) < 0.05 })
    }

    @Test func `Published settings put all occurrences together and stretch the weights`() throws {
        let classifier = TextNetwork.counting()
        let values = try attribute(.published(), "three minus half three", in: classifier).map.values
        #expect(values[0] == values[3])
        #expect(abs(values.max()! - 1) < 1e-6 && abs(values.min()! - 0.2) < 1e-6)
        #expect(values[1] == values.min())
    }

    /// Words give way to the unknown one where no word can be taken away; its effect is zero here, so nothing changes.
    @Test func `Networks of one length get the unknown word instead`() throws {
        let text = "three minus half"
        let maps = try [TextNetwork.counting(), TextNetwork.counting(length: 3)].map {
            try attribute(LIME(samples: 100), text, in: $0).map.values
        }
        #expect(zip(maps[0], maps[1]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `One word, and what makes no sense`() throws {
        let classifier = TextNetwork.counting()
        #expect(try attribute(LIME(samples: 50), "three", in: classifier).map.values[0] > 0)
        for lime in [LIME(samples: 1), LIME(features: 0), LIME(width: 0)] {
            let error = #expect(throws: RationaleError.self) { try attribute(lime, "three half", in: classifier) }
            #expect(error?.code == .usage)
        }
        let error = #expect(throws: RationaleError.self) {
            try LIME().attribute(AnalyticNetwork.inputs, in: AnalyticNetwork.linear)
        }
        #expect(error?.code == .usage)
        #expect(throws: RationaleError.self) { try AttributionMethods.named("lime", ["preset": "publised"]) }
        let published = try #require(try AttributionMethods.named("lime", ["preset": "published"]) as? LIME)
        #expect(published.samples == 200 && published.features == 20 && published.scale == 0.2...1)
    }
}
