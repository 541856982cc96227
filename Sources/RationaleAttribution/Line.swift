import RationaleNetworks
import RationaleTorch

/// The straight line from baselines to inputs, in the first place of the network where it matters that it is one.
///
/// An affine head takes lines to lines: its values on the way are those between its values at the ends. So the line is
/// followed behind the head, and the derivatives gathered there go back through the head once, in place of each step.
/// That is the same sum in another order.
struct Line {
    /// `x − b`, of the inputs' shape.
    let way: Tensor
    /// The network behind the affine head; `nil` where it has none.
    private let split: Split?
    /// What to ask derivatives of: the inputs.
    private let leaf: Tensor
    /// Where the line is followed: the inputs, or the head's values.
    private let start: Tensor
    private let end: Split.Activation?
    private let network: Network

    init(from baseline: Tensor, to input: Tensor, in network: Network) throws {
        way = input - baseline
        self.network = network
        split = network.input.dtype.isFloatingPoint ? network.splitAfterAffineHead() : nil
        leaf = input.requiringGradient
        guard let split else {
            (start, end) = (baseline, nil)
            return
        }
        start = try withoutGradient { try split.head(baseline).tensor }
        end = try withGradient { [leaf] in try split.head(leaf) }
    }

    private func logits(_ points: Tensor) throws -> Tensor {
        guard let split, let end else { return try network.logits(points) }
        return try split.tail(end.moved(to: points))
    }

    /// The classes that are explained, and how far their scores rise along the line.
    ///
    /// - Complexity: two forward passes.
    func rise(_ question: Question) throws -> (targets: ResolvedTargets, rise: [Double]) {
        let batch = question.batch
        let ends = try withoutGradient { try logits(.concatenated([endpoint, start])) }
        let targets = try question.resolve(logits: ends.slice(0, 0..<batch))
        let rise = targets.scores(ends.slice(0, 0..<batch)) - targets.scores(ends.slice(0, batch..<2 * batch))
        return (targets, rise.elements(as: Double.self))
    }

    private var endpoint: Tensor { end?.tensor.detached ?? leaf.detached }

    /// The integral of the derivative along the line, of the inputs' shape.
    ///
    /// - Complexity: a forward and a backward pass for each sample.
    func integral(
        _ samples: [QuadratureRule.Sample], _ targets: ResolvedTargets, _ question: Question
    ) throws -> Tensor {
        let batch = question.batch
        let dtype = endpoint.dtype
        let precise = dtype == .float64 ? DType.float64 : .float32
        let (start, end) = (start.converted(to: precise), endpoint.converted(to: precise))
        let rest = Array(start.shape.dropFirst())
        let together = try question.budget.evenChunk(of: network, limit: samples.count, each: batch)
        var integral = start.zerosLike
        for first in stride(from: 0, to: samples.count, by: together) {
            let part = samples[first..<min(first + together, samples.count)]
            let places = Tensor(part.map(\.place), shape: [1, part.count] + rest.map { _ in 1 })
                .converted(to: precise).moved(to: start.device)
            let points = start.unsqueezed(1).interpolated(to: end.unsqueezed(1), places)  // [batch, part, …]
            let gradients = try question.gradient(
                at: points.reshaped([batch * part.count] + rest).converted(to: dtype), targets, through: logits
            ).reshaped([batch, part.count] + rest)
            // One by one: a sum over the second dimension is ten times slower where channels come last.
            for (index, sample) in part.enumerated() {
                integral = integral.adding(gradients.selected(1, index), times: sample.weight)
            }
        }
        guard split != nil, let end = self.end?.tensor else { return integral }
        return try gradient(of: end, with: leaf, seed: integral.converted(to: dtype))
    }
}
