/// Mean and variance of tensors that come in parts, without keeping them.
///
/// Parts are merged as by Chan, Golub, LeVeque (1983), "Algorithms for computing the sample variance": squares are only
/// taken of differences from a mean, so nothing cancels where the mean is large.
package struct RunningMoments {
    private var count = 0
    /// `[batch, …]`.
    package private(set) var mean: Tensor
    private var squares: Tensor

    /// - Parameter values: any tensor of the shape, type and device of the mean to be.
    package init(like values: Tensor) {
        mean = values.zerosLike
        squares = values.zerosLike
    }

    /// Adds samples: `[batch, samples, …]`.
    package mutating func add(_ samples: Tensor) {
        let added = samples.shape[1]
        let total = Double(count + added)
        let addedMean = samples.mean([1])
        let distance = addedMean - mean
        squares = squares + (samples - addedMean.unsqueezed(1)).power(2).sum([1])
        squares = squares + distance * distance * (Double(count * added) / total)
        mean = mean + distance * (Double(added) / total)
        count += added
    }

    /// The variance of the samples themselves (divided by their number).
    package var variance: Tensor { squares / Double(max(1, count)) }
}
