import RationaleCore
import RationaleNetworks
import RationaleTorch

/// The published estimate of a mask at the input whose features look like those that the feature bottleneck lets pass.
///
/// `x̃ = σ(p)·x + (1 − σ(p))·(s·z + m)` with `z ~ N(0, 1)`; p is a mask, m and s are a mean and a scale for each channel.
/// A `Critic` compares the features of x̃ with `c·F + (1 − c)·ε`, where F are the features of x and c is what the feature
/// bottleneck passes, in nats. The result is `G = σ(p)`.
///
/// *Source:* Zhang et al. (2021), arXiv 2110.01471, section 3.2, and the authors' program.
/// *Cost:* 140 forward passes of 32 inputs up to the layer and as many steps of the critic, 40 backward passes from the
/// critic to the input. With learning rates as published the mask moves by 0.02 on average.
public struct AdversarialSearch: Sendable, Hashable {
    /// How often the real features are gone through. Published: 20.
    public var epochs: Int
    /// Groups of real features, each with noise of its own mean, −2 to 2, and deviation, 0 to 5. Published: 10.
    public var groups: Int
    /// Real features in each group. Published: 20.
    public var groupSize: Int
    /// Published: 32.
    public var batch: Int
    /// After how many steps of the critic, within an epoch, the mask takes one. Published: 5.
    public var criticSteps: Int
    /// At which the critic's weights are cut. Published: 0.01.
    public var limit: Double
    /// Steps of the mean m, the scale s and the mask p. Published: 0.1, 0.05, 0.003.
    public var learningRates: (mean: Double, scale: Double, mask: Double) { (0.1, 0.05, 0.003) }

    public init(
        epochs: Int = 20, groups: Int = 10, groupSize: Int = 20, batch: Int = 32, criticSteps: Int = 5,
        limit: Double = 0.01
    ) {
        self.epochs = epochs
        self.groups = groups
        self.groupSize = groupSize
        self.batch = batch
        self.criticSteps = criticSteps
        self.limit = limit
    }

    func check() throws(RationaleError) {
        guard epochs > 0, groups > 0, groupSize > 0, batch > 1, criticSteps > 0, limit > 0 else {
            throw RationaleError(
                .usage,
                "the adversary cannot learn from \(groups) groups of \(groupSize) in \(epochs) epochs with batches of \(batch)",
                hint: "Take positive numbers, and batches of at least two.")
        }
    }
}

/// One input, its features, and what of them is wanted.
struct AdversarialMask {
    /// x: `[1, …]`.
    let input: Tensor
    /// F: `[1, …]`, as the layers behind see them.
    let features: Tensor
    /// c, in nats: `[1, …]`.
    let capacity: Tensor
    /// p before the first step: of a shape that expands to the input's.
    let start: Tensor
    /// The features of inputs.
    let head: (Tensor) throws -> Tensor

    /// - Parameter report: called with the part that is done, 0 to 1.
    /// - Returns: G, of the input's shape; and the critic's loss at each step.
    func found(
        by search: AdversarialSearch, using generator: Generator, report: (Double) -> Void = { _ in }
    ) throws -> (mask: Tensor, losses: [Float]) {
        try search.check()
        let shape = Array(input.shape.dropFirst())
        let real = realFeatures(search, using: generator)
        let critic = try Critic(Array(features.shape.dropFirst()), using: generator)
        let perChannel = shape.count == 3 ? [1, shape[0], 1, 1] : [1, shape[0], 1]  // a word is a channel
        let mean = Tensor.zeros(perChannel, device: input.device)
        // One optimiser for each rate; the rule treats parameters apart anyway.
        let parameters = try [mean, mean.onesLike, start.expanded(input.shape)].map {
            try Optimizer(.rmsProp(), parameters: [$0])
        }
        let rates = [search.learningRates.mean, search.learningRates.scale, search.learningRates.mask]
        var losses: [Float] = []
        for epoch in 0..<search.epochs {
            let order = Self.permutation(.int(real.shape[0]), .generator(generator)).elements(as: Int64.self).map(
                Int.init)
            for (index, first) in stride(from: 0, to: order.count, by: search.batch).enumerated() {
                let rows = Array(order[first..<min(first + search.batch, order.count)])
                let z = Tensor.normal([rows.count] + shape, using: generator, dtype: input.dtype)
                let learnsMask = index % search.criticSteps == 0
                func made() throws -> (features: Tensor, leaves: [Tensor]) {
                    let leaves = parameters.map { $0.leaves[0] }
                    let keep = leaves[2].sigmoid
                    let rest = keep.onesLike - keep
                    // The batch is z's alone: two passes over it, and not four.
                    return (try head((keep * input + rest * leaves[0]) + rest * leaves[1] * z), leaves)
                }
                // The critic does not change what it judges: where the mask learns from the same pictures, one pass serves.
                let (fake, leaves) = try learnsMask ? withGradient { try made() } : withoutGradient { try made() }
                let loss = try critic.learn(real: real.indices(0, rows), made: fake.detached, limit: search.limit)
                losses.append(Float(loss))
                guard learnsMask else { continue }
                let gradients = try withGradient { () throws in
                    try gradient(of: [-critic(fake).mean()], with: leaves)
                }
                for (parameter, (step, rate)) in zip(parameters, zip(gradients, rates)) {
                    try parameter.step(gradients: [step], learningRate: rate)
                }
            }
            report(Double(epoch + 1) / Double(search.epochs))
        }
        return (parameters[2].parameters[0].sigmoid, losses)
    }

    /// `c·F + (1 − c)·ε` for groups of noise: `[groups × groupSize, …]`.
    private func realFeatures(_ search: AdversarialSearch, using generator: Generator) -> Tensor {
        .concatenated(
            (0..<search.groups).map { _ in
                let deviation = Tensor.uniform([1], using: generator) * 5
                let mean = Tensor.uniform([1], using: generator) * 4 - 2
                let noise = Tensor.normal(
                    [search.groupSize] + features.shape.dropFirst(), using: generator, dtype: features.dtype)
                return capacity * features + (capacity.onesLike - capacity) * (noise * deviation + mean)
            })
    }

    private static let permutation: Operator = "aten::randperm.generator"
}
