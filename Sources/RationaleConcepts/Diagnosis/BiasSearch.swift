public import RationaleCore
import RationaleStatistics

/// Looks for suspected biases.
public struct BiasSearch: Sendable {
    public let classes: [DiagnosedClass]
    /// The names of the concepts of each class, and what the class loses without them, where that was measured.
    public let names: [[String]]
    public let importance: [[Score?]]
    public let training: [ObservedPicture]
    public let tested: [ObservedPicture]
    /// See ``ObservedPicture/has(_:maxDistance:)``.
    public let maxDistance: [[Double]]
    /// The fraction of training pictures that must have a trait.
    public let minFrequency: Double

    public init(
        classes: [DiagnosedClass], names: [[String]], importance: [[Score?]], training: [ObservedPicture],
        tested: [ObservedPicture], maxDistance: [[Double]], minFrequency: Double = 0.8
    ) {
        self.classes = classes
        self.names = names
        self.importance = importance
        self.training = training
        self.tested = tested
        self.maxDistance = maxDistance
        self.minFrequency = minFrequency
    }

    /// The traits that explain errors, the most first.
    ///
    /// - Returns: those whose interval of explained errors lies above 0.
    public func suspects() -> [SuspectedBias] {
        let found = names.indices.flatMap { position in traits(of: position).compactMap { suspect($0, position) } }
        return found.indices.sorted { (found[$1].explained.low, $0) < (found[$0].explained.low, $1) }.map { found[$0] }
    }

    /// All traits of a class: its concepts, and each relation in both directions, of which at most one is usual.
    private func traits(of position: Int) -> [ConceptTrait] {
        let own = names[position].indices.map { ConceptEditor.Reference(position: position, number: $0) }
        var traits = own.map { ConceptTrait.concept($0) }
        for first in own {
            for second in own where first != second { traits += [.leftOf(first, second), .above(first, second)] }
        }
        return traits
    }

    private func suspect(_ trait: ConceptTrait, _ position: Int) -> SuspectedBias? {
        let learned = training.filter { $0.truth == position }
        let usual = learned.count(trait, maxDistance: maxDistance)
        // A relation that can seldom be told is no rule of the class.
        guard usual.known > 0, 2 * usual.known >= learned.count,
            Double(usual.has) >= minFrequency * Double(usual.known),
            let frequency = Score.proportion("training pictures with it", hits: usual.has, of: usual.known)
        else { return nil }
        let own = tested.filter { $0.truth == position }
        func part(_ state: Bool) -> SuspectedBias.Part {
            let pictures = own.filter { $0.has(trait, maxDistance: maxDistance) == state }
            return .init(pictures: pictures.count, errors: pictures.count { !$0.isRight })
        }
        let (with, without) = (part(true), part(false))
        guard without.errors > 0,
            let difference = Score.difference(
                "error rate without it, less with it", (without.errors, without.pictures), (with.errors, with.pictures)),
            difference.low > 0
        else { return nil }
        let first = trait.concepts[0]
        let places = learned.filter { $0.has(.concept(first), maxDistance: maxDistance) == true }
            .map { $0.position[first.position][first.number] }
        let mean = places.reduce(.zero, +) / Double(max(1, places.count))
        let variance =
            places.reduce(SIMD2<Double>.zero) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, places.count))
        return SuspectedBias(
            ofClass: classes[position], kind: trait.kind,
            concepts: trait.concepts.map { names[$0.position][$0.number] }, trait: trait, position: position,
            place: ConceptGraph.Node(at: mean).place, deviation: ((variance.x + variance.y) / 2).squareRoot(),
            importance: importance[first.position][first.number], training: frequency, with: with, without: without,
            difference: difference)
    }
}

extension ConceptGraph.Node {
    /// A point, for its place in words.
    fileprivate init(at point: SIMD2<Double>) {
        self.init(
            concept: "", box: Box(x: point.x, y: point.y, width: 0, height: 0), x: point.x, y: point.y, distance: 0,
            isFound: true, contribution: 0)
    }
}
