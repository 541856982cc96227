import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleText
import RationaleTorch
import Testing

struct ComparisonTests {
    private let classifier = ThreeLayers.classifier()

    private func probabilities(_ count: Int) throws -> [Double] {
        try (0..<count).map { index in
            let input = try NoiseSamples(count: count).sample(index, for: classifier).input
            return try classifier.scores(of: input).softmax(1).maximum().item
        }
    }

    /// The samples that a filter chooses.
    private func selection(_ filter: SampleFilter, _ source: NoiseSamples) throws -> SampleSelection {
        try MethodComparison([], filter: filter).run([ComparedMethod(ImageCentre())], of: classifier, on: source)
            .selection
    }

    @Test func `Samples are kept whose class is probable, and those that are broken passed over`() throws {
        let all = try probabilities(30)
        let limit = all.sorted()[15]
        let selection = try selection(
            SampleFilter(leastProbability: limit), NoiseSamples(count: 30, unreadable: [3, 8]))
        let expected = all.indices.filter { all[$0] >= limit && ![3, 8].contains($0) }
        #expect(abs(selection.chosen.count - expected.count) <= 1)
        #expect(selection.chosen.map(\.index).filter { all[$0] > limit } == expected.filter { all[$0] > limit })
        #expect(selection.passedOver.map(\.name) == ["noise 3", "noise 8"])
        #expect(selection.seen == 30)
        for chosen in selection.chosen { #expect(abs(chosen.probability - all[chosen.index]) < 1e-6) }
    }

    @Test func `A subset has no sample twice, its seed decides, and it looks no further than it needs`() throws {
        func subset(_ seed: UInt64) throws -> SampleSelection {
            try selection(SampleFilter(leastProbability: 0, count: 9, seed: seed), NoiseSamples(count: 40))
        }
        let one = try subset(1)
        #expect(Set(one.chosen.map(\.index)).count == 9 && one.seen == 9)
        #expect(try subset(1).chosen.map(\.index) == one.chosen.map(\.index))
        #expect(try subset(2).chosen.map(\.index) != one.chosen.map(\.index))
    }

    @Test func `Nothing that is left is an error that says why`() {
        let none = #expect(throws: RationaleError.self) {
            try selection(SampleFilter(leastProbability: 1), NoiseSamples(count: 5))
        }
        #expect(none?.code == .badData)
        #expect(none?.message.contains("of 5, 5 have a target less probable") == true)
        let broken = #expect(throws: RationaleError.self) {
            try selection(SampleFilter(), NoiseSamples(count: 2, unreadable: [0, 1]))
        }
        #expect(broken?.message == "noise 0: it is broken")
    }

    @Test func `Scores are means, differences means of pairs, and both have intervals`() throws {
        let comparison = MethodComparison(
            [PointingGame(), IntersectionOverUnion()], filter: SampleFilter(leastProbability: 0))
        let methods = [ComparedMethod(FixedMaps(seed: 1)), ComparedMethod(ImageCentre())]
        var steps: [String] = []
        let report = try comparison.run(methods, of: try classifier.prepared(), on: NoiseSamples(count: 11)) {
            steps.append($2)
        }
        #expect(report.methods == ["fixed", "centre"] && report.samples.count == 11)
        #expect(steps.contains("judging noise 10"))
        let iou = try #require(report.measures.first { $0.name == "iou" })
        let values = report.samples.compactMap { $0.values["fixed"]?["iou"] }
        let others = report.samples.compactMap { $0.values["centre"]?["iou"] }
        let score = try #require(report.score(iou, of: "fixed"))
        #expect(values.count == 11 && abs(score.value - values.reduce(0, +) / 11) < 1e-12)
        #expect(score.low < score.value && score.value < score.high)
        let difference = try #require(report.difference(iou, of: "fixed", from: "centre"))
        #expect(abs(difference.value - zip(values, others).reduce(0) { $0 + $1.0 - $1.1 } / 11) < 1e-12)
        // The centre is the same for all, so pairs tell no more than the method alone.
        #expect(abs((difference.high - difference.low) - (score.high - score.low)) < 1e-9)
        // A map is explained in a batch of eight at most; alone it is the same.
        let direct = try FixedMaps(seed: 1).attribute(
            try NoiseSamples(count: 11).sample(2, for: classifier).input, in: classifier)[0].map
        #expect(direct.values.count == 144)
    }

    @Test func `Classes count alike however many samples they have, with the intervals of drawn classes`() throws {
        // By hand: class 0 hits once in three, class 1 always; class 2 has no sample. Two thirds per class, a half over samples.
        let hits: [(Int, Bool)] = [(0, true), (0, false), (0, false), (1, true)]
        let report = try MethodComparison(
            [PointingGame(.published, tolerance: 0)], filter: SampleFilter(leastProbability: 0)
        )
        .run(
            [ComparedMethod(Peaks(hits: hits.map(\.1))), ComparedMethod(ImageCentre())], of: classifier,
            on: Labelled(labels: hits.map(\.0)))
        func score(_ name: String) throws -> (own: Score, difference: Score) {
            let measure = try #require(report.measures.first { $0.name == name })
            return (
                try #require(report.score(measure, of: "peaks")),
                try #require(report.difference(measure, of: "peaks", from: "centre"))
            )
        }
        #expect(report.selection.classes == 3)
        let perClass = try score("pointing-game-per-class")
        #expect(try score("pointing-game").own.value == 0.5)
        #expect(abs(perClass.own.value - 2.0 / 3) < 1e-12 && perClass.own.count == 4)
        #expect(abs(try score("pointing-game-all-classes").own.value - (1.0 / 3 + 1) / 3) < 1e-12)
        // The centre, (6, 6) of 12×12, is beside the region, rows 1 to 4 and columns 2 to 5.
        #expect(abs(perClass.difference.value - 2.0 / 3) < 1e-12)
        let expected = try #require(
            report.bootstrap.interval(count: 2) { $0.reduce(0) { $0 + [1.0 / 3, 1][$1] } / 2 })
        #expect(abs(perClass.own.low - expected.lowerBound) < 1e-12)
        #expect(abs(perClass.own.high - expected.upperBound) < 1e-12)
    }

    @Test func `Two seeds agree as far as their maps correlate`() throws {
        let comparison = MethodComparison([PointingGame()], filter: SampleFilter(leastProbability: 0))
        let same = ComparedMethod(FixedMaps(seed: 1), reseeded: FixedMaps(seed: 1))
        let report = try comparison.run([same], of: classifier, on: NoiseSamples(count: 3))
        let agreement = try #require(report.score(MapAgreement.measure, of: "fixed"))
        #expect(abs(agreement.value - 1) < 1e-9)
        let other = ComparedMethod(FixedMaps(seed: 1), reseeded: FixedMaps(seed: 2))
        let noise = try comparison.run([other], of: classifier, on: NoiseSamples(count: 3))
        #expect(abs(try #require(noise.score(MapAgreement.measure, of: "fixed")).value) < 0.3)
        #expect(MapAgreement.value(.constant(1, height: 2, width: 2), .constant(1, height: 2, width: 2)) == 0)
    }

    @Test func `A method that fails is reported, and thrown where it is the only one`() throws {
        let comparison = MethodComparison([PointingGame()], filter: SampleFilter(leastProbability: 0))
        let failing = ComparedMethod(FixedMaps(fails: true))
        let report = try comparison.run(
            [failing, ComparedMethod(ImageCentre())], of: classifier, on: NoiseSamples(count: 3))
        #expect(report.methods == ["centre"] && report.failures.map(\.method) == ["fixed"])
        #expect(throws: RationaleError.self) {
            try comparison.run([failing], of: classifier, on: NoiseSamples(count: 3))
        }
    }

    @Test func `A published value that is no number is no number of the whole, and breaks nothing`() throws {
        let comparison = MethodComparison(
            [SensitivityN(.published, sizes: [5], masks: 5)], filter: SampleFilter(leastProbability: 0))
        let classifier = ThreeLayers.classifier()
        let report = try comparison.run([ComparedMethod(ConstantMaps())], of: classifier, on: NoiseSamples(count: 2))
        let score = try #require(report.score(report.measures[0], of: "constant"))
        #expect(score.value.isNaN && score.count == 2)
        #expect(report.degenerateMaps(of: "constant") == 2)
    }
}

extension ComparisonTests {
    @Test func `Texts are compared like pictures, each method asked as it reads them`() throws {
        var classifier = try PerturbableInputTests.textNetwork()
        let words = ["<unk>", "<pad>"] + (2..<10).map { "word\($0)" }
        classifier.vocabulary = try Vocabulary(words: words)
        let comparison = MethodComparison(
            [Deletion(), Insertion(), SensitivityN(masks: 10), Degradation()],
            filter: SampleFilter(leastProbability: 0, count: 3))
        let gradient = ComparedMethod(IntegratedGradients(steps: 5))  // of word vectors
        let lime = ComparedMethod(LIME(samples: 20))  // of tokens
        let report = try comparison.run([gradient, lime], of: classifier, on: SomeTexts())
        #expect(report.samples.count == 3 && report.failures.isEmpty)
        for name in ["deletion", "insertion", "sensitivity-n", "degradation"] {
            let measure = try #require(report.measures.first { $0.name == name })
            for method in ["integrated-gradients", "lime"] { #expect(report.score(measure, of: method)?.count == 3) }
        }
        // The same as asking one by one.
        let sample = report.samples[1]
        let index = try #require(Int(sample.name))
        let text = try SomeTexts.text(index, classifier.knownWords)
        let map = try gradient.method.attribute(text, target: .index(sample.target), in: classifier).map
        let input = try PerturbableInput(
            classifier, tokens: classifier.tokens(of: text), embeddedBy: "embedding", target: sample.target)
        let alone = try Deletion().values(of: [map], for: JudgedSample(name: "alone", input: input))[0]["deletion"]
        #expect(abs((alone ?? 9) - (sample.values["integrated-gradients"]?["deletion"] ?? -9)) < 1e-6)
    }

    @Test func `Texts without words, and networks that read none, are refused`() throws {
        let classifier = try PerturbableInputTests.textNetwork()
        let empty = #expect(throws: RationaleError.self) {
            try Sample(TokenizedText(words: [], tokens: []), for: classifier)
        }
        #expect(empty?.code == .badData)
        let text = TokenizedText(words: ["a"], tokens: [2])
        let pictures = #expect(throws: RationaleError.self) { try Sample(text, for: self.classifier) }
        #expect(pictures?.message.contains("cannot read a text") == true)
        let unnamed = #expect(throws: RationaleError.self) { try classifier.knownWords }
        #expect(unnamed?.hint?.contains("--vocabulary") == true)
    }
}

/// Texts of different lengths.
private struct SomeTexts: SampleSource {
    let count = 9

    static func text(_ index: Int, _ vocabulary: Vocabulary) throws -> TokenizedText {
        try vocabulary.tokenized(words: (0..<5 + index % 3).map { "word\(($0 * 3 + index) % 8 + 2)" })
    }

    func name(of index: Int) -> String { "\(index)" }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        try Sample(Self.text(index, classifier.knownWords), for: classifier)
    }
}

private struct ConstantMaps: AttributionMethod {
    static let identifier = "constant"
    static let summary = "A test's"
    let unit = MapUnit.relative
    let isSigned = false

    func answer(_ question: Question) throws -> Answer {
        Answer(.ones([question.batch, 4, 4]), targets: try question.resolve())
    }
}

/// Pictures with a class each.
private struct Labelled: SampleSource {
    let labels: [Int]
    var count: Int { labels.count }

    func name(of index: Int) -> String { "\(index)" }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        var sample = try NoiseSamples(count: count).sample(index, for: classifier)
        sample.label = labels[index]
        return sample
    }
}

/// A peak in the region of ``NoiseSamples`` or in the corner, by the number of the input in its batch.
private struct Peaks: AttributionMethod {
    static let identifier = "peaks"
    static let summary = "A test's"
    let unit = MapUnit.relative
    let isSigned = false
    var hits: [Bool]

    func answer(_ question: Question) throws -> Answer {
        let side = ThreeLayers.side
        let maps = (0..<question.batch).map { index in
            let peak = hits[question.offset + index] ? 2 * side + 3 : side * side - 1
            return Tensor((0..<side * side).map { Float($0 == peak ? 1 : 0) }, shape: [side, side])
        }
        return Answer(Tensor.stacked(maps), targets: try question.resolve())
    }
}
