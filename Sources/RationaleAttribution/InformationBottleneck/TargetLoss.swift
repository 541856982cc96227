import RationaleCore
import RationaleNetworks
import RationaleTorch

/// What a bottleneck pays, in nats, where the target is lost.
///
/// | scores | loss |
/// |---|---|
/// | exclusive classes | `−ln softmax(s)_target` |
/// | one of several labels, or one logit | `−ln σ(s_target)` |
/// | one class instead of another | `ln(1 + exp(s_other − s_target))`: the same, were these two the only classes |
/// | decrease of a class | `−ln(1 − p_target)` |
/// | a value | `½ ((v − v₀) / τ)²`: the value is to stay what it is for the input, v₀ |
/// | increase or decrease of a value | `∓(v − v₀) / τ` |
///
/// A value has no unit of information. τ is a quarter of the way from v₀ to the value at the mean of the noise, so that an
/// input of which nothing passes costs 8 nats, about as much as a sure answer among a thousand classes.
struct TargetLoss {
    private let targets: ResolvedTargets
    /// τ of each input, `[batch]`; `nil` where there are probabilities.
    private let scale: Tensor?

    /// - Parameter scoresOfNothing: the scores where only the mean of the noise is left, `[batch, class]`.
    init(_ targets: ResolvedTargets, scoresOfNothing: () throws -> Tensor) throws {
        self.targets = targets
        guard targets.scoring == .value else {
            scale = nil
            return
        }
        let own = targets.scores(targets.logits)
        let nothing = targets.scores(try withoutGradient(scoresOfNothing))
        let way = (own - nothing.converted(to: own.dtype)).absolute / 4
        // Where nothing changes on the way, the value itself is the only scale there is.
        let usual = (own.absolute / 4).clamped(min: 1e-6)
        scale = way.chosen(where: way.isGreater(than: usual * 1e-6), else: usual)
    }

    /// - Parameter scores: `[batch × repeats, class]`, the copies of an input one after the other.
    /// - Returns: `[batch × repeats]`.
    func callAsFunction(_ scores: Tensor) -> Tensor {
        let weights = targets.weights(for: scores)
        let followed = (scores * weights).sum([1])
        switch targets.scoring {
        case .sigmoid, .logit: return (-followed).softplus
        case .softmax:
            let alone = -(scores.logSoftmax(1) * weights).sum([1])
            let compared = chosen(where: { $0.insteadOf != nil }, (-followed).softplus, else: alone, scores)
            return chosen(where: { $0.change == .decrease }, decrease(scores, weights), else: compared, scores)
        case .value: return valueLoss(followed, scores)
        }
    }

    /// `ln Σ exp(s) − ln Σ_{c ≠ target} exp(s)`.
    private func decrease(_ scores: Tensor, _ weights: Tensor) -> Tensor {
        let others = scores + weights.clamped(max: 0) * 1e9
        return Self.logSumExp(.tensor(scores), .ints([1])) - Self.logSumExp(.tensor(others), .ints([1]))
    }

    private func valueLoss(_ followed: Tensor, _ scores: Tensor) -> Tensor {
        guard let scale else { preconditionFailure("values have a scale") }
        let repeats = scores.shape[0] / targets.explained.count
        let own = targets.scores(targets.logits).repeatedEach(repeats).converted(to: scores.dtype)
        let way = (followed - own) / scale.repeatedEach(repeats).converted(to: scores.dtype)
        return chosen(where: { $0.change != nil }, -way, else: way * way * 0.5, scores)
    }

    /// One of two losses for each row, by the row's target.
    private func chosen(
        where isChosen: (ExplainedTarget) -> Bool, _ loss: @autoclosure () -> Tensor, else other: Tensor,
        _ scores: Tensor
    ) -> Tensor {
        let marks = targets.explained.map(isChosen)
        guard marks.contains(true) else { return other }
        let repeats = scores.shape[0] / marks.count
        let rows = Tensor(marks.flatMap { Array(repeating: $0, count: repeats) }, shape: [scores.shape[0]])
        return loss().chosen(where: rows.moved(to: scores.device), else: other)
    }

    private static let logSumExp: Operator = "aten::logsumexp"
}
