import RationaleCore
import RationaleNetworks
import RationaleTorch

/// How badly noisy versions of inputs are classified, and the derivative of that: `E[−ln p(target | z)]`
/// (``TargetLoss``).
///
/// *Cost:* one forward and one backward pass for each input and sample.
struct NoisyLoss {
    private let loss: TargetLoss
    /// The scores of `[batch × samples, …]`, the samples of an input one after the other.
    private let scores: (_ points: Tensor, _ samples: Int) throws -> Tensor
    /// How many samples of all inputs fit into memory at once.
    private let samplesAtOnce: Int

    /// Noise at the input of a network, whose mean is zero.
    init(_ question: Question, _ targets: ResolvedTargets, samples: Int) throws {
        let network = question.network.filteringMinimally()
        scores = { points, _ in try network.logits(points) }
        loss = try TargetLoss(targets) { try network.logits(question.input.zerosLike) }
        samplesAtOnce = try question.budget.evenChunk(of: network, limit: samples, each: question.batch)
    }

    /// Noise at a layer.
    ///
    /// - Parameter mean: of the noise; it can be broadcast over the layer's output.
    init(
        _ question: Question, _ targets: ResolvedTargets, samples: Int, split: Split, at activation: Split.Activation,
        mean: Tensor
    ) throws {
        let dtype = activation.tensor.dtype
        let scores = { (points: Tensor, samples: Int) throws -> Tensor in
            let logits = try split.tail(try activation.repeated(samples, at: points.converted(to: dtype)))
            return logits.dtype == .float64 ? logits : logits.converted(to: .float32)
        }
        self.scores = scores
        loss = try TargetLoss(targets) { try scores(mean.expanded(activation.tensor.shape), 1) }
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
                let loss = self.loss(try scores(z, range.count))
                return (loss.detached, try gradient(of: loss, with: z))
            }
            losses.append(loss.reshaped([-1, range.count]))
            derivatives.append(derivative.reshaped(part.shape))
        }
        return (Tensor.concatenated(losses, dimension: 1).mean([1]), .concatenated(derivatives, dimension: 1))
    }
}
