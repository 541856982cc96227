import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

/// The code of the articles, run on a world where the answers are known.
struct DocumentationTests {
    private let classifier = Squares.classifier { weights in
        // A class that loses has a score below 0.
        weights["fc.bias"] = Tensor([-3, -2, 1] as [Float], shape: [3])
    }
    private let classes = [Squares.pictures(ofClass: 0, count: 40), Squares.pictures(ofClass: 1, count: 40)]

    private func discovered() throws -> ConceptModel {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        func print(_ items: Any...) { #expect(!items.isEmpty) }

        let features = try RegionFeatures(classifier, layers: ["detect"], source: .context)
        let discovery = ConceptDiscovery(
            plan: Squares.plan, clusterer: KMeans(clusters: 3),
            acceptance: .init(minRegions: 12, minPictures: 0.35))
        let concepts = try classes.map { try discovery.concepts(of: $0, by: features) }
        for concept in concepts.joined() {
            print(concept.name, concept.importance?.value ?? 0, "in \(concept.pictureCount) pictures")
        }

        let model = try ConceptModel(
            of: features, labels: classes.compactMap(\.label), plan: discovery.plan.forMatching,
            classes: classes.map(\.index), concepts: concepts)
        try model.write(to: file)
        let counts = concepts.map(\.count)
        #expect(!counts.contains(0))
        return try ConceptModel(contentsOf: file)
    }

    @Test func `From pictures to why and why not`() throws {
        let model = try discovered()
        func picture(_ number: Int) throws -> Image { Squares.picture(100 + number, ofClass: number % 2) }
        var settings = TrainingSettings(.steps(400))
        settings.rule = .adam()
        settings.learningRate = 0.01
        settings.batchSize = 20

        let learning = try ConceptLearning(model, for: classifier)
        let training = try learning.samples(count: 60, edits: 2, seed: 1) { try picture($0) }
        let evaluation = try learning.samples(count: 30, edits: 0, seed: 2) { try picture(60 + $0) }
        let task = try DistillationTask(
            ReasoningNetwork(learning.configuration(), seed: 1), training: training, evaluation: evaluation,
            source: ["pictures": "photos"])
        let result = try Trainer(task, settings).run()
        let trained = try learning.finished(
            task.network(result.best ?? result.last), training: training, evaluation: evaluation)
        let agreement = try #require(trained.quality?.agreement)
        #expect(agreement.value > 0.95)

        let photo = Squares.picture(7, ofClass: 0)
        var said: [String] = []
        func print(_ items: Any...) { said.append(items.map { "\($0)" }.joined(separator: " ")) }

        let explainer = try ConceptExplainer(trained, for: classifier)
        let question = try ConceptQuestion(
            explainer: explainer, view: explainer.view(photo), target: 0, other: 1)
        let (graph, pictures) = try question.answer(proves: true)
        for sentence in ConceptGraph.sentences(of: graph.panels, agreement: graph.agreement) { print(sentence) }
        for edit in graph.edits { print(edit.concept, edit.change, edit.decisionAfter.name) }

        #expect(question.warnings.isEmpty && pictures.count == graph.edits.count)
        #expect(said.contains { $0.hasPrefix("Not a lagoon: lagoon") })
        // What lagoon lacks is a blue square; with one in the picture it gains.
        let leading = try #require(question.leadingOfAsked(in: graph))
        let strongest = trained.concepts[leading.position][leading.number].center
        #expect(leading.position == 1 && strongest[2] == strongest.max())
        let proof = try #require(graph.edits.first)
        let (before, after) = (try #require(proof.before[0].score), try #require(proof.after[0].score))
        #expect(after > before + 1)
        // And what makes it an ember is the red one.
        let why = ConceptQuestion(explainer: explainer, view: question.view, target: 0, other: nil)
        let red = try #require(why.leading(in: why.answer(proves: false).graph))
        #expect(trained.concepts[red.position][red.number].center[0] > 1)
    }

    /// Each line of the articles' code stands above, but for the layer and the sizes of the pictures' world.
    @Test(arguments: ["DiscoveringConcepts", "WhyAndWhyNot"]) func `The articles' code is tested`(article: String)
        throws
    {
        let tests = URL(filePath: #filePath)
        let root = tests.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = "Sources/RationaleConcepts/RationaleConcepts.docc/\(article).md"
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        let code = try String(contentsOf: tests, encoding: .utf8)
            .replacing(
                "plan: Squares.plan, clusterer: KMeans(clusters: 3)",
                with: "plan: RegionPlan(maxArea: 0.3, filter: .none), clusterer: KMeans(clusters: 30)"
            )
            .replacing("[\"detect\"]", with: "[\"layer4\"]")
        let lines = Set(code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        var (isCode, count) = (false, 0)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isCode = line == "```swift"
            } else if isCode {
                #expect(lines.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)")
                count += 1
            }
        }
        #expect(count >= 10)
    }
}
