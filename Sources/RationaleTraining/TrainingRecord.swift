package import Foundation
public import RationaleTorch

/// A line of a run's log.
public struct TrainingRecord: Sendable, Hashable, Codable {
    /// How many steps were done.
    public var step: Int
    /// Means over the samples since the line before: `loss`, and the task's own metrics.
    public var training: [String: Double]?
    /// Of the last step.
    public var learningRate: Double?
    /// What ``LearningTask/evaluate(parameters:statistics:share:)`` found.
    public var evaluation: [String: Double]?
    /// What depends on the machine's mood; everything else is the same in every run of the same settings.
    public var timing: Timing?

    /// Where the time went.
    public struct Timing: Sendable, Hashable, Codable {
        /// Of the steps since the line before, or of the evaluation.
        public var seconds: Double
        /// By all workers together.
        public var samplesPerSecond: Double?
        /// The share of the time in which the learner had no batch, 0 to 1.
        public var waiting: Double?
    }
}

/// How far a run is.
public struct TrainingProgress: Sendable {
    /// Steps done, also by the run that this one goes on from.
    public let step: Int
    public let steps: Int
    /// What was written to the log since the last call; empty for most steps.
    public let records: [TrainingRecord]
    /// The latest line about training, for a display that is drawn at every step.
    public let training: TrainingRecord?
    /// The latest evaluation.
    public let evaluation: TrainingRecord?
}

/// What a run learnt.
public struct TrainingResult: Sendable {
    /// Weights as they were after some step.
    public struct Weights: Sendable {
        /// How many steps were done.
        public let step: Int
        /// The running mean where ``TrainingSettings/averageDecay`` is set.
        public let parameters: NamedTensors
        public let statistics: NamedTensors
    }

    /// After the last step.
    public let last: Weights
    /// After the evaluation with the best objective; `nil` if none was a number.
    public let best: Weights?
    /// The whole log, of the runs before too.
    public let history: [TrainingRecord]
    /// Whether it ended because nothing became better for ``TrainingSettings/patience`` evaluations.
    public let stoppedEarly: Bool
}

/// How a run's values are written as JSON: the same bytes for the same values; NaN and infinity as strings.
package enum TrainingJSON {
    package static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    package static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
