import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleText
import RationaleTorch
import Testing

/// Judging explanations of descriptions, with a network that reads them by rule.
@Suite struct TextTruthEvaluationTests {
    private let world = DescriptionWorld.standard

    /// Says 1 of the words that decide, 0 of the others.
    private struct Oracle: AttributionMethod {
        static let identifier = "oracle"
        static let summary = "Knows the truth"
        let unit = MapUnit.relative
        let isSigned = false
        let readsTokens = true
        let isInverted: Bool
        let truths: [[Int]: Set<Int>]

        func answer(_ question: Question) throws -> Answer {
            let tokens = question.input.elements(as: Int64.self).map(Int.init)
            let decisive = truths[tokens] ?? []
            let values = tokens.indices.map { Float(decisive.contains($0) != isInverted ? 1 : 0) }
            return Answer(Tensor(values, shape: [1, values.count]), targets: try question.resolve())
        }
    }

    private struct Failing: AttributionMethod {
        static let identifier = "failing"
        static let summary = "Fails"
        let unit = MapUnit.relative
        let isSigned = false
        func answer(_ question: Question) throws -> Answer { throw RationaleError(.usage, "made for pictures") }
    }

    /// Every description answered rightly: scores are looked up by the text's tokens, summed as a fingerprint.
    private func classifier(_ vocabulary: Vocabulary, seed: UInt64, count: Int, answersRightly: Bool = true)
        -> Classifier
    {
        var builder = GraphBuilder()
        let tokens = builder.input()
        let vectors = builder.embedding(tokens, "embedding", count: vocabulary.count, width: 10, padding: 1)
        let output = builder.call("aten::sum.dim_IntList", .value(vectors), .constant(.ints([1])))
        let graph = builder.graph(returning: output)
        // Naive counts: how often a decisive word goes with a species.
        var table = [Float](repeating: 0, count: vocabulary.count * 10)
        for number in 0..<4000 {
            let description = world.description(seed: UInt64(number))
            for place in description.decisive {
                let token = vocabulary[description.words[place]] ?? 0
                table[token * 10 + (answersRightly ? description.species : 9 - description.species)] += 1
            }
        }
        for token in 0..<vocabulary.count {
            let sum = table[token * 10..<token * 10 + 10].reduce(0, +)
            for species in 0..<10 where sum > 0 { table[token * 10 + species] /= sum }
        }
        let network = Network(
            name: "counts", graph: graph,
            weights: [graph.parameters[0].id: Tensor(table, shape: [vocabulary.count, 10])], inputs: [.tokens])
        return Classifier(network, scoring: .softmax, labels: world.species.map(\.name), vocabulary: vocabulary)
    }

    @Test func `The truth gets 1, its opposite 0, chance chance; who fails is reported`() throws {
        let vocabulary = Vocabulary(mostFrequentOf: (0..<2000).map { world.description(seed: UInt64($0)).words })
        let classifier = classifier(vocabulary, seed: 0, count: 60)
        var truths: [[Int]: Set<Int>] = [:]
        for number in 0..<60 {
            let description = world.description(seed: SceneSeeds.evaluation(number, series: 5))
            truths[try vocabulary.tokenized(words: description.words).tokens] = Set(description.decisive)
        }
        let evaluation = TextTruthEvaluation(count: 60, seed: 5)
        var steps = 0
        let report = try evaluation.run(
            [Oracle(isInverted: false, truths: truths), Failing(), RandomMap()], of: classifier, in: world
        ) { _, _, _ in steps += 1 }
        #expect(report.methods.map(\.method) == ["oracle", "random"])
        let oracle = report.methods[0]
        #expect(oracle.scores.map(\.value) == [1, 1, 1])
        #expect(oracle.scores.map(\.name) == ["decisive-share", "decisive-ranking", "decisive-top"])
        let accuracy = try #require(report.network.first)
        #expect(accuracy.value > 0.3 && oracle.maps == Int((accuracy.value * 60).rounded()))
        let chance = try #require(report.network.last)
        let random = report.methods[1]
        #expect(abs(random["decisive-share"]!.value - chance.value) < 0.08)
        #expect(abs(random["decisive-ranking"]!.value - 0.5) < 0.12)
        #expect(report.failures.map(\.method) == ["failing"] && report.failures[0].error.message == "made for pictures")
        #expect(steps == 2 * oracle.maps + 1)

        let opposite = try evaluation.run([Oracle(isInverted: true, truths: truths)], of: classifier, in: world)
        #expect(opposite.methods[0].scores.map(\.value) == [0, 0, 0])
        #expect(opposite.methods[0].degenerateMaps == 0)
    }

    @Test func `Networks of other classes, or without words, are refused`() throws {
        let vocabulary = Vocabulary(mostFrequentOf: [["bird"]])
        var other = classifier(vocabulary, seed: 0, count: 5)
        other.labels = ["a", "b"]
        let classes = #expect(throws: RationaleError.self) { try TextTruthEvaluation(count: 5).run([], of: other) }
        #expect(classes?.code == .usage && classes?.hint?.contains("train text") == true)
        other.vocabulary = nil
        let words = #expect(throws: RationaleError.self) { try TextTruthEvaluation(count: 5).run([], of: other) }
        #expect(words?.hint?.contains("--vocabulary") == true)
    }
}
