public import RationaleAviary

/// Two classes that each share something with a third, but nothing of it with each other.
///
/// In a picture of the third, the ``firstParts`` speak for the first class and not for the second, and the
/// ``secondParts`` the other way round: an explanation that answers to its target must follow.
public struct ContrastPair: Sendable, Hashable {
    public let first: Int
    public let second: Int
    /// The parts in which the first class looks like the one in the picture.
    public let firstParts: Set<BirdPart>
    public let secondParts: Set<BirdPart>

    /// The best pair for a class, given what can be seen; `nil` where there is none.
    ///
    /// FunnyBirds, where birds have five parts, takes the first pair that shares two parts each. Here birds have nine:
    /// the pair is taken whose smaller set is largest, of these the one with most parts in all, of these the first.
    ///
    /// - Complexity: O(classes²).
    public init?(forClass index: Int, visible: some Sequence<BirdPart>, in world: some PartWorld) {
        let visible = Array(visible)
        let shared = world.classNames.indices.map { other -> UInt16 in
            guard other != index else { return 0 }
            return BirdPart.bits(
                of: visible.filter {
                    let look = world.look(of: $0, inClass: index)
                    return look != nil && look == world.look(of: $0, inClass: other)
                })
        }
        var best: (first: Int, second: Int, smaller: Int, sum: Int)?
        for first in shared.indices where shared[first] != 0 {
            for second in shared.indices.dropFirst(first + 1)
            where shared[second] != 0 && shared[first] & shared[second] == 0 {
                let (a, b) = (shared[first].nonzeroBitCount, shared[second].nonzeroBitCount)
                if (min(a, b), a + b) > (best?.smaller ?? 0, best?.sum ?? 0) {
                    best = (first, second, min(a, b), a + b)
                }
            }
        }
        guard let best else { return nil }
        first = best.first
        second = best.second
        firstParts = BirdPart.parts(of: shared[best.first])
        secondParts = BirdPart.parts(of: shared[best.second])
    }
}
