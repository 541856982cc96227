import RationaleCore

/// Something about the concepts of a picture that is so or not: a concept is there, or one lies beside another.
public enum ConceptTrait: Sendable, Hashable {
    /// The concept is there, as it was in the pictures that were learned from.
    case concept(ConceptEditor.Reference)
    /// Both are there, and the first lies to the left of the second.
    case leftOf(ConceptEditor.Reference, ConceptEditor.Reference)
    /// Both are there, and the first lies above the second.
    case above(ConceptEditor.Reference, ConceptEditor.Reference)

    /// The concepts it speaks of.
    public var concepts: [ConceptEditor.Reference] {
        switch self {
        case .concept(let one): [one]
        case .leftOf(let first, let second), .above(let first, let second): [first, second]
        }
    }

    public var isRelation: Bool { concepts.count > 1 }

    /// The least distance of two middles, as a fraction of the picture's side, at which one counts as beside the other.
    static let minOffset = 0.04
}

/// What was found in one picture, without its pixels.
public struct ObservedPicture: Sendable {
    public let name: String
    /// The position of the true class in the concept model.
    public let truth: Int
    /// The position of the class that the classifier decides for; `nil` where the model does not know it.
    public let decided: Int?
    /// Whether the classifier is right.
    public let isRight: Bool
    /// By class and number: the distance of the nearest region, of the picture or of its mirror image, in spreads; infinite where
    /// there is none.
    public let distance: [[Double]]
    /// The middle of that region, as fractions of the picture's sides.
    public let position: [[SIMD2<Double>]]

    public init(
        name: String, truth: Int, decided: Int?, isRight: Bool, distance: [[Double]], position: [[SIMD2<Double>]]
    ) {
        self.name = name
        self.truth = truth
        self.decided = decided
        self.isRight = isRight
        self.distance = distance
        self.position = position
    }

    /// Whether it has a trait; `nil` where that cannot be said: of a relation whose concepts are not both there, or lie level.
    ///
    /// - Parameters:
    ///   - trait: a concept, or a relation of two.
    ///   - maxDistance: for each concept, the largest distance at which it counts as there.
    public func has(_ trait: ConceptTrait, maxDistance: [[Double]]) -> Bool? {
        func isThere(_ concept: ConceptEditor.Reference) -> Bool {
            distance[concept.position][concept.number] <= maxDistance[concept.position][concept.number]
        }
        func offset(_ first: ConceptEditor.Reference, _ second: ConceptEditor.Reference) -> SIMD2<Double>? {
            guard isThere(first), isThere(second) else { return nil }
            return position[second.position][second.number] - position[first.position][first.number]
        }
        func side(_ value: Double?) -> Bool? { value.flatMap { abs($0) < ConceptTrait.minOffset ? nil : $0 > 0 } }
        switch trait {
        case .concept(let concept): return isThere(concept)
        case .leftOf(let first, let second): return side(offset(first, second)?.x)
        case .above(let first, let second): return side(offset(first, second)?.y)
        }
    }
}

extension [ObservedPicture] {
    /// How many have a trait, of how many of which that can be said.
    func count(_ trait: ConceptTrait, maxDistance: [[Double]]) -> (has: Int, known: Int) {
        reduce(into: (0, 0)) { counts, picture in
            guard let has = picture.has(trait, maxDistance: maxDistance) else { return }
            counts.1 += 1
            if has { counts.0 += 1 }
        }
    }

    /// For each concept the largest distance at which it counts as there: the quantile of its distances in these pictures of its
    /// class, and at most `bound`.
    ///
    /// - Parameters:
    ///   - concepts: how many each class has.
    ///   - quantile: 0 to 1; of a class without pictures the bound is taken.
    ///   - bound: in spreads.
    public func maxDistances(concepts: [Int], quantile: Double, bound: Double) -> [[Double]] {
        concepts.enumerated().map { position, count in
            let own = filter { $0.truth == position }
            return (0..<count).map { number in
                let sorted = own.map { $0.distance[position][number] }.sorted()
                guard !sorted.isEmpty else { return bound }
                return Swift.min(bound, sorted[Swift.min(sorted.count - 1, Int(quantile * Double(sorted.count)))])
            }
        }
    }
}
