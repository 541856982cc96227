import RationaleAttribution
import RationaleNetworks
import RationaleTorch
import Testing

/// Captum's numbers, on its own network and on the one that is prepared for explaining.
@Suite struct GoldenGradientTests {
    @Test(
        arguments: [
            ("cnn", "gradient", Gradient(channels: .sum)), ("vit", "gradient", Gradient(channels: .sum)),
            ("cnn", "input-x-gradient", InputTimesGradient()),
            ("cnn", "guided-backpropagation", GuidedBackpropagation(channels: .sum)),
            ("cnn", "deconvolution", Deconvolution(channels: .sum)),
        ] as [(String, String, any AttributionMethod)], [false, true])
    func gradients(_ method: (classifier: String, name: String, value: any AttributionMethod), isPrepared: Bool) throws
    {
        let golden = try Golden.document("gradients-\(method.classifier)", as: Golden.Cases.self)
        let classifier = try Golden.classifier(method.classifier)
        let found = try method.value.answer(
            .golden(isPrepared ? classifier.prepared() : classifier, count: 2))
        #expect(difference(found.values, try #require(golden.cases[method.name]).tensor) < 1e-5)
    }

    @Test(arguments: ["smoothgrad", "vargrad"])
    func noise(_ name: String) throws {
        struct Document: Decodable {
            let seed: UInt64
            let samples: Int
            let deviation: Double
            let firstNoise: Golden.Array
            let cases: [String: Golden.Array]
        }
        let golden = try Golden.document("noise-cnn", as: Document.self)
        let drawn = Tensor.normal([1, 3, 32, 32], using: Generator(seed: golden.seed)).floats
        // Logarithms and cosines differ in the last bits between vector widths.
        #expect(zip(drawn, golden.firstNoise.values).allSatisfy { abs(Double($0) - $1) < 1e-5 })
        let level = NoiseLevel.absolute(golden.deviation)
        let method: any AttributionMethod =
            name == "vargrad"
            ? VarGrad(samples: golden.samples, noise: level, seed: golden.seed)
            : SmoothGrad(samples: golden.samples, noise: level, channels: .sum, seed: golden.seed)
        let found = try method.answer(.golden(try Golden.classifier("cnn"), count: 2))
        #expect(difference(found.values, try #require(golden.cases[name]).tensor) < 1e-5)
    }

    @Test(
        arguments: [("cnn", 7), ("cnn", 50), ("vit", 50)], QuadratureRule.allCases)
    func integratedGradients(_ file: (classifier: String, steps: Int), _ rule: QuadratureRule) throws {
        struct Document: Decodable {
            struct Case: Decodable {
                let values: Golden.Array
                let gap: Golden.Array
            }
            let pictures: Int
            let cases: [String: Case]
        }
        let golden = try Golden.document("integrated-gradients-\(file.classifier)-\(file.steps)", as: Document.self)
        let names: [QuadratureRule: String] = [
            .riemannLeft: "riemann_left", .riemannRight: "riemann_right", .riemannMiddle: "riemann_middle",
            .trapezoid: "riemann_trapezoid", .gaussLegendre: "gausslegendre",
        ]
        guard let expected = golden.cases[names[rule]!] else { return }
        let baseline = Baseline.custom(Tensor([0.3, -0.2, 0.1] as [Float], shape: [3, 1, 1]))
        let method = IntegratedGradients(steps: file.steps, rule: rule, baseline: baseline)
        let classifier = try Golden.classifier(file.classifier)
        let question = try Question.golden(classifier, count: golden.pictures)
        let found = try method.answer(question)

        // Captum's trapezoid adds up to 1 − 1/steps of the integral.
        let share = rule == .trapezoid ? 1 - 1 / Double(file.steps) : 1
        #expect(difference(found.values * share, expected.values.tensor) < 1e-5)
        if rule != .trapezoid {
            let rise = try rise(classifier, question.input, baseline.values(for: question), question.targets)
            for (index, gap) in try #require(found.convergenceGaps).enumerated() {
                let captum = abs(expected.gap.values[index])
                #expect(abs(gap * abs(rise[index]) - captum) < 1e-5)
            }
        }
    }

    private func rise(
        _ classifier: Classifier, _ input: Tensor, _ baseline: Tensor, _ targets: [Target]
    ) throws -> [Double] {
        let logits = try classifier.scores(of: input)
        let resolved = try Target.resolve(targets, logits: logits, in: classifier)
        return (resolved.scores(logits) - resolved.scores(try classifier.scores(of: baseline))).elements(
            as: Double.self)
    }
}

extension Question {
    /// The golden pictures, and their classes.
    static func golden(_ classifier: Classifier, count: Int, budget: MemoryBudget = .standard) throws -> Question {
        Question(
            classifier: classifier, input: try Golden.pictures().slice(0, 0..<count),
            targets: Array(Golden.targets.prefix(count)), budget: budget)
    }
}
