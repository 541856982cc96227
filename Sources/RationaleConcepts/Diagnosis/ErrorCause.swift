public import RationaleCore

/// What misled a classifier in one picture, as far as its concepts show: the largest part of what the true class lacks, or the
/// decided class has too much of.
///
/// *Source:* the three kinds of errors that the authors of Ge et al. (2021), CVPR, tell apart by hand on their site. The measure of
/// a cause is ours: contributions beyond what is usual (`ConceptGraph.Node.excess`), which add up to the change of
/// the two scores' difference exactly.
public struct ErrorCause: Sendable, Hashable, Codable {
    /// The kind of an error.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A region was found and taken for a concept of the decided class, or taken badly for one of the true class.
        case confusedConcept = "confused-concept"
        /// The concept is there, but lies otherwise to the others than it usually does.
        case badStructure = "bad-structure"
        /// A concept that pictures of the true class usually have is not there, or does not look as it did where it was discovered.
        case missingVariance = "missing-variance"
    }

    public var kind: Kind
    /// Whether the concept is one of the decided class; otherwise of the true one.
    public var isOfDecided: Bool
    /// The concept's number among those of its class, from 0.
    public var concept: Int
    /// What it takes from the true class's score, or adds to the decided class's, beyond what is usual; above 0.
    public var size: Double

    public init(kind: Kind, isOfDecided: Bool, concept: Int, size: Double) {
        self.kind = kind
        self.isOfDecided = isOfDecided
        self.concept = concept
        self.size = size
    }

    /// What is usual of a concept in pictures of its class.
    public struct Usual: Sendable, Hashable {
        /// How many of the pictures have it, 0 to 1.
        public var frequency: Double
        /// The largest distance from its centre with which it counts as there, in spreads.
        public var maxDistance: Double

        public init(frequency: Double, maxDistance: Double) {
            self.frequency = frequency
            self.maxDistance = maxDistance
        }
    }

    /// All causes that a graph shows, the largest first.
    ///
    /// - Nodes of the true class: `−excess`. *Missing variance* where the concept is not there and half of the class's pictures have
    ///   it; *confused concept* where it is there; nothing where it is not there and usually is not.
    /// - Nodes of the decided class that were found: `excess`, *confused concept*.
    /// - Relations: at each node that is there, the sum of `excess` over its edges in both directions, `−` for the true class:
    ///   *bad structure*.
    ///
    /// - Parameters:
    ///   - truth: the panel of the true class, its scores split.
    ///   - decided: the panel of the decided class. What is usual of it should be what is usual in pictures of the *true* class.
    ///   - usual: of the true class's concepts.
    /// - Returns: those above 0; of equal ones the true class's first.
    public static func all(
        truth: ConceptGraph.Panel, decided: ConceptGraph.Panel, usual: [Usual]
    ) -> [ErrorCause] {
        var causes: [ErrorCause] = []
        for (number, node) in truth.nodes.enumerated() {
            let isThere = node.isFound && node.distance <= usual[number].maxDistance
            guard isThere || usual[number].frequency >= 0.5 else { continue }
            causes.append(
                .init(
                    kind: isThere ? .confusedConcept : .missingVariance, isOfDecided: false, concept: number,
                    size: -node.excess))
            if isThere {
                causes.append(
                    .init(
                        kind: .badStructure, isOfDecided: false, concept: number, size: -edges(at: number, of: truth)))
            }
        }
        for (number, node) in decided.nodes.enumerated() where node.isFound {
            causes.append(.init(kind: .confusedConcept, isOfDecided: true, concept: number, size: node.excess))
            causes.append(
                .init(kind: .badStructure, isOfDecided: true, concept: number, size: edges(at: number, of: decided)))
        }
        let positive = causes.filter { $0.size > 0 && $0.size.isFinite }
        return positive.indices.sorted { (positive[$1].size, $0) < (positive[$0].size, $1) }.map { positive[$0] }
    }

    private static func edges(at node: Int, of panel: ConceptGraph.Panel) -> Double {
        panel.edges.reduce(0) { $1.from == node || $1.to == node ? $0 + $1.excess : $0 }
    }
}
