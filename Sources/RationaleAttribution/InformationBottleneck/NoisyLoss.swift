import RationaleCore
import RationaleNetworks
import RationaleTorch

/// How badly noisy versions of inputs are classified, and the derivative of that: `E[−ln p(target | z)]`.
///
/// *Cost:* one forward and one backward pass for each input and sample.
struct NoisyLoss {
    private let targets: ResolvedTargets
    /// The scores of `[batch × samples, …]`, the samples of an input one after the other.
    private let scores: (_ points: Tensor, _ samples: Int) throws -> Tensor
    /// How many samples of all inputs fit into memory at once.
    private let samplesAtOnce: Int

    /// Noise at the input of a network.
    init(_ question: Question, _ targets: ResolvedTargets, samples: Int) throws {
        let network = question.network.filteringMinimally()
        self.targets = targets
        scores = { points, _ in try network.logits(points) }
        samplesAtOnce = try question.budget.evenChunk(of: network, limit: samples, each: question.batch)
    }

    /// Noise at a layer.
    init(
        _ question: Question, _ targets: ResolvedTargets, samples: Int, split: Split, at activation: Split.Activation
    ) throws {
        let dtype = activation.tensor.dtype
        self.targets = targets
        scores = { points, samples in
            let logits = try split.tail(activation.repeated(samples, at: points.converted(to: dtype)))
            return logits.dtype == .float64 ? logits : logits.converted(to: .float32)
        }
        samplesAtOnce = try question.budget.evenChunk(of: question.network, limit: samples, each: question.batch)
    }

    /// - Parameter points: z, `[batch, samples, …]`.
    /// - Returns: the mean loss over the samples, `[batch]`, in nats; and the derivative of each sample's own loss by z, of
    ///   the shape of the points.
    func callAsFunction(_ points: Tensor) throws -> (loss: Tensor, derivative: Tensor) {
        var losses: [Tensor] = []
        var derivatives: [Tensor] = []
        for start in stride(from: 0, to: points.shape[1], by: samplesAtOnce) {
            let range = start..<min(start + samplesAtOnce, points.shape[1])
            let part = points.slice(1, range)  // [batch, sample, …]
            let (loss, derivative) = try withGradient { () throws in
                let z = part.reshaped([-1] + Array(points.shape.dropFirst(2))).requiringGradient
                let loss = targets.crossEntropy(try scores(z, range.count))
                return (loss.detached, try gradient(of: loss, with: z))
            }
            losses.append(loss.reshaped([-1, range.count]))
            derivatives.append(derivative.reshaped(part.shape))
        }
        return (Tensor.concatenated(losses, dimension: 1).mean([1]), .concatenated(derivatives, dimension: 1))
    }
}

extension ResolvedTargets {
    /// `−ln p(target)` of each row; for a difference of classes, `ln(1 + exp(s_other − s_target))`: the same, were these two
    /// the only classes.
    ///
    /// - Parameter logits: as for ``scores(_:)``.
    /// - Returns: `[batch × repeats]`, in nats.
    func crossEntropy(_ logits: Tensor) -> Tensor {
        let weights = weights(for: logits)
        let alone = -(logits.logSoftmax(1) * weights).sum([1])
        guard explained.contains(where: { $0.insteadOf != nil }) else { return alone }
        let compared = (-(logits * weights).sum([1])).softplus
        let repeats = logits.shape[0] / explained.count
        let isCompared = Tensor(
            explained.flatMap { Array(repeating: $0.insteadOf != nil, count: repeats) }, shape: [logits.shape[0]])
        return compared.chosen(where: isCompared.moved(to: logits.device), else: alone)
    }
}
