import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Captum's occlusion, and RISE as a loop in double precision over recorded masks.
@Suite struct GoldenPerturbationTests {
    @Test(arguments: [("dividing", 8, 4), ("overhanging", 8, 5)], [false, true])
    func occlusion(_ setting: (name: String, window: Int, stride: Int), isPrepared: Bool) throws {
        struct Document: Decodable {
            struct Case: Decodable { let values: Golden.Array }
            let cases: [String: Case]
        }
        let golden = try Golden.document("occlusion-cnn", as: Document.self)
        let classifier = try Golden.classifier("cnn")
        let method = Occlusion(window: setting.window, stride: setting.stride)
        let found = try method.answer(.golden(isPrepared ? classifier.prepared() : classifier, count: 2))
        let expected = try #require(golden.cases[setting.name]).values.tensor.selected(1, 0)
        #expect(difference(found.values, expected) < 1e-5)
    }

    struct RISEDocument: Decodable {
        let keep: Double
        let grids: Golden.Array
        let shifts: Golden.Array
        let firstMask: Golden.Array
        let cases: [String: Golden.Array]

        var masks: RandomMasks {
            let shifts = shifts.values.map(Int.init)
            let pairs = Swift.stride(from: 0, to: shifts.count, by: 2).map { (down: shifts[$0], right: shifts[$0 + 1]) }
            return RandomMasks(grids: grids.tensor, shifts: pairs, height: 32, width: 32)
        }
    }

    @Test(arguments: RISE.Score.allCases, [2, 3, 32])
    func rise(_ score: RISE.Score, chunk: Int) throws {
        let golden = try Golden.document("rise-cnn", as: RISEDocument.self)
        let budget = MemoryBudget(bytes: 1 << 40, largestChunk: chunk)
        let question = try Question.golden(try Golden.classifier("cnn"), count: 2, budget: budget)
        let found = try RISE(visible: golden.keep, score: score).answer(question, golden.masks)
        #expect(difference(found.values, try #require(golden.cases[score.rawValue]).tensor) < 1e-5)
    }

    @Test func riseMask() throws {
        let golden = try Golden.document("rise-cnn", as: RISEDocument.self)
        #expect(difference(golden.masks[0..<1].reshaped([32, 32]), golden.firstMask.tensor) < 1e-6)
    }
}
