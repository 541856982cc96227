import Foundation

/// How the learning rate changes over a run, as a factor of the rate in ``TrainingSettings``.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
    /// What the factor does after the warm-up.
    public enum Shape: Sendable, Hashable, Codable {
        case constant
        /// Multiplied by `factor` after each `every` steps.
        case step(every: Int, factor: Double = 0.1)
        /// Half a cosine from 1 towards `end`, which the step after the last would have.
        ///
        /// *Source*: Loshchilov and Hutter (2017), SGDR, arXiv 1608.03983, without restarts.
        case cosine(end: Double = 0)
        /// Halved when the objective has not become better in `patience` evaluations in a row.
        case halvingOnPlateau(patience: Int)
    }

    public var shape: Shape
    /// The steps over which the factor grows evenly from nearly 0 to 1, so that the first ones, of an untrained
    /// network's large gradients, do no harm. The other steps are the shape's.
    ///
    /// *Source*: Goyal et al. (2017), Accurate, Large Minibatch SGD, arXiv 1706.02677.
    public var warmup: Int

    public init(_ shape: Shape = .constant, warmup: Int = 0) {
        self.shape = shape
        self.warmup = warmup
    }

    /// The factor of a step, a pure function of its arguments.
    ///
    /// - Parameters:
    ///   - step: how many steps are done; the first step is 0.
    ///   - total: how many there will be.
    ///   - halvings: how often the rate was halved on a plateau.
    public func factor(step: Int, of total: Int, halvings: Int = 0) -> Double {
        if step < warmup { return Double(step + 1) / Double(warmup + 1) }
        let step = step - warmup
        switch shape {
        case .constant: return 1
        case .step(let every, let factor): return pow(factor, Double(step / max(1, every)))
        case .cosine(let end):
            let part = min(1, Double(step) / Double(max(1, total - warmup)))
            return end + (1 - end) * (1 + cos(.pi * part)) / 2
        case .halvingOnPlateau: return pow(0.5, Double(halvings))
        }
    }
}
