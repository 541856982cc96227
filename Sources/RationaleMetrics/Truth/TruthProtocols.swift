public import RationaleAviary
import RationaleStatistics

/// FunnyBirds' protocols for one scene, as functions of what an explanation and a network said.
///
/// Each returns a number from 0 to 1, higher is better, or `nil` where the scene says nothing about it.
///
/// *Source:* Hesse, Schaub-Meyer and Roth (2023), "FunnyBirds: A synthetic vision dataset for a part-based analysis of
/// explainable AI methods", ICCV, arXiv 2308.06248, section 4.
public enum TruthProtocols {
    /// Controlled synthetic data check: does the explanation name parts that are enough to know the class?
    ///
    /// `max over S of |P ∩ S| / |S|`, where P are the named parts and S the minimal sufficient sets.
    public static func controlledCheck(named: Set<BirdPart>, sufficient: [Set<BirdPart>]) -> Double? {
        sufficient.map { Double($0.intersection(named).count) / Double($0.count) }.max()
    }

    /// Preservation check: 1 where the prediction stays when only the named parts are kept.
    ///
    /// - Parameter present: the bird's parts.
    /// - Parameter named: those that the explanation of the prediction calls important.
    /// - Parameter responses: knows the removal of all others.
    public static func preservation(
        named: Set<BirdPart>, present: Set<BirdPart>, _ responses: SceneResponses
    ) -> Double {
        responses.prediction(.removing(present.subtracting(named))) == responses.prediction() ? 1 : 0
    }

    /// Deletion check: 1 where the prediction changes when the named parts are removed.
    public static func deletion(named: Set<BirdPart>, present: Set<BirdPart>, _ responses: SceneResponses) -> Double {
        responses.prediction(.removing(present.intersection(named))) == responses.prediction() ? 0 : 1
    }

    /// Distractibility: the share of what does not matter to the network that the explanation does not name either.
    ///
    /// `1 − |N ∩ I| / |I|`, where N are the named parts and distractors, and I those whose removal does not lower the
    /// score by a twentieth (``SceneResponses/needs(_:_:)``).
    /// - Returns: `nil` where everything matters.
    public static func distractibility(
        named: ImportantRegions, visible: some Sequence<BirdPart>, distractors: Int, _ responses: SceneResponses,
        _ form: MetricForm
    ) -> Double? {
        let parts = visible.filter { !responses.needs(.removing([$0]), form) }
        let others = (0..<distractors).filter { !responses.needs(.removing(distractor: $0), form) }
        let count = parts.count + others.count
        guard count > 0 else { return nil }
        let wrong = parts.count(where: named.parts.contains) + others.count(where: named.distractors.contains)
        return 1 - Double(wrong) / Double(count)
    }

    /// Single deletion: do parts matter in the order in which the explanation says?
    ///
    /// Spearman's rank correlation ρ of the parts' evidence and the score's drop without each, as `(1 + ρ) / 2`.
    /// Published: where either list is constant the scene is dropped, so that an explanation is better off saying
    /// nothing. Mended: a constant list has no correlation, ρ = 0.
    /// - Returns: `nil` also where fewer than two parts can be seen.
    public static func singleDeletion(evidence: [Double], drops: [Double], _ form: MetricForm) -> Double? {
        guard evidence.count > 1 else { return nil }
        guard let correlation = rankCorrelation(evidence, drops) else { return form == .published ? nil : 0.5 }
        return 0.5 + 0.5 * correlation
    }

    /// Whether the network itself tells the two classes apart by the pair's parts, so that an explanation should.
    ///
    /// Without the first class's parts that class must lose more than without the second's, and the other way round.
    public static func holds(_ pair: ContrastPair, _ responses: SceneResponses) -> Bool {
        let (first, second) = (SceneChange.removing(pair.firstParts), SceneChange.removing(pair.secondParts))
        return responses.drop(first, ofClass: pair.first) > responses.drop(second, ofClass: pair.first)
            && responses.drop(second, ofClass: pair.second) > responses.drop(first, ofClass: pair.second)
    }

    /// Target sensitivity: does evidence move with the class that is explained?
    ///
    /// The mean of two questions: have the first class's parts more evidence when the first class is explained than
    /// when the second is, and the second's the other way round? A tie is a no.
    ///
    /// - Parameter pair: one that ``holds(_:_:)``.
    /// - Parameter first: what speaks for the pair's first class.
    /// - Parameter second: what speaks for its second.
    public static func targetSensitivity(_ pair: ContrastPair, first: Evidence, second: Evidence) -> Double {
        let firstFollows = first.sum(pair.firstParts) > second.sum(pair.firstParts)
        let secondFollows = second.sum(pair.secondParts) > first.sum(pair.secondParts)
        return (firstFollows ? 0.5 : 0) + (secondFollows ? 0.5 : 0)
    }
}
