import RationaleCore
import Synchronization

/// Which of a data set's elements is sample number `i` of a training: every epoch all of them, in an order of its own.
///
/// A pure function of the seed and `i`, so a training that goes on, or is shared, needs to keep nothing.
public final class EpochOrder: Sendable {
    /// How many elements there are.
    public let count: Int
    private let seed: UInt64
    /// The orders of the last epochs that were asked for: batches reach over the end of one.
    private let known = Mutex<[Int: [Int]]>([:])

    /// - Precondition: `count` is positive.
    public init(count: Int, seed: UInt64) {
        precondition(count > 0, "there is nothing to order")
        self.count = count
        self.seed = seed
    }

    /// The element of a sample.
    ///
    /// - Complexity: O(``count``) for the first sample of an epoch.
    public subscript(sample: Int) -> Int {
        let (epoch, place) = sample.quotientAndRemainder(dividingBy: count)
        return known.withLock { known in
            if let order = known[epoch] { return order[place] }
            var random = SplitMix64(seed: seed, for: "epoch \(epoch)")
            let order = random.shuffled(Array(0..<count))
            known = known.filter { abs($0.key - epoch) <= 1 }
            known[epoch] = order
            return order[place]
        }
    }
}
