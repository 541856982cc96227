import Foundation
import RationaleCore

/// Which words each perturbation of a text keeps; the first keeps all.
package struct WordMasks: Sendable {
    /// `[perturbation][word]`.
    package let rows: [[Bool]]

    /// How many words are left out is drawn evenly from 1 to all of them, and then which.
    package init(words: Int, samples: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "words that are left out")
        let whole = [Bool](repeating: true, count: words)
        rows =
            [whole]
            + (1..<samples).map { _ in
                var row = whole
                for word in random.shuffled(Array(0..<words)).prefix(1 + random.index(below: words)) {
                    row[word] = false
                }
                return row
            }
    }

    /// How close each perturbation is to the whole text: `exp(−D² / (2 width²))`, `D = 100 (1 − √(kept / words))`.
    package func closeness(width: Double) -> [Double] {
        rows.map { row in
            let distance = 100 * (1 - (Double(row.count(where: \.self)) / Double(row.count)).squareRoot())
            return exp(-distance * distance / (2 * width * width))
        }
    }
}
