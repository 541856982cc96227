import RationaleCore
import RationaleNetworks
import RationaleTorch

extension Question {
    /// Mean and variance of the gradient at noisy copies of each input.
    ///
    /// Every input gets the same noise, drawn sample by sample from one seed: so neither its place in the batch nor the
    /// size of chunks changes what it gets.
    /// - Returns: moments of the input's shape, and the classes, chosen at the inputs without noise.
    /// - Complexity: `samples` forward and backward passes, and one forward pass for the classes.
    func gradientMoments(
        of samples: Int, level: NoiseLevel, seed: UInt64
    ) throws -> (moments: RunningMoments, targets: ResolvedTargets) {
        guard samples > 0, level.value >= 0, level.value.isFinite else {
            throw RationaleError(
                .usage, "\(samples) samples at a noise level of \(level) cannot be averaged",
                hint: "Take at least one sample, and a level that is not negative; 0.15 of the range is usual.")
        }
        let targets = try resolve()
        let deviation = level.deviation(for: input).unsqueezed(1)  // [batch, 1, 1, …]
        let generator = Generator(seed: seed, device: network.device)
        let rest = Array(input.shape.dropFirst())
        let together = try budget.evenChunk(of: network, limit: samples, each: batch)
        var moments = RunningMoments(like: input)
        for first in stride(from: 0, to: samples, by: together) {
            let count = min(together, samples - first)
            let noise = Tensor.concatenated(
                (0..<count).map { _ in Tensor.normal([1] + rest, using: generator, dtype: input.dtype) })
            let points = input.unsqueezed(1) + deviation * noise.unsqueezed(0)  // [batch, count, …]
            let gradients = try gradient(at: points.reshaped([batch * count] + rest), targets)
            moments.add(gradients.reshaped([batch, count] + rest))
        }
        return (moments, targets)
    }
}
