import RationaleCore
import RationaleStatistics
import Testing

struct AdjustedRandIndexTests {
    @Test func `It equals scikit-learn's`() {
        #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]) - 4.0 / 7) < 1e-15)
        #expect(abs(adjustedRandIndex([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) - 0.24242424242424243) < 1e-15)
        #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1]) + 0.5) < 1e-15)
        #expect(adjustedRandIndex([0, 0, 0], [0, 1, 2]) == 0)
    }

    @Test func `Equal clusterings agree whatever their labels`() {
        #expect(adjustedRandIndex([3, 3, 7, 9], ["a", "a", "c", "b"]) == 1)
        #expect(adjustedRandIndex([0, 1, 2], [2, 1, 0]) == 1)
        #expect(adjustedRandIndex([5, 5], [8, 8]) == 1)
        #expect(adjustedRandIndex([0], [1]) == 1)
        #expect(adjustedRandIndex([Int](), [Int]()) == 1)
    }

    @Test func `It equals the count of pairs, one by one`() {
        var random = SplitMix64(seed: 3)
        let first = (0..<60).map { _ in random.index(below: 5) }
        // Half of the labels say something of the other clustering's.
        let second = first.map { random.chance(0.5) ? $0 : random.index(below: 7) }
        var (both, inFirst, inSecond, all) = (0.0, 0.0, 0.0, 0.0)
        for a in first.indices {
            for b in first.indices where b > a {
                let (x, y) = (first[a] == first[b], second[a] == second[b])
                both += x && y ? 1 : 0
                inFirst += x ? 1 : 0
                inSecond += y ? 1 : 0
                all += 1
            }
        }
        let chance = inFirst * inSecond / all
        let expected = (both - chance) / ((inFirst + inSecond) / 2 - chance)
        #expect(abs(adjustedRandIndex(first, second) - expected) < 1e-12)
        #expect(adjustedRandIndex(first, second) == adjustedRandIndex(second, first))
    }
}
