import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleWorkbench
import Testing

/// Asking a loaded classifier, without a run and its folder.
struct SessionTests {
    /// An explainer that answers by a sentence.
    struct Namer: Explainer {
        static let identifier = "namer"
        static let title = "Namer"
        static let summary = "Says which class has the highest score."
        let unit = MapUnit.score
        var wording = "class"
        static let settings: [Setting<Namer>] = [.recorded("wording") { $0.wording }]

        func findings(_ question: Question) throws -> [Finding] {
            let logits = try question.classifier.scores(of: question.input)
            return try Target.resolve(question.targets, logits: logits, in: question.classifier).explained.map {
                finding(.sentence("It is \(wording) \($0.index)."), target: $0, in: question.classifier)
            }
        }
    }

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let picture = tests.appending(path: "RationaleImagingTests/Golden/Pictures/rgb.png").path

    private static func request(_ change: (inout ExplainOptions) -> Void = { _ in }) throws -> SessionRequest {
        var options = ExplainOptions()
        options.model = tests.appending(path: "RationaleAttributionTests/Golden/cnn.pt2").path
        options.method = ["gradient", "centre"]
        change(&options)
        return try SessionRequest(options)
    }

    @Test func aSessionAnswersAsARunDoes() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let run = try SmallRun.explain(in: scratch) { $0.method = ["gradient", "centre"] }.allInputs()[0]
        var session = try Session(try Self.request())
        let (answers, wasInterrupted) = try session.answers(about: [SessionInput(.file(Self.picture))])
        var said = try #require(answers[0]).explanation
        #expect(!wasInterrupted && said.findings.map(\.method) == ["gradient", "centre"])
        for index in said.findings.indices {
            let kept = try #require(run.findings[index].map)
            #expect(
                try Attribution(contentsOf: URL(filePath: kept)).map
                    == answers[0]?.attributions[said.findings[index].method]?.map)
            said.findings[index].map = run.findings[index].map
            said.findings[index].overlay = run.findings[index].overlay
            said.findings[index].seconds = run.findings[index].seconds
        }
        said.input = run.input
        #expect(said == run)
    }

    @Test func whatIsNoMapIsAFindingToo() throws {
        let request = try Self.request()
        var session = try Session(request, methods: request.methods + [Namer()])
        let answers = try session.answers(about: [SessionInput(.file(Self.picture))]).answers
        let explanation = try #require(answers[0]).explanation
        let said = try #require(explanation.finding(of: "namer"))
        #expect(said.sentence == "It is class \(explanation.predictions[0].index).")
        #expect(said.title == "Namer" && said.settings == ["wording": "class"] && said.unit == "logit")
        #expect(said.targetProbability == explanation.predictions[0].probability)
        #expect(Set(answers[0]?.attributions.keys ?? [:].keys) == ["gradient", "centre"])

        let document = try JSONEncoder().encode(explanation)
        var read = try #require(try JSONDecoder().decode(Explanation.self, from: document).finding(of: "namer"))
        // Written in microseconds.
        #expect(abs((read.seconds ?? 0) - (said.seconds ?? 1)) < 1e-6)
        read.seconds = said.seconds
        #expect(read == said)
        let json = try JSONSerialization.jsonObject(with: document) as? [String: Any]
        #expect(json?["narration"] as? String == said.sentence)
    }

    @Test func severalPicturesOfSeveralSizesAreAnsweredInPlace() throws {
        var session = try Session(try Self.request())
        let pictures = [Image(width: 50, height: 40, color: (200, 30, 30)), Image(width: 90, height: 120)]
        let inputs =
            pictures.enumerated().map { SessionInput(.photo($1, name: "picture \($0)")) }
            + [SessionInput(.file("nothing.png")), SessionInput(.file(Self.picture))]
        let together = try session.answers(about: inputs).answers
        #expect(together[2]?.explanation.error?.code == "missingInput")
        #expect(together[0]?.photo?.image == pictures[0])
        for (index, input) in inputs.enumerated() where index != 2 {
            let alone = try #require(try session.answers(about: [input]).answers[0]).explanation
            let found = try #require(together[index]).explanation
            #expect(found.input == input.name && found.findings.map(\.method) == alone.findings.map(\.method))
            #expect(found.predictions.map(\.index) == alone.predictions.map(\.index))
        }
    }

    @Test func whatIsKnownIsNotAskedAgain() throws {
        var session = try Session(try Self.request())
        let known = Finding(
            method: "gradient", content: .sentence("from before"), target: .init(index: 0), unit: "logit")
        let answers = try session.answers(about: [SessionInput(.file(Self.picture), known: [known])]).answers
        #expect(answers[0]?.explanation.finding(of: "gradient") == known)
        #expect(answers[0].map { Array($0.attributions.keys) } == ["centre"])
    }
}
