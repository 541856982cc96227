public import RationaleTorch
public import RationaleTraining

/// An objective for a classifier beside that of naming pictures: what learns, how long and how well is the classifier's affair.
public protocol ClassifierObjective: LearningTask where Metrics == ClassificationMetrics {
    /// What learns to name pictures, and is judged.
    var classifier: ClassifierTask { get }
}

extension ClassifierObjective {
    public var parameters: NamedTensors { classifier.parameters }
    public var statistics: NamedTensors { classifier.statistics }
    public var epochLength: Int? { classifier.epochLength }
    public var objective: Objective { classifier.objective }

    public func evaluate(
        parameters: NamedTensors, statistics: NamedTensors, share: EvaluationShare
    ) throws -> ClassificationMetrics {
        try classifier.evaluate(parameters: parameters, statistics: statistics, share: share)
    }
}
