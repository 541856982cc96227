import Foundation

/// The normal draws of NumPy's `default_rng(seed)`, bit for bit but for the last digits of rare draws.
///
/// Quickshift breaks ties with them. Anything else in this package draws from `SplitMix64`.
///
/// *Source*: M. O'Neill, "PCG: a family of simple fast space-efficient statistically good algorithms for random number
/// generation", HMC-CS-2014-0905 (XSL-RR 128/64); G. Marsaglia and W. Tsang, "The ziggurat method for generating random
/// variables", J. Stat. Softw. 5 (2000), with 256 layers; the seed is spread by NumPy's `SeedSequence`.
package struct NumPyNormal {
    private var state: (high: UInt64, low: UInt64) = (0, 0)
    private let increment: (high: UInt64, low: UInt64)
    private let layers = Layers()

    package init(seed: UInt32) {
        let words = Self.spread(seed)
        increment = (words[2] << 1 | words[3] >> 63, words[3] << 1 | 1)
        step()
        state = Self.sum(state, (words[0], words[1]))
        step()
    }

    /// The next draw, of mean 0 and deviation 1.
    package mutating func next() -> Double {
        while true {
            let bits = nextBits()
            let layer = Int(bits & 0xFF)
            let magnitude = (bits >> 9) & 0xF_FFFF_FFFF_FFFF
            let value = Double(magnitude) * layers.widths[layer]
            let signed = bits >> 8 & 1 == 1 ? -value : value
            if magnitude < layers.thresholds[layer] { return signed }
            if layer == 0 {
                let tail = tail()
                return magnitude >> 8 & 1 == 1 ? -tail : tail
            }
            let (outer, inner) = (layers.heights[layer], layers.heights[layer - 1])
            if (inner - outer) * unit() + outer < exp(-0.5 * value * value) { return signed }
        }
    }

    /// A draw beyond the last layer.
    private mutating func tail() -> Double {
        while true {
            let x = -log1p(-unit()) / Layers.edge
            let y = -log1p(-unit())
            if y + y > x * x { return Layers.edge + x }
        }
    }

    private mutating func unit() -> Double { Double(nextBits() >> 11) * 0x1p-53 }

    private mutating func nextBits() -> UInt64 {
        step()
        let turned = state.high ^ state.low
        let turn = state.high >> 58
        return turned >> turn | turned << ((64 - turn) & 63)
    }

    /// One step of the 128-bit linear congruence.
    private mutating func step() {
        let (high, low): (UInt64, UInt64) = (0x2360_ED05_1FC6_5DA4, 0x4385_DF64_9FCC_F645)
        let product = state.low.multipliedFullWidth(by: low)
        let upper = product.high &+ state.high &* low &+ state.low &* high
        state = Self.sum((upper, product.low), increment)
    }

    private static func sum(
        _ a: (high: UInt64, low: UInt64), _ b: (high: UInt64, low: UInt64)
    ) -> (high: UInt64, low: UInt64) {
        let (low, carries) = a.low.addingReportingOverflow(b.low)
        return (a.high &+ b.high &+ (carries ? 1 : 0), low)
    }

    /// Four words of 64 bits from a small seed: a pool of four words of 32 is filled, mixed, and read twice.
    private static func spread(_ seed: UInt32) -> [UInt64] {
        var constant: UInt32 = 0x43B0_D7E5
        func hashed(_ word: UInt32) -> UInt32 {
            var word = word ^ constant
            constant &*= 0x931E_8875
            word &*= constant
            return word ^ word >> 16
        }
        var pool = [seed, 0, 0, 0].map(hashed)
        for source in 0..<4 {
            for target in 0..<4 where target != source {
                let mixed = 0xCA01_F9DD &* pool[target] &- 0x4973_F715 &* hashed(pool[source])
                pool[target] = mixed ^ mixed >> 16
            }
        }
        constant = 0x8B51_F9DD
        let words = (0..<8).map { index -> UInt64 in
            var word = pool[index % 4] ^ constant
            constant &*= 0x58F3_8DED
            word &*= constant
            return UInt64(word ^ word >> 16)
        }
        return (0..<4).map { words[2 * $0] | words[2 * $0 + 1] << 32 }
    }
}

/// The ziggurat: 256 layers of equal area under exp(−x² / 2), of which the lowest has the tail.
private struct Layers {
    /// Where the tail begins.
    static let edge = 3.6541528853610088

    /// The width of each layer, divided by 2⁵².
    private(set) var widths = [Double](repeating: 0, count: 256)
    /// Draws below are under the curve for certain.
    private(set) var thresholds = [UInt64](repeating: 0, count: 256)
    /// The height of the curve at the end of each layer.
    private(set) var heights = [Double](repeating: 1, count: 256)

    init() {
        let range = 0x1p52
        var x = Self.edge
        var height = exp(-0.5 * x * x)
        let area = x * height + (Double.pi / 2).squareRoot() * erfc(x / 2.0.squareRoot())
        let lowest = area / height
        thresholds[0] = UInt64(x / lowest * range)
        widths[0] = lowest / range
        widths[255] = x / range
        heights[255] = height
        for layer in stride(from: 254, to: 0, by: -1) {
            let outer = x
            x = (-2 * log(area / outer + height)).squareRoot()
            height = exp(-0.5 * x * x)
            thresholds[layer + 1] = UInt64(x / outer * range)
            widths[layer] = x / range
            heights[layer] = height
        }
    }
}
