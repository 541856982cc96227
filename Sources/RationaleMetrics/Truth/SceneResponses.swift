import RationaleAviary

/// What a network said about a scene, as it is and with something taken away.
public struct SceneResponses: Sendable {
    /// The class that is in the picture.
    public let label: Int
    /// One score for each class, before the softmax.
    public private(set) var logits: [SceneChange: [Double]]

    /// - Parameter label: the class that is in the picture.
    /// - Parameter logits: with at least ``SceneChange/none``.
    public init(label: Int, logits: [SceneChange: [Double]]) {
        self.label = label
        self.logits = logits
    }

    public mutating func add(_ answer: [Double], to change: SceneChange) { logits[change] = answer }

    public func knows(_ change: SceneChange) -> Bool { logits[change] != nil }

    /// The scores for a change that was asked.
    ///
    /// - Precondition: it was.
    public subscript(change: SceneChange) -> [Double] {
        guard let answer = logits[change] else { preconditionFailure("the network was not asked about \(change)") }
        return answer
    }

    /// The class with the highest score; of equal ones the first.
    public func prediction(_ change: SceneChange = .none) -> Int {
        let scores = self[change]
        return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }

    public var isRight: Bool { prediction() == label }

    /// By how much a change lowers the score of a class.
    public func drop(_ change: SceneChange, ofClass index: Int) -> Double { self[.none][index] - self[change][index] }

    /// Whether the score of the class in the picture falls by at least a twentieth when this is taken away.
    ///
    /// A twentieth, as published; of what depends on the form. Published: of the score's magnitude, `|s|`, although a
    /// score's zero means nothing: the same constant added to all scores of a network changes no probability, and yet
    /// changes this. Mended: of what the score has over the mean score of all classes.
    public func needs(_ change: SceneChange, _ form: MetricForm) -> Bool {
        let scores = self[.none]
        let reference = form == .published ? 0 : scores.reduce(0, +) / Double(scores.count)
        let drop = drop(change, ofClass: label)
        return drop > 0 && drop >= 0.05 * abs(scores[label] - reference)
    }
}
