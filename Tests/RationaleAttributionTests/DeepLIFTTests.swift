import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// DeepLIFT and deep SHAP: known answers, completeness, captum's numbers.
@Suite struct DeepLIFTTests {
    private struct Document: Decodable {
        let baselines: Golden.Array
        let cases: [String: Golden.Array]

        func baseline(_ index: Int) -> Baseline {
            .custom(baselines.tensor.selected(0, index).reshaped([3, 1, 1]))
        }
    }

    /// Rectifiers in place and used twice, which captum itself refuses: its numbers are those of a copy without.
    @Test(arguments: [false, true])
    func captumsNumbers(isPrepared: Bool) throws {
        let golden = try Golden.document("deep-lift-cnn", as: Document.self)
        let classifier = try Golden.classifier("cnn")
        let question = try Question.golden(isPrepared ? classifier.prepared() : classifier, count: 2)
        let one = try DeepLIFT(baseline: golden.baseline(0)).answer(question)
        #expect(difference(one.values, try #require(golden.cases["deep-lift"]).tensor) < 1e-5)
        let both = try DeepSHAP(baselines: [golden.baseline(0), golden.baseline(1)]).answer(question)
        #expect(difference(both.values, try #require(golden.cases["deep-shap"]).tensor) < 1e-5)
        for gap in try #require(one.convergenceGaps) + #require(both.convergenceGaps) { #expect(gap < 1e-4) }
    }

    /// `wᶜ ⊙ (x − b)`, exactly.
    @Test func aLinearNetworkGivesItsWeights() throws {
        let (x, w) = (AnalyticNetwork.inputs, AnalyticNetwork.weights)
        let b = AnalyticNetwork.numbers(AnalyticNetwork.shape, seed: 9)
        let question = Question(classifier: AnalyticNetwork.linear, input: x, targets: [.index(1)])
        let answer = try DeepLIFT(baseline: .custom(b)).answer(question)
        #expect(difference(answer.values, w.selected(0, 1) * (x - b)) < 1e-14)
    }

    /// `relu(x₁ + x₂ − 1)` from 0: on only because of both, which share it by their parts of the rise; the gradient at
    /// the baseline is zero, and the derivative at the input does not add up.
    @Test func aRectifierSharesWhatItLetsThrough() throws {
        let classifier = AnalyticNetwork.classifier(shape: [2], weights: Tensor([1, 1] as [Double], shape: [1, 2])) {
            builder, x in
            let weight = builder.parameter("weight", [1, 2], .constant(0))
            let sum = builder.call("aten::linear", .value(x), weight)
            let shifted = builder.call("aten::sub.Scalar", .value(sum), .constant(.double(1)))
            return builder.call("aten::relu", .value(shifted))
        }
        let x = Tensor([1.5, 0.5, -2, 0.5] as [Double], shape: [2, 2])
        let answer = try DeepLIFT().answer(Question(classifier: classifier, input: x, targets: [.index(0)]))
        // The rise is 1 over a way of 2: half of each part. The second input stays off.
        #expect(answer.values.elements(as: Double.self) == [0.75, 0.25, 0, 0])
        #expect(answer.convergenceGaps == [0, 0])
    }

    /// The larger of two maxima is where the change is: at the input's where it rises, at the reference's where it falls.
    @Test func aMaximumGivesTheChangeToItsPlace() throws {
        let classifier = Self.classifier([1, 2, 2]) { builder, x in
            builder.call("aten::max_pool2d", .value(x), .constant(.ints([2, 2])))
        }
        let b = Tensor([1, 5, 0, 0] as [Double], shape: [1, 2, 2])
        let x = Tensor([9, 2, 0, 0, 2, 1, 3, 0] as [Double], shape: [2, 1, 2, 2])
        let answer = try DeepLIFT(baseline: .custom(b)).answer(
            Question(classifier: classifier, input: x, targets: [.index(0)]))
        // 5 → 9 by the first pixel; 5 → 3 by the second, whose 4 is lost, though the largest is the third now.
        #expect(answer.values.elements(as: Double.self) == [4, 0, 0, 0, 0, -2, 0, 0])
        #expect(answer.convergenceGaps == [0, 0])
    }

    /// Everything that the rule is exact for, in one network, and features that are used twice.
    @Test(
        arguments: ["aten::relu", "aten::tanh", "aten::gelu", "aten::silu", "aten::sigmoid", "aten::softplus"]
            as [Operator])
    func sharesAddUp(_ nonlinearity: Operator) throws {
        let classifier = Self.classifier([2, 6, 6], features: 2 * 9, classes: 3) { builder, x in
            let y = builder.call(
                nonlinearity, .value(builder.call("aten::mul.Scalar", .value(x), .constant(.double(2)))))
            let mean = builder.call("aten::avg_pool2d", .value(y), .constant(.ints([3, 3])), .constant(.ints([1, 1])))
            let wide = builder.call(
                "aten::max_pool2d", .value(builder.call("aten::add.Tensor", .value(mean), .value(mean))),
                .constant(.ints([2, 2])), .constant(.ints([1, 1])))
            return builder.call(nonlinearity, .value(wide))
        }
        let x = AnalyticNetwork.numbers([4, 2, 6, 6], seed: 3)
        let b = AnalyticNetwork.numbers([2, 6, 6], seed: 4)
        let question = Question(
            classifier: classifier, input: x, targets: [.difference(.index(2), insteadOf: .index(0))])
        for answer in [
            try DeepLIFT(baseline: .custom(b)).answer(question),
            try DeepSHAP(baselines: [.zeros, .custom(b), .zeros]).answer(question),
        ] {
            for gap in try #require(answer.convergenceGaps) { #expect(gap < 1e-12, "\(nonlinearity)") }
            #expect(answer.warnings.allSatisfy { $0.isEmpty })
        }
    }

    /// Where nothing changes there is nothing to share, and no division by zero.
    @Test func theBaselineItselfHasNoShares() throws {
        let question = try Question.golden(try Golden.classifier("cnn"), count: 2)
        let answer = try DeepLIFT(baseline: .custom(question.input)).answer(question)
        #expect(answer.values.absolute.maximum().item == 0)
        #expect(answer.convergenceGaps == [0, 0])
    }

    @Test func thePublishedPresetIsOneBaselineOfZeros() throws {
        let question = try Question.golden(try Golden.classifier("cnn"), count: 2)
        let ten = try DeepSHAP.published.answer(question).values
        #expect(difference(ten, try DeepLIFT().answer(question).values) < 1e-6)
        #expect(DeepSHAP.published.settings["baseline"]?.split(separator: ",").count == 10)
    }

    @Test func attentionShowsInTheGap() throws {
        let question = try Question.golden(try Golden.classifier("vit"), count: 2)
        let answer = try DeepLIFT(tolerance: 1e-6).answer(question)
        #expect(answer.values.isFinite)
        #expect(answer.warnings.allSatisfy { $0.contains { $0.contains("multiplies or normalises") } })
    }

    @Test func namesOfBaselinesAreOptions() throws {
        let method = try AttributionMethods.named("deep-shap", ["baseline": "black,zeros,zeros"])
        #expect(method.settings["baseline"] == "black,zeros,zeros")
        #expect(throws: RationaleError.self) { try AttributionMethods.named("deep-shap", ["baseline": "black,zeroes"]) }
        #expect(throws: RationaleError.self) {
            try DeepSHAP(baselines: []).answer(.golden(try Golden.classifier("cnn"), count: 1))
        }
    }

    private static func classifier(
        _ shape: [Int], features: Int = 1, classes: Int = 1,
        _ body: (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID
    ) -> Classifier {
        let weights =
            classes == 1
            ? Tensor([1] as [Double], shape: [1, 1]) : AnalyticNetwork.numbers([classes, features], seed: 7)
        return AnalyticNetwork.classifier(shape: shape, weights: weights) { builder, x in
            let y = body(&builder, x)
            return builder.scores(of: y, features: features, classes: classes)
        }
    }
}
