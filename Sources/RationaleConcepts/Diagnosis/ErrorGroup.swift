public import RationaleCore
import RationaleStatistics

/// Errors of one kind: the same class taken for the same other one because of the same concept.
public struct ErrorGroup: Sendable, Encodable {
    /// The class that the pictures show, and the one that the classifier decides for.
    public let truth: DiagnosedClass
    public let decided: DiagnosedClass
    public let cause: ErrorCause.Kind
    /// The concept that misled, by its name.
    public let concept: String
    /// Which it is in the model, and whether it is one of the decided class.
    let reference: ConceptEditor.Reference
    public let isOfDecided: Bool
    /// How many errors there are in the group, and the fraction of all errors with Wilson's interval.
    public let count: Int
    public let fraction: Score?
    /// What the cause weighs in the reasoning network's scores, on average.
    public let meanSize: Double
    /// The pictures, by their names; the first ones are those that were edited.
    public let pictures: [String]
    /// Their numbers among the tested pictures.
    let numbers: [Int]
    /// What corrects them, what corrects most first; empty where that was not measured.
    public internal(set) var repairs: [Repair] = []
    /// The group in one sentence.
    public var sentence: String { words }

    enum CodingKeys: String, CodingKey {
        case truth, decided, cause, concept, isOfDecided, count, fraction, meanSize, pictures, repairs, sentence
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(truth, forKey: .truth)
        try container.encode(decided, forKey: .decided)
        try container.encode(cause, forKey: .cause)
        try container.encode(concept, forKey: .concept)
        try container.encode(isOfDecided, forKey: .isOfDecided)
        try container.encode(count, forKey: .count)
        try container.encodeIfPresent(fraction, forKey: .fraction)
        try container.encode(meanSize, forKey: .meanSize)
        try container.encode(pictures, forKey: .pictures)
        try container.encode(repairs, forKey: .repairs)
        try container.encode(sentence, forKey: .sentence)
    }
}

/// A class that a diagnosis speaks of.
public struct DiagnosedClass: Sendable, Hashable, Codable {
    /// Its position among the classifier's scores.
    public let index: Int
    public let label: String?

    public init(index: Int, label: String?) {
        self.index = index
        self.label = label
    }

    public var name: String { label.flatMap { $0.isEmpty ? nil : $0 } ?? "class \(index)" }
}

/// One error with its leading cause.
public struct DiagnosedError: Sendable, Hashable {
    /// The picture's number among those tested, and its name.
    public let number: Int
    public let picture: String
    /// The positions of both classes in the concept model.
    public let truth: Int
    public let decided: Int
    public let cause: ErrorCause

    public init(number: Int, picture: String, truth: Int, decided: Int, cause: ErrorCause) {
        self.number = number
        self.picture = picture
        self.truth = truth
        self.decided = decided
        self.cause = cause
    }
}

extension [DiagnosedError] {
    /// The errors grouped by both classes, the kind of cause and the concept; the group with most errors first, of equal ones the
    /// one whose causes weigh most.
    ///
    /// - Parameters:
    ///   - classes: of the model, by their positions.
    ///   - names: of the concepts of each class.
    ///   - total: all errors, those without a cause too.
    public func groups(classes: [DiagnosedClass], names: [[String]], of total: Int) -> [ErrorGroup] {
        let grouped = Dictionary(grouping: self) {
            ErrorKey(
                truth: $0.truth, decided: $0.decided, kind: $0.cause.kind, isOfDecided: $0.cause.isOfDecided,
                concept: $0.cause.concept)
        }
        let groups = grouped.map { key, errors in
            // Those that show the cause best come first, and are edited.
            let ordered = errors.sorted { ($1.cause.size, $0.number) < ($0.cause.size, $1.number) }
            let position = key.isOfDecided ? key.decided : key.truth
            return ErrorGroup(
                truth: classes[key.truth], decided: classes[key.decided], cause: key.kind,
                concept: names[position][key.concept],
                reference: .init(position: position, number: key.concept), isOfDecided: key.isOfDecided,
                count: errors.count,
                fraction: .proportion("fraction of errors", hits: errors.count, of: total),
                meanSize: errors.reduce(0) { $0 + $1.cause.size } / Double(errors.count),
                pictures: ordered.map(\.picture), numbers: ordered.map(\.number))
        }
        return groups.sorted {
            if $0.count != $1.count { return $0.count > $1.count }
            if $0.meanSize != $1.meanSize { return $0.meanSize > $1.meanSize }
            return ($0.truth.index, $0.decided.index, $0.concept) < ($1.truth.index, $1.decided.index, $1.concept)
        }
    }
}

/// What errors of one group have in common.
private struct ErrorKey: Hashable {
    let truth, decided: Int
    let kind: ErrorCause.Kind
    let isOfDecided: Bool
    let concept: Int
}
