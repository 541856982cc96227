import RationaleAviary
import RationaleCore
import RationaleMetrics
import Testing

struct EvidenceTests {
    /// The bill has the first row of a 4×4 picture, the tail the second, a distractor the last.
    private func regions(margin: Int = 0) -> SceneRegions {
        func row(_ number: Int) -> Mask { Mask(height: 4, width: 4, bits: (0..<16).map { $0 / 4 == number }) }
        let empty = Mask(height: 4, width: 4, bits: Array(repeating: false, count: 16))
        return SceneRegions(
            parts: [.bill: row(0), .tail: row(1), .wing: empty], distractors: [row(3)], side: 4, margin: margin)
    }

    @Test func `A part's evidence is the sum over what is seen of it`() {
        let evidence = Evidence(Heatmap(height: 4, width: 4, values: (0..<16).map(Float.init)), in: regions())
        #expect(evidence.parts == [.bill: 6, .tail: 22])
        #expect(evidence.distractors == [54])
        #expect(evidence.total == 120)
        #expect(evidence.sum([.bill, .tail, .wing]) == 28)
    }

    @Test func `A coarse map is brought to the picture's size`() {
        let map = Heatmap(height: 1, width: 1, values: [2])
        #expect(Evidence(map, in: regions()).parts == [.bill: 8, .tail: 8])
        #expect(Evidence(map, in: regions()).total == 32)
    }

    @Test func `Grown regions overlap, so that evidence counts twice`() {
        let evidence = Evidence(Heatmap(height: 4, width: 4, values: (0..<16).map(Float.init)), in: regions(margin: 1))
        #expect(evidence.parts == [.bill: 28, .tail: 66])
        #expect(evidence.distractors == [92])
    }

    @Test func `A map that is not finite says nothing`() {
        let map = Heatmap(height: 4, width: 4, values: [.nan] + Array(repeating: 1, count: 15))
        let evidence = Evidence(map, in: regions())
        #expect(evidence == Evidence(parts: [.bill: 0, .tail: 0], distractors: [0], total: 0))
        #expect(evidence.important(above: 0.01, .mended).parts.isEmpty)
    }

    @Test func `Shares of positive evidence add up to one`() {
        // The rest of the picture has 10 − 6 − 2 + 4 − 1 = 5; what speaks for the class is 6 + 2 + 1 + 5 = 14.
        let evidence = Evidence(parts: [.bill: 6, .tail: 2, .wing: -4], distractors: [1], total: 10)
        #expect(evidence.important(above: 0.42, .mended).parts == [.bill])
        #expect(evidence.important(above: 0.43, .mended).parts == [])
        #expect(evidence.important(above: 0.14, .mended).parts == [.bill, .tail])
        #expect(evidence.important(above: 0.15, .mended).parts == [.bill])
        #expect(evidence.important(above: 0.07, .mended).distractors == [0])
        #expect(evidence.important(above: 0.08, .mended).distractors == [])
    }

    @Test func `The published total may cancel, and then anything passes`() {
        let evidence = Evidence(parts: [.bill: 6, .tail: 0.001, .wing: -4], distractors: [-0.1], total: -10)
        #expect(evidence.important(above: 0.5, .published).parts == [.bill, .tail, .wing])
        #expect(evidence.important(above: 0.5, .published).distractors == [0])
        #expect(evidence.important(above: 0.5, .mended).parts == [.bill])
        // Nothing speaks for the class.
        let none = Evidence(parts: [.bill: -1, .tail: 0], distractors: [], total: -1)
        #expect(none.important(above: 0.01, .mended).parts.isEmpty)
    }
}
