public import RationaleAviary

/// Which parts are enough to tell a class from all others.
///
/// A set of parts is *sufficient* for a class if no other class looks the same in all of them, and *minimal* if no
/// smaller set within it is. Only parts that can be seen count: a class that is known by what it lacks has no
/// sufficient set, and neither has one whose decisive part is hidden.
///
/// Exact: every set is tried. Which parts tell two classes apart is found once, when this is made.
///
/// *Source:* the minimal sufficient part sets of Hesse, Schaub-Meyer and Roth (2023), "FunnyBirds", arXiv 2308.06248,
/// section 4.2.
public struct SufficientParts: Sendable {
    /// For each class and each other class, the parts by which they differ, as bits.
    private let differences: [[UInt16]]

    public init(_ world: some PartWorld) {
        let classes = world.classNames.indices
        let looks = classes.map { index in BirdPart.allCases.map { world.look(of: $0, inClass: index) } }
        differences = classes.map { one in
            classes.filter { $0 != one }.map { other in
                BirdPart.allCases.indices.reduce(0) { looks[one][$1] == looks[other][$1] ? $0 : $0 | 1 << $1 }
            }
        }
    }

    /// The minimal sufficient sets within the visible parts, smallest first.
    ///
    /// - Parameter index: the class.
    /// - Parameter visible: parts outside are in no set.
    /// - Complexity: O(2⁹ · classes).
    public func sets(forClass index: Int, visible: some Sequence<BirdPart>) -> [Set<BirdPart>] {
        let allowed = BirdPart.bits(of: visible)
        let candidates = (0..<UInt16(1 << BirdPart.allCases.count)).filter { $0 & ~allowed == 0 }
        var minimal: [UInt16] = []
        for set in candidates.sorted(by: { $0.nonzeroBitCount < $1.nonzeroBitCount }) {
            // Smaller sets came before: one that contains another is not minimal.
            if minimal.contains(where: { $0 & ~set == 0 }) { continue }
            if differences[index].allSatisfy({ $0 & set != 0 }) { minimal.append(set) }
        }
        return minimal.map(BirdPart.parts(of:))
    }
}

extension BirdPart {
    static func bits(of parts: some Sequence<BirdPart>) -> UInt16 {
        parts.reduce(0) { $0 | 1 << allCases.firstIndex(of: $1)! }
    }

    static func parts(of bits: UInt16) -> Set<BirdPart> {
        Set(allCases.indices.filter { bits >> $0 & 1 == 1 }.map { allCases[$0] })
    }
}
