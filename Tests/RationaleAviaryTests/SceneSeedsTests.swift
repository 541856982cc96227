import RationaleAviary
import Testing

struct SceneSeedsTests {
    private static let purposes: [@Sendable (Int, UInt64) -> UInt64] = [
        { SceneSeeds.training($0, series: $1) }, { SceneSeeds.validation($0, series: $1) },
        { SceneSeeds.calibration($0, series: $1) }, { SceneSeeds.evaluation($0, series: $1) },
    ]

    @Test func `No seed serves two purposes, whatever the series`() {
        var purposes: [UInt64: Int] = [:]
        for (purpose, seed) in Self.purposes.enumerated() {
            for series in [0, 1, .max] as [UInt64] {
                for index in 0..<500 {
                    let seed = seed(index, series)
                    #expect(purposes.updateValue(purpose, forKey: seed) == nil, "also \(purposes[seed] ?? -1)")
                    #expect(SceneSeeds.isForTraining(seed) == (purpose == 0))
                    #expect(seed >> 62 == UInt64(purpose))
                }
            }
        }
    }

    @Test func `What a person types as a seed is never one for evaluation`() {
        for seed in [0, 1, 7, 1 << 40] as [UInt64] { #expect(SceneSeeds.isForTraining(seed)) }
    }
}
