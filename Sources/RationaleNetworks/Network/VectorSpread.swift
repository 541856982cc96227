import RationaleTorch

extension Network {
    /// The mean and standard deviation of word vectors over all words: what noise must look like to pass for a word.
    public struct VectorSpread: Sendable, Hashable {
        /// Of each number of a vector.
        public let mean, deviation: [Float]

        public init(mean: [Float], deviation: [Float]) {
            self.mean = mean
            self.deviation = deviation
        }

        /// - Parameter vectors: `[…, number]`.
        init(of vectors: Tensor) {
            let rows = vectors.reshaped([-1, vectors.shape[vectors.rank - 1]])
            let mean = rows.mean([0])
            let distance = rows - mean
            let deviation = (distance * distance).mean([0]).squareRoot.floats
            // What never varies would otherwise tell infinitely many bits.
            let least = max(1e-4 * (deviation.max() ?? 0), .leastNormalMagnitude)
            self.init(mean: mean.floats, deviation: deviation.map { max($0, least) })
        }
    }
}
