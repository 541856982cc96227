/// What can be wrong with a data set of pictures.
public enum DataProblem: String, CaseIterable, Sendable, Codable {
    /// A picture that the annotations or lists name is not there.
    case missing
    /// A picture that is there cannot be read: empty, truncated, damaged, of another format.
    case unreadable
    /// A record (a line, an object, an annotation, a file of annotations) that cannot be understood.
    case faulty
    /// A box, polygon or mask without a size, outside of its picture, or drawn on a picture of another shape.
    case misplaced
    /// A class that the data set does not have, or a folder that says another class than the annotation.
    case mislabelled
    /// A picture with the same bytes as another one.
    case duplicate
    /// An annotation, or a line of a list, whose picture is not there or not named anywhere.
    case orphaned
    /// A picture without an annotation, or with one that has nothing in it.
    case unannotated
    /// A class without pictures.
    case empty
}

/// How often something is wrong, and where.
public struct DataFinding: Sendable, Hashable, Codable {
    public let problem: DataProblem
    public internal(set) var count: Int
    /// Where it is, of the first thousand.
    public internal(set) var places: [String]
}

/// What was found, by problem.
struct DataFindings {
    private var found: [DataProblem: DataFinding] = [:]

    /// In the order of the problems; those that do not occur are left out.
    var all: [DataFinding] { DataProblem.allCases.compactMap { found[$0] } }

    mutating func add(_ problem: DataProblem, _ place: String) { add(problem, count: 1, [place]) }

    mutating func add(_ problem: DataProblem, count: Int, _ places: [String]) {
        guard count > 0 else { return }
        var finding = found[problem] ?? DataFinding(problem: problem, count: 0, places: [])
        finding.count += count
        finding.places += places.prefix(max(0, PassedOver.mostReasons - finding.places.count))
        found[problem] = finding
    }

    /// Records that a reader passed over: shapes that are in the wrong place, and others.
    ///
    /// - Parameter place: the file, before the reasons of its records; empty where they name it.
    mutating func add(_ passedOver: PassedOver, in place: String = "") {
        let prefix = place.isEmpty ? "" : "\(place): "
        add(.misplaced, count: passedOver.misplacedCount, passedOver.misplaced.map { prefix + $0 })
        let misplaced = Set(passedOver.misplaced)
        add(
            .faulty, count: passedOver.count - passedOver.misplacedCount,
            passedOver.reasons.filter { !misplaced.contains($0) }.map { prefix + $0 })
    }
}
