import Foundation
import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct MeteorTests {
    static let modules = ["stem", "synonym", "paraphrase", "all"]

    @Test(arguments: modules, [true, false])
    func `every number of the program is met`(modules: String, normalizes: Bool) throws {
        try compare(modules, normalizes: normalizes)
    }

    @Test(
        .enabled(if: MeteorResources.installedWordNet != nil, "needs WordNet 3.0 (apt-get install wordnet-base)"),
        arguments: [true, false])
    func `every number of the program is met with the installed WordNet`(normalizes: Bool) throws {
        try compare("wordnet", normalizes: normalizes)
    }

    private func compare(_ modules: String, normalizes: Bool) throws {
        let golden = try MeteorGolden.load()
        let expected = try #require(golden.cases[modules + (normalizes ? "-norm" : "")])
        try withTemporaryFolder { folder in
            let metric = Meteor(resources: try golden.resources(modules, in: folder), normalizes: normalizes)
            let found = try metric.scores(of: golden.segments)
            #expect(abs(found.overall - expected.overall) < 1e-12)
            for (index, segment) in golden.segments.enumerated() {
                let single = try metric.segment(hypothesis: segment.hypothesis, references: segment.references)
                let numbers = [single.precision, single.recall, single.fragmentationPenalty, single.score]
                for (number, wanted) in zip(numbers, expected.scores[index]) {
                    #expect(
                        wanted.map { abs($0 - number) < 1e-12 } ?? number.isNaN,
                        "\(segment): found \(numbers), expected \(expected.scores[index])")
                }
                #expect(found.segments[index] == single.score, "alone and among others: \(segment)")
            }
        }
    }

    @Test func `a set that names a segment twice counts it twice`() throws {
        let segments = try MeteorGolden.load().segments
        let scores = try Meteor(resources: .none).scores(of: segments)
        let doubled = try Meteor(resources: .none).scores(of: [segments[1], segments[1], segments[4]])
        #expect(scores.combined([1, 4, 1]) == doubled.overall)
        #expect(scores.combined([1, 4]) != doubled.overall)
    }

    @Test func `of several references the best counts`() throws {
        let metric = Meteor(resources: .none)
        let (near, far) = ("a small red bird", "some blue fish")
        let both = try metric.segment(hypothesis: "a small bird", references: [far, near])
        #expect(try both == metric.segment(hypothesis: "a small bird", references: [near]))
        #expect(try both.score > metric.segment(hypothesis: "a small bird", references: [far]).score)
    }

    @Test func `the signature names what decides a score`() throws {
        #expect(
            Meteor(resources: .none, normalizes: false).signature.description
                == "METEOR|version:1.5|language:en|norm:no|modules:exact,stem|synonyms:none|paraphrases:none")
        let golden = try MeteorGolden.load()
        let full = try withTemporaryFolder {
            Meteor(resources: try golden.resources("all", in: $0)).signature.description
        }
        #expect(
            full
                == "METEOR|version:1.5|language:en|norm:yes|modules:exact,stem,synonym,paraphrase|synonyms:meteor|paraphrases:12-pairs"
        )
    }

    @Test func `a segment without references is named`() throws {
        let segments = [
            CaptionSegment(hypothesis: "a", references: ["a"]), CaptionSegment(hypothesis: "b", references: []),
        ]
        let error = #expect(throws: RationaleError.self) { try Meteor(resources: .none).scores(of: segments) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("Segment 2") == true)
    }

    @Test func `line breaks, odd signs and thousands of words do no harm`() throws {
        let metric = Meteor(resources: .none)
        let words = (0..<5000).map { "w\($0)" }.joined(separator: " ")
        #expect(try metric.segment(hypothesis: words, references: [words]).score == 1)
        #expect(try metric.segment(hypothesis: "a\r\nb\u{0}c\u{2028}", references: ["a b"]).score > 0)
        #expect(try metric.segment(hypothesis: " \u{A0}\t", references: ["  "]).score == 0)
    }

    @Test func `texts that repeat a word thousands of times end soon, or are refused by name`() throws {
        func text(_ count: Int) -> String { String(repeating: "a ", count: count) }
        let metric = Meteor(resources: .none)
        let found = try metric.segment(hypothesis: text(500), references: [text(450)])
        #expect(found.hypothesisMatches == 450 && found.chunks == 1)
        let error = #expect(throws: RationaleError.self) {
            try metric.segment(hypothesis: text(5000), references: [text(4999)])
        }
        #expect(error?.code == .badData && error?.message.contains("Segment 1") == true)
    }
}
