import RationaleCore
import RationaleTorch

/// A channel that keeps a share λ of each value and replaces the rest by noise: `z = λx + (1 − λ)ε`, `ε ~ N(μ, σ²)`.
///
/// How much of x can be read from z is at most `KL(p(z|x) ‖ N(μ, σ²))`, a closed form of λ. Where the reference itself
/// knows a share G of x (a mask made from a deeper layer), only what passes beyond that counts.
///
/// *Source:* Schulz et al. (2020), arXiv 2001.00396; with a prior mask: Zhang et al. (2021), arXiv 2110.01471, eq. 9.
struct Bottleneck: Sendable {
    /// x: `[batch, …]`.
    let signal: Tensor
    /// μ and σ of the noise: of the signal's rank, each length the signal's or 1.
    let mean, deviation: Tensor
    /// 1 where a feature is used, 0 where nothing passes; of such a shape, too.
    var active: Tensor?
    /// G: what the noise itself tells of the signal, 0 to 1; `nil` for nothing.
    var prior: Tensor?
    var smoothing = GaussianSmoothing.none

    /// A share that passes, and the rest that is noise; they add up to 1.
    struct Mask {
        /// λ: `[batch, …]`.
        let keep: Tensor
        /// 1 − λ, computed from σ(−α): exact where λ is nearly 1.
        let rest: Tensor
    }

    /// λ = σ(α), smoothed.
    ///
    /// - Parameter alpha: `[batch, …]`, any numbers.
    func mask(_ alpha: Tensor) -> Mask {
        // Below 1e-30 the logarithm of the rest would leave float32.
        Mask(keep: smoothing(alpha.sigmoid), rest: smoothing((-alpha).sigmoid).clamped(min: 1e-30))
    }

    /// What passes, in nats for each value: `−½ (1 + ln s² − m² − s²)` with `s = (1 − λ) / (1 − Gλ)`,
    /// `m = λ (1 − G)(x − μ) / ((1 − Gλ) σ)`.
    func information(_ mask: Mask) -> Tensor {
        var shift = mask.keep * (signal - mean) / deviation
        var scale = mask.rest
        if let prior {
            // 1 − Gλ = (1 − λ) + λ(1 − G), a sum of two positive numbers.
            let free = prior.onesLike - prior
            let width = mask.rest + mask.keep * free
            shift = shift * free / width
            scale = scale / width
        }
        let nats = ((shift * shift + scale * scale) - 1) * 0.5 - scale.logarithm
        return active.map { nats * $0 } ?? nats
    }

    /// Draws from the standard normal distribution: `[samples, …]`, the same for every input of a batch.
    func draws(_ samples: Int, using generator: Generator) -> Tensor {
        .normal([samples] + signal.shape.dropFirst(), using: generator, dtype: signal.dtype)
    }

    /// ε = μ + σ · draw, for every input and sample: `[batch or 1, samples, …]`.
    func noise(_ draws: Tensor) -> Tensor { mean.unsqueezed(1) + draws.unsqueezed(0) * deviation.unsqueezed(1) }

    /// z for every input and sample: `[batch, samples, …]`.
    func noisy(_ mask: Mask, _ noise: Tensor) -> Tensor {
        let points = (mask.keep * signal).unsqueezed(1) + mask.rest.unsqueezed(1) * noise
        return active.map { points * $0.unsqueezed(1) } ?? points
    }

    /// The derivative by λ and by 1 − λ, given the derivative by z.
    ///
    /// - Parameter derivative: `[batch, samples, …]`.
    /// - Returns: two tensors of the signal's shape, averaged over samples.
    func derivatives(_ derivative: Tensor, _ noise: Tensor) -> (keep: Tensor, rest: Tensor) {
        let derivative = active.map { derivative * $0.unsqueezed(1) } ?? derivative
        return (derivative.mean([1]) * signal, (derivative * noise).mean([1]))
    }
}
