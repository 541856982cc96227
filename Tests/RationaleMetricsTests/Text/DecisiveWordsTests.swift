import RationaleMetrics
import Testing

struct DecisiveWordsTests {
    @Test func `Known answers`() {
        let perfect = DecisiveWords([0, 3, 1, -1], decisive: [1, 2])
        #expect(perfect.share == 1 && perfect.ranking == 1 && perfect.top == 1)
        let wrong = DecisiveWords([5, 0, 0, 3], decisive: [1, 2])
        #expect(wrong.share == 0 && wrong.ranking == 0 && wrong.top == 0)
        let half = DecisiveWords([2, 1, -4, 1], decisive: [0, 2])
        // 2 of the mass of 4; of four pairs, the first word wins two; one of the two largest words.
        #expect(half.share == 0.5 && half.ranking == 0.5 && half.top == 0.5)
    }

    @Test func `What says nothing gets what chance gets`() {
        for value: Float in [0, -2, .nan] {
            let nothing = DecisiveWords([Float](repeating: value, count: 5), decisive: [0, 3])
            #expect(nothing.share == 0.4 && nothing.ranking == 0.5 && abs(nothing.top - 0.4) < 1e-12)
        }
    }

    @Test func `Ties at the edge count in part`() {
        // One place is left for three equal words, of which one decides.
        let tied = DecisiveWords([9, 1, 1, 1], decisive: [0, 2])
        #expect(abs(tied.top - (1 + 1.0 / 3) / 2) < 1e-12)
    }
}
