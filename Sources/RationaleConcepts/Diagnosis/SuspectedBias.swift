public import RationaleCore

/// A concept or a relation that nearly all training pictures of a class have, and without which the class is not recognised.
///
/// Nobody says what the bias is: all concepts of all classes and all of their left/right and above/below relations are compared
/// between the pictures that were learned from and those under test.
///
/// With `n₀` tested pictures of the class that lack the trait and error rates `r₀` and `r₁` without and with it,
/// `explained = n₀ (r₀ − r₁)` errors would be gone if pictures without it were recognised as often as those with it: the
/// attributable number of epidemiology. Ranked by the lower end of its 95 % interval (Newcombe's, of the difference of
/// rates), so that a trait that hardly varies among the tested pictures does not lead by chance.
///
/// *Source:* Levin (1953), "The occurrence of lung cancer in man", Acta Unio Internationalis Contra Cancrum 9, for the attributable
/// number; its use on concepts is ours.
public struct SuspectedBias: Sendable, Encodable {
    /// A group of tested pictures.
    public struct Part: Sendable, Hashable, Codable {
        public let pictures: Int
        public let errors: Int

        public init(pictures: Int, errors: Int) {
            self.pictures = pictures
            self.errors = errors
        }
    }

    public enum Kind: String, Sendable, Codable, CaseIterable {
        case concept
        case leftOf = "left-of"
        case above
    }

    /// The class that is not recognised without it.
    public let ofClass: DiagnosedClass
    public let kind: Kind
    /// The concept, or the two of the relation, by their names.
    public let concepts: [String]
    let trait: ConceptTrait
    let position: Int
    /// Where the first concept lies in the training pictures, in words, and how much its middle varies there, in fractions of
    /// the picture's sides: a small value says that it lies in the same place class-wide.
    public let place: String
    public let deviation: Double
    /// What the class loses without the first concept, where that was measured.
    public let importance: Score?
    /// Of the training pictures of the class, the fraction that has it.
    public let training: Score
    /// The tested pictures of the class with and without it.
    public let with: Part
    public let without: Part
    /// By how much the error rate is higher without it.
    public let difference: Score
    /// What putting it into the pictures that lack it corrects; `nil` where that was not measured.
    public internal(set) var repair: Repair?
    /// Training pictures with it, and where it is in them.
    public internal(set) var examples: [Example] = []

    /// A training picture, and the regions of the concepts in it.
    public struct Example: Sendable, Hashable, Codable {
        public let picture: String
        /// Of each concept: outlines, polygons of x and y after each other, in fractions of the picture's sides.
        public let outlines: [[[Double]]]
    }

    /// How many errors it explains, with a 95 % interval.
    public var explained: Score {
        let count = Double(without.pictures)
        return Score(
            name: "errors explained", value: count * difference.value, low: count * difference.low,
            high: count * difference.high, count: with.pictures + without.pictures, direction: .higher)
    }

    enum CodingKeys: String, CodingKey {
        case ofClass = "class"
        case kind, concepts, place, deviation, importance, training, with, without, difference, explained, repair
        case examples, sentence, advice
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ofClass, forKey: .ofClass)
        try container.encode(kind, forKey: .kind)
        try container.encode(concepts, forKey: .concepts)
        try container.encode(place, forKey: .place)
        try container.encode(deviation, forKey: .deviation)
        try container.encodeIfPresent(importance, forKey: .importance)
        try container.encode(training, forKey: .training)
        try container.encode(with, forKey: .with)
        try container.encode(without, forKey: .without)
        try container.encode(difference, forKey: .difference)
        try container.encode(explained, forKey: .explained)
        try container.encodeIfPresent(repair, forKey: .repair)
        try container.encode(examples, forKey: .examples)
        try container.encode(sentence, forKey: .sentence)
        try container.encode(advice, forKey: .advice)
    }
}

extension ConceptTrait {
    var kind: SuspectedBias.Kind {
        switch self {
        case .concept: .concept
        case .leftOf: .leftOf
        case .above: .above
        }
    }
}
