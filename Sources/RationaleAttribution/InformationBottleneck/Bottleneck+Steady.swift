import Foundation
import RationaleCore
import RationaleTorch

/// A search for a mask whose result hardly depends on the noise that was drawn.
///
/// It descends the published objective, `E[−ln p(target | z)] + β · mean KL` with `λ = σ(α)`, in another way:
/// - one λ for all channels of a pixel, or all dimensions of a word;
/// - in pictures `λ = σ(Gα)` with a Gaussian G, and not `G σ(α)`: neighbours move together, and yet nothing keeps a λ from 0 or
///   from 1, where a smoothed mask would carry the same few bits wherever it changes;
/// - one scale for all steps: the gradient is divided by its root mean square over the whole input, not place by place.
///   Adam's division lets a place whose gradient is nothing but noise walk as far as any other;
/// - small steps that shrink to nothing (half a cosine), from nearly everything passing, and with them the noisy copies: what
///   noise a short step has matters little;
/// - noise in pairs of opposite sign.
///
/// A map is the mean of as many searches, each with noise of its own, as it takes for such a map to be ``convergence`` reliable.
///
/// *Cost:* about `0.6 × steps × samples` forward and backward passes for each input and search.
public struct SteadySearch: Sendable, Hashable {
    /// The price of information β, in nats of loss for each nat that a value passes on average. Published: 20.
    public var beta: Double
    public var steps: Int
    /// How many noisy copies of each input are averaged in the first step; an even number. The last steps have two.
    public var samples: Int
    /// The first step, in units of α, of a place whose gradient is average.
    public var learningRate: Double
    /// α before the first step: 3 lets 95 % pass.
    public var initialAlpha: Double
    /// The share of the direction, and of the scale, that a step keeps from those before.
    public var momentum: Double
    public var scaleMomentum: Double
    /// How much of the noise's part of the derivative by λ counts, 0 to 1. That derivative is `E[g · (x − ε)]`, with g the
    /// derivative by z: a place is kept for what it says, `E[g] · x`, and because noise there would disturb, `−E[g · ε]`. 1 is the
    /// objective's own.
    public var disturbance: Double
    /// The share of the map's variance that must be reproducible, 0 to 1: what the maps of two seeds correlate. `nil` makes
    /// one search, whatever comes of it.
    public var convergence: Double?

    public init(
        beta: Double = 20, steps: Int = 24, samples: Int = 8, learningRate: Double = 0.35, initialAlpha: Double = 3,
        momentum: Double = 0.9, scaleMomentum: Double = 0.99, disturbance: Double = 1, convergence: Double? = 0.9
    ) {
        self.beta = beta
        self.steps = steps
        self.samples = samples
        self.learningRate = learningRate
        self.initialAlpha = initialAlpha
        self.momentum = momentum
        self.scaleMomentum = scaleMomentum
        self.disturbance = disturbance
        self.convergence = convergence
    }

    /// The default for a kind of input. A text has a hundredth of a picture's values, of which each then costs a hundred times as
    /// much at the same β, and passes take no time: a lower price, and more and steadier steps. Of words, bits for what they say
    /// alone name the decisive ones better.
    public init(for kind: InputKind) {
        switch kind {
        case .picture, .tensor: self.init()
        case .text: self.init(beta: 5, steps: 60, samples: 16, learningRate: 0.3, disturbance: 0)
        }
    }

    /// Half a cosine from 1 to nothing.
    private func remainder(at step: Int) -> Double { (1 + cos(.pi * Double(step) / Double(steps))) / 2 }

    /// How far a place of average gradient goes, in units of α.
    func rate(at step: Int) -> Double { learningRate * remainder(at: step) }

    /// How many draws of noise a step has, each used with both signs.
    func pairs(at step: Int) -> Int { Int((Double(samples / 2) * remainder(at: step)).rounded(.up)) }

    func check() throws(RationaleError) {
        guard beta >= 0, beta.isFinite, steps > 0, samples > 0, samples % 2 == 0, learningRate > 0,
            learningRate.isFinite, initialAlpha.isFinite, (0..<1).contains(momentum), (0..<1).contains(scaleMomentum),
            (0...1).contains(disturbance), (0..<1).contains(convergence ?? 0)
        else {
            throw RationaleError(
                .usage,
                "a bottleneck cannot be optimised with beta \(beta), \(steps) steps of \(samples) samples, learning rate \(learningRate) and initial alpha \(initialAlpha)",
                hint: "Take at least one step, an even number of samples, and numbers that are positive.")
        }
    }
}

extension Bottleneck {
    /// Minimises `E[−ln p(target | z)] + β · mean KL` for every input of the batch by itself.
    ///
    /// - Parameters:
    ///   - smoothing: G of `λ = σ(Gα)`; this bottleneck's own is of masks, and none.
    ///   - report: called after each step with the part that is done, 0 to 1.
    func optimized(
        by search: SteadySearch, smoothing: GaussianSmoothing, sharedBy axis: Int?, _ loss: NoisyLoss, seed: UInt64,
        report: (Double) -> Void = { _ in }
    ) throws -> FoundMask {
        try search.check()
        try smoothing.check(signal.shape)
        let generator = Generator(seed: seed, device: signal.device)
        let values = Double(signal.count / signal.shape[0])
        var shape = signal.shape
        if let axis { shape[axis] = 1 }
        var alpha = Tensor.full(shape, search.initialAlpha, like: signal)
        var direction = alpha.zerosLike
        var scale = alpha.flattenedMean.zerosLike  // [batch]
        var losses: [[Float]] = []
        var passed: [[Float]] = []
        for step in 0..<search.steps {
            let half = draws(search.pairs(at: step), using: generator)
            let noise = self.noise(.concatenated([half, -half]))
            let leaf = alpha.requiringGradient
            let mask = withGradient { self.mask(smoothing(leaf)) }
            let nats = withGradient { information(mask) }
            let (crossEntropy, derivative) = try loss(withoutGradient { noisy(mask, noise) })
            let seeds = withoutGradient { derivatives(derivative, noise) }
            let slope = try gradient(
                of: [mask.keep, mask.rest, nats], with: [leaf],
                seeds: [
                    seeds.keep.summed(to: alpha.shape), seeds.rest.summed(to: alpha.shape) * search.disturbance,
                    .full(nats.shape, search.beta / values, like: nats),
                ])[0]
            direction = direction * search.momentum + slope * (1 - search.momentum)
            scale = scale * search.scaleMomentum + (slope * slope).flattenedMean * (1 - search.scaleMomentum)
            // Both begin at zero, and are divided by what they have seen so far.
            let size = (scale / (1 - pow(search.scaleMomentum, Double(step + 1)))).squareRoot.clamped(min: 1e-30)
            let mean = direction / (1 - pow(search.momentum, Double(step + 1)))
            let stride = size.reshaped([-1] + Array(repeating: 1, count: alpha.rank - 1))
            alpha = alpha - mean / stride * search.rate(at: step)
            losses.append(crossEntropy.floats)
            passed.append(nats.detached.flattenedMean.floats)
            report(Double(step + 1) / Double(search.steps))
        }
        let mask = self.mask(smoothing(alpha))
        return FoundMask(share: mask.keep, information: information(mask), losses: losses, passed: passed)
    }
}

extension Tensor {
    /// The sum over the dimensions along which the shape has length one.
    fileprivate func summed(to shape: [Int]) -> Tensor { Self.sumToSize(.tensor(self), .ints(shape)) }

    private static let sumToSize: Operator = "aten::sum_to_size"
}
