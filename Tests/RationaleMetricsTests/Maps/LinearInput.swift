import RationaleCore
import RationaleMetrics
import RationaleTorch

/// An input of a network `s = W x` in double precision, of which everything is known.
struct LinearInput {
    let input: Tensor
    /// `[class, …]`, flat.
    let weights: Tensor
    let target: Int

    /// Reproducible numbers of a standard normal distribution.
    static func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
        Tensor.normal(shape, using: Generator(seed: seed), dtype: .float64)
    }

    init(_ input: Tensor, weights: Tensor, target: Int) {
        self.input = input
        self.weights = weights
        self.target = target
    }

    /// Three classes.
    init(shape: [Int], seed: UInt64 = 1, target: Int = 1) {
        let count = shape.reduce(1, *)
        self.init(
            Self.numbers([1] + shape, seed: seed), weights: Self.numbers([3, count], seed: seed + 1) * 0.3,
            target: target)
    }

    func logits(_ states: Tensor) -> Tensor {
        states.reshaped([states.shape[0], -1]).matmul(weights.permuted([1, 0]))
    }

    func perturbable(chunk: Int = 16) throws -> PerturbableInput {
        try PerturbableInput(input, target: target, chunk: chunk) { logits($0) }
    }

    func sample(region: Mask? = nil, chunk: Int = 16) throws -> JudgedSample {
        JudgedSample(name: "linear", input: try perturbable(chunk: chunk), region: region)
    }

    /// `Σ over features of x ⊙ w` at each place: what each place gives to the target's score.
    var contributions: Heatmap {
        let shares = (input * weights.selected(0, target).reshaped(input.shape)).selected(0, 0)
        let isRow = input.rank == 3
        let perPlace = shares.sum([isRow ? 1 : 0])
        return Heatmap(
            height: isRow ? 1 : input.shape[2], width: isRow ? input.shape[1] : input.shape[3],
            values: perPlace.floats)
    }

    /// The target's probability of a state, the slow way.
    func probability(_ state: Tensor) -> Double {
        logits(state).softmax(1).elements(as: Double.self)[target]
    }
}

extension Heatmap {
    /// A map that falls from place to place.
    static func falling(height: Int, width: Int) -> Heatmap {
        Heatmap(height: height, width: width, values: (0..<height * width).map { -Float($0) })
    }

    static func constant(_ value: Float, height: Int, width: Int) -> Heatmap {
        Heatmap(height: height, width: width, values: Array(repeating: value, count: height * width))
    }

    /// Noise.
    static func noise(height: Int, width: Int, seed: UInt64) -> Heatmap {
        var random = SplitMix64(seed: seed)
        return Heatmap(height: height, width: width, values: (0..<height * width).map { _ in Float(random.unit()) })
    }
}

extension Mask {
    /// A box, both ends exclusive above.
    init(height: Int, width: Int, rows: Range<Int>, columns: Range<Int>) {
        self.init(
            height: height, width: width,
            bits: (0..<height * width).map { rows.contains($0 / width) && columns.contains($0 % width) })
    }
}
