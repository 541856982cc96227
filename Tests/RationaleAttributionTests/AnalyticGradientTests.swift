import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Networks whose answers are known in closed form.
@Suite struct AnalyticGradientTests {
    private let inputs = AnalyticNetwork.inputs

    private func question(_ classifier: Classifier, _ target: Target = .index(1)) -> Question {
        Question(classifier: classifier, input: inputs, targets: [target])
    }

    /// `[1, …shape]`
    private func weight(_ index: Int) -> Tensor { AnalyticNetwork.weights.slice(0, index..<index + 1) }

    @Test func aLinearNetworksGradientIsItsWeight() throws {
        let expected = weight(1).expanded(inputs.shape)
        let found = try Gradient(channels: .sum).answer(question(AnalyticNetwork.linear)).values
        #expect(difference(found, expected) < 1e-14)
        let smooth = SmoothGrad(samples: 7, channels: .sum, seed: 5)
        #expect(difference(try smooth.answer(question(AnalyticNetwork.linear)).values, expected) < 1e-14)
        let variance = try VarGrad(samples: 7, seed: 5).answer(question(AnalyticNetwork.linear)).values
        #expect(variance.absolute.maximum().item < 1e-28)
    }

    @Test func aDifferenceOfClassesIsTheDifferenceOfWeights() throws {
        let target = Target.difference(.index(2), insteadOf: .index(0))
        let found = try Gradient(channels: .sum).answer(question(AnalyticNetwork.linear, target)).values
        #expect(difference(found, (weight(2) - weight(0)).expanded(inputs.shape)) < 1e-14)
    }

    @Test func theLargestMagnitudeOverChannelsIsPublished() throws {
        let found = try Gradient().answer(question(AnalyticNetwork.linear)).values
        let expected = weight(1).absolute.maximum([1]).expanded([3, 3, 4])
        #expect(found.elements(as: Double.self) == expected.elements(as: Double.self))
    }

    @Test(arguments: QuadratureRule.allCases)
    func aLinearNetworksIntegralIsExactByEveryRule(_ rule: QuadratureRule) throws {
        let baseline = AnalyticNetwork.numbers([3] + AnalyticNetwork.shape, seed: 9)
        let method = IntegratedGradients(steps: 6, rule: rule, baseline: .custom(baseline))
        let answer = try method.answer(question(AnalyticNetwork.linear))
        #expect(difference(answer.values, weight(1) * (inputs - baseline)) < 1e-14)
        let gaps = try #require(answer.convergenceGaps)
        #expect(gaps.allSatisfy { $0 < 1e-12 })
        #expect(answer.warnings == [[], [], []])
    }

    /// `∫ 2 w α x dα` over n equal steps: left sums miss 1/n of it, right ones exceed it by as much, others are exact.
    @Test(arguments: QuadratureRule.allCases)
    func aQuadraticNetworksGapIsThatOfTheRule(_ rule: QuadratureRule) throws {
        let steps = 10
        let answer = try IntegratedGradients(steps: steps, rule: rule).answer(question(AnalyticNetwork.quadratic))
        let error: Double =
            switch rule {
            case .riemannLeft: -1 / Double(steps)
            case .riemannRight: 1 / Double(steps)
            default: 0
            }
        #expect(difference(answer.values, weight(1) * inputs * inputs * (1 + error)) < 1e-12)
        let gaps = try #require(answer.convergenceGaps)
        #expect(gaps.allSatisfy { abs($0 - abs(error)) < 1e-12 })
        #expect(answer.warnings.allSatisfy { $0.isEmpty == (error == 0) })
    }

    @Test func aGradientThatVariesHasTheVarianceOfTheNoise() throws {
        // ∂s/∂x = 2 w x: under noise of deviation σ its variance tends to (2 w σ)².
        let answer = try VarGrad(samples: 4000, noise: .absolute(0.5), seed: 1).answer(
            question(AnalyticNetwork.quadratic))
        let ratio = answer.values / (weight(1) * weight(1)).expanded(inputs.shape)
        #expect(ratio.minimum().item > 0.85)
        #expect(ratio.maximum().item < 1.15)
    }

    @Test func theNoiseIsRelativeToEachInputsRange() throws {
        let tenTimes = Question(classifier: AnalyticNetwork.quadratic, input: inputs * 10, targets: [.index(1)])
        let method = VarGrad(samples: 5, noise: .relative(0.2), seed: 1)
        let once = try method.answer(question(AnalyticNetwork.quadratic)).values
        #expect(difference(try method.answer(tenTimes).values, once * 100) < 1e-12)
    }

    @Test(arguments: [
        (Baseline.zeros, [0.0, 0.0]), (.black, [-1, -2]),
        (.custom(Tensor([1.5, -1] as [Float], shape: [2, 1, 1])), [1.5, -1]),
    ])
    func baselinesAreWhatTheyAreCalled(_ baseline: Baseline, _ levels: [Double]) throws {
        let values = try baseline.values(for: question(AnalyticNetwork.linear))
        let expected = Tensor(levels, shape: [1, 2, 1, 1]).expanded(inputs.shape)
        #expect(values.elements(as: Double.self) == expected.elements(as: Double.self))
    }

    @Test func theMeanColourIsThePicturesOwn() throws {
        let values = try Baseline.meanColour.values(for: question(AnalyticNetwork.linear))
        #expect(difference(values, inputs.mean([2, 3], keepingDimensions: true).expanded(inputs.shape)) < 1e-15)
    }

    @Test func aBlurKeepsTheMeanOfAPlaneAndSpreadsADot() throws {
        let dot = Tensor(
            (0..<441).map { $0 == 220 ? 1.0 : 0 } + [Double](repeating: 3, count: 441), shape: [1, 2, 21, 21])
        let question = Question(classifier: AnalyticNetwork.linear, input: dot)
        let blurred = try Baseline.blurred(standardDeviation: 2).values(for: question).elements(as: Double.self)
        #expect(abs(blurred[..<441].reduce(0, +) - 1) < 1e-3)
        // A Gaussian of two dimensions: 1 / (2πσ²) in the middle, e^(-½) of it one deviation away.
        #expect(abs(blurred[220] - 1 / (8 * Double.pi)) < 1e-4)
        #expect(abs(blurred[222] / blurred[220] - 0.6065) < 1e-3)
        #expect(blurred[441...].allSatisfy { abs($0 - 3) < 1e-12 })
    }

    @Test func oneBaselineForEachInputFollowsTheChunks() throws {
        let classifier = try Golden.classifier("cnn")
        let pictures = try Golden.pictures()
        let method = IntegratedGradients(steps: 3, baseline: .custom(pictures * 0.5))
        let whole = try method.attribute(pictures, in: classifier)
        let chunked = try method.attribute(pictures, in: classifier, budget: MemoryBudget(bytes: 1))
        for (a, b) in zip(whole, chunked) {
            let error = zip(a.map.values, b.map.values).map { abs($0 - $1) }.max()!
            #expect(error < 1e-5 * a.map.values.largestMagnitude)
        }
    }

    @Test(
        arguments: [
            (IntegratedGradients(steps: 1, rule: .trapezoid), "at least 2 steps"),
            (IntegratedGradients(steps: 0), "at least 1 steps"),
            (IntegratedGradients(baseline: .custom(Tensor.zeros([7]))), "[7]"),
            (IntegratedGradients(baseline: .custom(Tensor.zeros([2, 2, 3, 4]))), "2 baselines for at least 3 inputs"),
            (IntegratedGradients(baseline: .blurred(standardDeviation: 0)), "standard deviation"),
            (SmoothGrad(samples: 0), "0 samples"), (VarGrad(noise: .absolute(-1)), "-1.0"),
        ] as [(any AttributionMethod, String)])
    func settingsThatDoNotFitAreRefused(_ method: any AttributionMethod, _ message: String) throws {
        let error = #expect(throws: (any Error).self) {
            try method.answer(question(AnalyticNetwork.linear))
        }
        #expect("\(error!)".contains(message))
    }
}
