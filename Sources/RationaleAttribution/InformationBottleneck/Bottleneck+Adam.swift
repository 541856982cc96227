import RationaleCore
import RationaleTorch

/// The published search for a mask: Adam on α with `λ = σ(α)`, fresh noise at every step.
public struct AdamSearch: Sendable, Hashable {
    /// The price of information β, in nats of loss for each nat that a value passes on average. More makes masks sparser.
    public var beta: Double
    /// How many steps.
    public var steps: Int
    /// How many noisy versions of each input are averaged in a step.
    public var samples: Int
    /// Adam's step, in units of α.
    public var learningRate: Double
    /// α before the first step: 5 lets 99.3 % pass.
    public var initialAlpha: Double

    public init(beta: Double, steps: Int, samples: Int = 10, learningRate: Double = 1, initialAlpha: Double = 5) {
        self.beta = beta
        self.steps = steps
        self.samples = samples
        self.learningRate = learningRate
        self.initialAlpha = initialAlpha
    }

    func check() throws(RationaleError) {
        guard beta >= 0, beta.isFinite, steps > 0, samples > 0, learningRate > 0, learningRate.isFinite,
            initialAlpha.isFinite
        else {
            throw RationaleError(
                .usage,
                "a bottleneck cannot be optimised with beta \(beta), \(steps) steps of \(samples) samples, learning rate \(learningRate) and initial alpha \(initialAlpha)",
                hint: "Take at least one step and one sample, and numbers that are positive.")
        }
    }
}

/// A mask that was found, and the way to it.
struct FoundMask {
    /// λ before smoothing: `[batch, …]`.
    let share: Tensor
    /// What passes, in nats for each value: `[batch, …]`.
    let information: Tensor
    /// The classification loss and the mean information, in nats, of each step: `[step, batch]`.
    let losses, passed: [[Float]]
}

extension Bottleneck {
    /// Minimises `E[−ln p(target | z)] + β · mean KL` for every input of the batch by itself.
    ///
    /// *Cost:* `steps × samples` forward and backward passes for each input.
    ///
    /// - Parameter report: called after each step with the part that is done, 0 to 1.
    func optimized(
        by search: AdamSearch, _ loss: NoisyLoss, using generator: Generator, report: (Double) -> Void = { _ in }
    ) throws -> FoundMask {
        try search.check()
        try smoothing.check(signal.shape)
        let values = Double(signal.count / signal.shape[0])
        let start = Tensor.full(
            signal.shape, search.initialAlpha, dtype: signal.dtype, device: signal.device)
        let optimizer = try Optimizer(.adam(), parameters: [start])
        var losses: [[Float]] = []
        var passed: [[Float]] = []
        var information = signal.zerosLike
        for step in 0..<search.steps {
            let noise = self.noise(draws(search.samples, using: generator))
            try withGradient {
                let alpha = optimizer.leaves[0]
                let mask = self.mask(alpha)
                let nats = self.information(mask)
                let points = withoutGradient { noisy(mask, noise) }
                let (crossEntropy, derivative) = try loss(points)
                let seeds = withoutGradient { derivatives(derivative, noise) }
                let gradients = try gradient(
                    of: [mask.keep, mask.rest, nats], with: [alpha],
                    seeds: [seeds.keep, seeds.rest, .full(nats.shape, search.beta / values, like: nats)])
                try optimizer.step(gradients: gradients, learningRate: search.learningRate)
                information = nats.detached
                losses.append(crossEntropy.floats)
                passed.append(information.flattenedMean.floats)
            }
            report(Double(step + 1) / Double(search.steps))
        }
        return FoundMask(
            share: optimizer.parameters[0].sigmoid, information: information, losses: losses, passed: passed)
    }
}

extension Tensor {
    /// The mean over everything but the batch.
    var flattenedMean: Tensor { mean(Array(1..<rank)) }

    static func full(_ shape: [Int], _ value: Double, like other: Tensor) -> Tensor {
        .full(shape, value, dtype: other.dtype, device: other.device)
    }
}
