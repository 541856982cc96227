import RationaleAttribution
import RationaleNetworks
import RationaleTorch
import Testing

/// Each sampling method against a loop straight from its formula, in double precision, one point at a time.
@Suite struct SlowTwinTests {
    private let classifier: Classifier
    private let pictures: Tensor

    init() throws {
        var classifier = try Golden.classifier("cnn")
        classifier.network.weights = classifier.network.weights.mapValues {
            $0.dtype.isFloatingPoint ? $0.converted(to: .float64) : $0
        }
        classifier.input.dtype = .float64
        self.classifier = classifier
        pictures = try Golden.pictures().converted(to: .float64)
    }

    /// `∂s/∂x` at one point, `[1, 3, 32, 32]`.
    private func gradient(_ x: Tensor, _ index: Int) throws -> Tensor {
        let leaf = x.requiringGradient
        let score = try classifier.scores(of: leaf).slice(1, index..<index + 1)
        return try RationaleTorch.gradient(of: score, with: leaf)
    }

    private func question(_ picture: Int, _ index: Int, budget: MemoryBudget) -> Question {
        Question(
            classifier: classifier, input: pictures.slice(0, picture..<picture + 1), targets: [.index(index)],
            budget: budget)
    }

    @Test(arguments: QuadratureRule.allCases, [MemoryBudget.standard, MemoryBudget(bytes: 1)])
    func integratedGradients(_ rule: QuadratureRule, _ budget: MemoryBudget) throws {
        let x = pictures.slice(0, 1..<2)
        let start = x * 0 + 0.25
        var sum = x.zerosLike
        for sample in rule.samples(9) {
            sum = sum + sample.weight * (try gradient(start + sample.place * (x - start), 4))
        }
        let method = IntegratedGradients(steps: 9, rule: rule, baseline: .custom(Tensor(0.25)))
        let found = try method.answer(question(1, 4, budget: budget))
        #expect(difference(found.values, sum * (x - start)) < 1e-11)
    }

    @Test(arguments: [MemoryBudget.standard, MemoryBudget(bytes: 1), MemoryBudget(bytes: 1 << 40, largestChunk: 4)])
    func noise(_ budget: MemoryBudget) throws {
        let x = pictures.slice(0, 0..<1)
        let generator = Generator(seed: 42)
        let deviation = 0.1 * (x.maximum().item - x.minimum().item)
        let gradients = try (0..<6).map { _ in
            try gradient(x + deviation * Tensor.normal(x.shape, using: generator, dtype: .float64), 2)
        }
        let mean = gradients.reduce(x.zerosLike, +) / 6
        let variance = gradients.map { ($0 - mean).power(2) }.reduce(x.zerosLike, +) / 6
        let question = question(0, 2, budget: budget)
        let smooth = SmoothGrad(samples: 6, noise: .relative(0.1), channels: .sum, seed: 42)
        #expect(difference(try smooth.answer(question).values, mean) < 1e-11)
        let spread = VarGrad(samples: 6, noise: .relative(0.1), seed: 42)
        #expect(difference(try spread.answer(question).values, variance) < 1e-10)
    }

    /// Rectifiers switch along the way, so the sums only tend to the rise of the score; faster ones sooner.
    @Test(arguments: QuadratureRule.allCases)
    func integratedGradientsAddUpToTheRiseOfTheScore(_ rule: QuadratureRule) throws {
        let gaps = try [20, 500].map { steps in
            let answer = try IntegratedGradients(steps: steps, rule: rule, baseline: .black).answer(
                question(0, 3, budget: .standard))
            return try #require(answer.convergenceGaps)[0]
        }
        #expect(gaps[1] < 0.01)
        #expect(gaps[1] < gaps[0])
    }
}
