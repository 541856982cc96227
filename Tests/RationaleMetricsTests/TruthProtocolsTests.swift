import RationaleAviary
import RationaleCore
import RationaleMetrics
import RationaleStatistics
import Testing

struct TruthProtocolsTests {
    /// A bird of class 0 with a bill (worth 6), a wing (3.9) and a tail (0.1), and a distractor that speaks against it (−1).
    private var responses: SceneResponses {
        var responses = SceneResponses(label: 0, logits: [.none: [9, 4]])
        responses.add([3, 4], to: .removing([.bill]))
        responses.add([5.1, 4], to: .removing([.wing]))
        responses.add([8.9, 4], to: .removing([.tail]))
        responses.add([9, 4], to: .removing([]))
        responses.add([2.9, 4], to: .removing([.bill, .tail]))
        responses.add([5, 4], to: .removing([.wing, .tail]))
        responses.add([-1, 4], to: .removing([.bill, .wing, .tail]))
        responses.add([10, 4], to: .removing(distractor: 0))
        return responses
    }

    @Test func `CSDC is the best part of a sufficient set that is named`() {
        let sets: [Set<BirdPart>] = [[.bill, .wing, .tail], [.bill, .legs]]
        #expect(TruthProtocols.controlledCheck(named: [.bill, .wing], sufficient: sets) == 2.0 / 3)
        #expect(TruthProtocols.controlledCheck(named: [.bill, .legs, .belly], sufficient: sets) == 1)
        #expect(TruthProtocols.controlledCheck(named: [], sufficient: sets) == 0)
        #expect(TruthProtocols.controlledCheck(named: [.bill], sufficient: []) == nil)
    }

    @Test func `Preservation keeps what is named, deletion removes it`() {
        let present: Set<BirdPart> = [.bill, .wing, .tail]
        #expect(TruthProtocols.preservation(named: [.bill, .wing], present: present, responses) == 1)
        #expect(TruthProtocols.preservation(named: [.wing], present: present, responses) == 0)
        #expect(TruthProtocols.preservation(named: [.bill], present: present, responses) == 1)
        #expect(TruthProtocols.deletion(named: [.bill], present: present, responses) == 1)
        #expect(TruthProtocols.deletion(named: [.wing], present: present, responses) == 0)
        // A part that the bird lacks cannot be removed.
        #expect(TruthProtocols.deletion(named: [.crest], present: present, responses) == 0)
    }

    @Test func `Distractibility counts what is named and does not matter`() {
        let visible: [BirdPart] = [.bill, .wing, .tail]
        func score(_ parts: Set<BirdPart>, _ distractors: Set<Int>, _ form: MetricForm) -> Double? {
            TruthProtocols.distractibility(
                named: ImportantRegions(parts: parts, distractors: distractors), visible: visible, distractors: 1,
                responses, form)
        }
        // The tail (0.1 of 9) and the distractor do not matter.
        #expect(score([.bill, .wing], [], .mended) == 1)
        #expect(score([.bill, .wing, .tail], [], .mended) == 0.5)
        #expect(score([.tail], [0], .published) == 0)
    }

    @Test func `What matters does not depend on the zero of scores`() {
        func shifted(by constant: Double) -> SceneResponses {
            SceneResponses(
                label: 0,
                logits: [
                    .none: [2 + constant, 0 + constant], .removing([.bill]): [1.94 + constant, 0 + constant],
                ])
        }
        // A fall of 0.06, where the score has 1 over the mean of the two.
        for constant in [-10.0, 0, 100] {
            #expect(shifted(by: constant).needs(.removing([.bill]), .mended))
        }
        #expect(!shifted(by: 0).needs(.removing([.bill]), .published))
        #expect(shifted(by: -1.5).needs(.removing([.bill]), .published))
        #expect(!shifted(by: 100).needs(.removing([.bill]), .published))
    }

    @Test func `Single deletion maps the rank correlation to 0 … 1`() {
        #expect(TruthProtocols.singleDeletion(evidence: [1, 2, 3], drops: [0, 5, 6], .mended) == 1)
        #expect(TruthProtocols.singleDeletion(evidence: [1, 2, 3], drops: [6, 5, 0], .mended) == 0)
        #expect(TruthProtocols.singleDeletion(evidence: [1, 1, 1], drops: [6, 5, 0], .mended) == 0.5)
        #expect(TruthProtocols.singleDeletion(evidence: [1, 1, 1], drops: [6, 5, 0], .published) == nil)
        #expect(TruthProtocols.singleDeletion(evidence: [1], drops: [6], .mended) == nil)
    }

    @Test func `Evidence must follow the explained class`() throws {
        let world = SmallWorld(looks: [
            [.bill: "a", .tail: "a"], [.bill: "a", .tail: "b"], [.bill: "b", .tail: "a"],
        ])
        let pair = try #require(ContrastPair(forClass: 0, visible: [.bill, .tail], in: world))
        func evidence(_ bill: Double, _ tail: Double) -> Evidence {
            Evidence(parts: [.bill: bill, .tail: tail], distractors: [], total: bill + tail)
        }
        let (first, second) = (evidence(3, 1), evidence(2, 5))
        #expect(TruthProtocols.targetSensitivity(pair, first: first, second: second) == 1)
        #expect(TruthProtocols.targetSensitivity(pair, first: second, second: first) == 0)
        #expect(TruthProtocols.targetSensitivity(pair, first: first, second: evidence(3, 5)) == 0.5)
        #expect(TruthProtocols.targetSensitivity(pair, first: first, second: first) == 0)

        var responses = SceneResponses(label: 0, logits: [.none: [9, 5, 5]])
        responses.add([6, 2, 5], to: .removing([.bill]))
        responses.add([6, 5, 1], to: .removing([.tail]))
        #expect(TruthProtocols.holds(pair, responses))
        // The network does not use the tail for the second class.
        responses.add([6, 5, 5], to: .removing([.tail]))
        #expect(!TruthProtocols.holds(pair, responses))
    }

    @Test func `The first of the best shares is taken`() {
        #expect(EvidenceShare.candidates.count == 80)
        #expect(EvidenceShare.candidates[0] == 0.01)
        #expect(abs(EvidenceShare.candidates[79] - 0.5) < 1e-12)
        let means: [[TruthMetric: Double]] = [
            [.controlledCheck: 1, .preservation: 1, .deletion: 1, .distractibility: 0.1],  // 1.1
            [.controlledCheck: 0.9, .preservation: 0.9, .deletion: 0.9, .distractibility: 0.5],  // 1.4
            [.controlledCheck: 0.9, .preservation: 0.9, .deletion: 0.9, .distractibility: 0.5],
            [.distractibility: 1],  // 1
        ]
        #expect(EvidenceShare.best(means) == 1)
        #expect(EvidenceShare.best([]) == nil)
    }

    @Test func `Summaries follow from means over the scenes that say something`() throws {
        var marks = SceneMarks()
        marks.append([.controlledCheck: 1, .preservation: 1, .deletion: 0, .distractibility: 1, .singleDeletion: 0.5])
        marks.append([.preservation: 1, .deletion: 1, .distractibility: 0.5, .singleDeletion: 1, .targetSensitivity: 1])
        let scores = marks.scores(Bootstrap(resamples: 50))
        #expect(scores[.controlledCheck]?.value == 1)
        #expect(scores[.controlledCheck]?.count == 1)
        #expect(scores[.deletion]?.value == 0.5)
        let completeness = ((1 + 1 + 0.5) / 3 + 0.75) / 2
        #expect(abs(try #require(scores[.completeness]).value - completeness) < 1e-12)
        #expect(scores[.correctness]?.value == 0.75)
        #expect(abs(try #require(scores[.overall]).value - (completeness + 0.75 + 1) / 3) < 1e-12)
        #expect(scores[.deletion]?.low == 0 && scores[.deletion]?.high == 1)
        #expect(SceneMarks().scores(Bootstrap()).isEmpty)
    }
}
