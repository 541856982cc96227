import Foundation
import RationaleNarration
import RationaleTorch

/// The language network once more: plain loops in double precision, one sentence at a time, from the formulas.
struct SlowNarrator {
    let configuration: NarratorConfiguration
    let weights: [String: [Double]]

    init(_ network: NarratorNetwork) {
        configuration = network.configuration
        weights = Dictionary(
            uniqueKeysWithValues: network.parameters.map { ($0.name, $0.tensor.elements(as: Double.self)) })
    }

    /// The logits of the word after each of `words`: `[word][vocabulary]`.
    func logits(reading words: [Int], _ r: [Double]) -> [[Double]] {
        let hidden = configuration.hidden
        var first = (h: [Double](repeating: 0, count: hidden), c: [Double](repeating: 0, count: hidden))
        var second = first
        return words.map { word in
            let vector = Array(
                weights["embedding"]![word * configuration.embedding..<(word + 1) * configuration.embedding])
            step("lstm1", vector, &first)
            step("lstm2", linear("join", first.h + r), &second)
            return linear("output", second.h)
        }
    }

    /// `log p` of each word of a sentence.
    ///
    /// - Parameter barred: words that are never written, of which probabilities are taken away.
    func logProbabilities(of sentence: [Int], _ r: [Double], barred: Set<Int> = []) -> [Double] {
        zip(logits(reading: [0] + sentence.dropLast(), r), sentence).map { logits, word in
            Self.logSoftmax(logits.enumerated().map { barred.contains($0.offset) ? -.infinity : $0.element })[word]
        }
    }

    static func logSoftmax(_ values: [Double]) -> [Double] {
        let largest = values.max() ?? 0
        let total = log(values.reduce(0) { $0 + exp($1 - largest) }) + largest
        return values.map { $0 - total }
    }

    private func linear(_ name: String, _ x: [Double]) -> [Double] {
        let weight = weights["\(name).weight"]!
        return weights["\(name).bias"]!.enumerated().map { $1 + product(weight, row: $0, x) }
    }

    private func product(_ weight: [Double], row: Int, _ x: [Double]) -> Double {
        x.indices.reduce(0) { $0 + weight[row * x.count + $1] * x[$1] }
    }

    /// Gates in the order input, forget, cell, output.
    private func step(_ name: String, _ x: [Double], _ state: inout (h: [Double], c: [Double])) {
        let before = state.h
        let (input, recurrent, bias) = (weights["\(name).input"]!, weights["\(name).state"]!, weights["\(name).bias"]!)
        func gate(_ number: Int, _ unit: Int) -> Double {
            let row = number * configuration.hidden + unit
            return product(input, row: row, x) + product(recurrent, row: row, before) + bias[row]
        }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        for unit in before.indices {
            state.c[unit] = sigmoid(gate(1, unit)) * state.c[unit] + sigmoid(gate(0, unit)) * tanh(gate(2, unit))
            state.h[unit] = sigmoid(gate(3, unit)) * tanh(state.c[unit])
        }
    }
}
