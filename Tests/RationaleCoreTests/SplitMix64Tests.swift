import RationaleCore
import Testing

struct SplitMix64Tests {
    @Test func `Draws are those of the published algorithm`() {
        var random = SplitMix64(seed: 1_234_567)
        let draws = (0..<5).map { _ in random.next() }
        #expect(
            draws == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `Purposes have draws of their own`() {
        var (one, same, other) = (
            SplitMix64(seed: 1, for: "pose"), SplitMix64(seed: 1, for: "pose"), SplitMix64(seed: 1, for: "place")
        )
        let draw = one.next()
        #expect(draw == same.next())
        #expect(draw != other.next())
    }

    @Test func `Draws are uniform within their range`() {
        var random = SplitMix64(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[random.index(below: 7)] += 1 }
        #expect(counts.allSatisfy { (850...1150).contains($0) })
        let values = (0..<4000).map { _ in random.uniform(2...3) }
        #expect(values.allSatisfy { (2...3).contains($0) })
        #expect(abs(values.reduce(0, +) / 4000 - 2.5) < 0.03)
        #expect(random.shuffled(Array(0..<50)).sorted() == Array(0..<50))
    }
}
