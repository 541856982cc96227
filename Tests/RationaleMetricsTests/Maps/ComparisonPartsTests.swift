import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import Testing

/// Comparisons that are stopped, continued and divided among processes.
struct ComparisonPartsTests {
    private let classifier = ThreeLayers.classifier()
    private let methods = [ComparedMethod(FixedMaps(seed: 1)), ComparedMethod(Gradient())]
    private let source = NoiseSamples(count: 45, unreadable: [4, 20])
    /// Less probable is the target of a third of the samples.
    private let limit: Double

    init() throws {
        let all = try MethodComparison([], filter: SampleFilter(leastProbability: 0))
            .run([ComparedMethod(ImageCentre())], of: classifier, on: source)
        limit = all.samples.map(\.probability).sorted()[all.samples.count / 3]
    }

    private func comparison(_ count: Int?, part: SamplePart? = nil) -> MethodComparison {
        MethodComparison(
            [PointingGame(), IntersectionOverUnion()],
            filter: SampleFilter(leastProbability: limit, count: count, seed: 3), part: part)
    }

    /// Everything but times.
    private func values(_ keeper: some ComparisonKeeper) throws -> [Int: [String: [String: Double]]] {
        try keeper.records().mapValues(\.values)
    }

    @Test(arguments: [nil, 13] as [Int?])
    func `Parts have each sample once, and are to the last bit what one process finds`(count: Int?) throws {
        let whole = ComparisonMemory()
        let report = try comparison(count).run(methods, of: classifier, on: source, keeper: whole)
        if let count { #expect(report.samples.count == count) }
        #expect(report.selection.improbable > 0)
        var joined: [Int: [String: [String: Double]]] = [:]
        for number in 1...3 {
            let part = ComparisonMemory()
            _ = try comparison(count, part: SamplePart(number, of: 3)).run(
                methods, of: classifier, on: source, keeper: part)
            joined.merge(try values(part)) { one, _ in
                Issue.record("a sample is in two parts")
                return one
            }
            let order = SampleFilter(count: count, seed: 3).order(of: source.count, isShuffled: false)
            for index in part.records().keys {
                #expect(SamplePart.number(ofPlace: order.firstIndex(of: index)!, of: 3) == number)
            }
        }
        #expect(try joined == values(whole))
    }

    @Test(arguments: [nil, 13] as [Int?])
    func `A comparison that was stopped goes on after its last sample`(count: Int?) throws {
        let whole = ComparisonMemory()
        let expected = try comparison(count).run(methods, of: classifier, on: source, keeper: whole)
        for stop in [1, 5, 9] {
            let keeper = ComparisonMemory()
            var judged: [Int] = []
            #expect(throws: RationaleError.self) {
                try comparison(count).run(
                    methods, of: classifier, on: source, keeper: keeper,
                    observe: { seen in
                        judged.append(seen.index)
                        if judged.count == stop { throw RationaleError(.interrupted, "stopped") }
                    })
            }
            #expect(Set(judged).isSubset(of: keeper.records().keys))
            let report = try comparison(count).run(
                methods, of: classifier, on: source, keeper: keeper,
                observe: { seen in #expect(!judged.contains(seen.index)) })
            #expect(try values(keeper) == values(whole))
            #expect(report.measures == expected.measures)
            #expect(report.score(report.measures[0], of: "fixed") == expected.score(report.measures[0], of: "fixed"))
        }
    }

    @Test func `A method that failed stays out, and nothing is asked twice where all is known`() throws {
        let keeper = ComparisonMemory()
        let failing = [ComparedMethod(FixedMaps(fails: true)), ComparedMethod(ImageCentre())]
        _ = try comparison(nil).run(failing, of: classifier, on: source, keeper: keeper)
        let again = [ComparedMethod(FixedMaps(seed: 1)), ComparedMethod(ImageCentre())]
        let report = try comparison(nil).run(
            again, of: classifier, on: source, keeper: keeper,
            observe: { _ in Issue.record("a sample is judged twice") })
        #expect(report.methods == ["centre"] && report.failures.map(\.method) == ["fixed"])
        #expect(report.timing?.samples == 0)
    }

    @Test func `Maps of a sanity check are divided in the same way`() throws {
        let methods = [ComparedMethod(Gradient())]
        func check(_ part: SamplePart?, _ keeper: ComparisonMemory) throws {
            let check = SanityCheck(
                layers: ["scores", "second"], filter: SampleFilter(leastProbability: 0), part: part,
                bootstrap: .init(resamples: 10))
            _ = try check.run(methods, of: classifier, on: NoiseSamples(count: 20), keeper: keeper) {
                try $0.prepared()
            }
        }
        let (whole, joined) = (ComparisonMemory(), ComparisonMemory())
        try check(nil, whole)
        // Both parts into one place, as processes that share a folder.
        for number in 1...2 { try check(SamplePart(number, of: 2), joined) }
        #expect(try values(joined) == values(whole) && whole.records().count == 20)
        #expect(joined.measures().map(\.name) == ["ssim", "ssim-scores", "ssim-second"])
    }
}
