import RationaleAttribution
import Testing

/// What holds for every method, applied to each.
@Suite struct ConformanceTests {
    @Test func gradient() throws {
        try checkAttributionMethod(Gradient(), .dependsOnScores)
        try checkAttributionMethod(Gradient(channels: .sum), [.linearInTarget, .dependsOnScores])
    }

    @Test func inputTimesGradient() throws {
        try checkAttributionMethod(InputTimesGradient(), [.linearInTarget, .dependsOnScores])
    }

    @Test func integratedGradients() throws {
        try checkAttributionMethod(IntegratedGradients(steps: 7), [.linearInTarget, .dependsOnScores])
        try checkAttributionMethod(
            IntegratedGradients(steps: 5, rule: .trapezoid, baseline: .meanColour),
            [.linearInTarget, .dependsOnScores])
    }

    @Test func smoothGrad() throws {
        try checkAttributionMethod(
            SmoothGrad(samples: 5, channels: .sum, seed: 3), [.linearInTarget, .dependsOnScores, .random])
    }

    @Test func varGrad() throws {
        try checkAttributionMethod(VarGrad(samples: 5, seed: 3), [.dependsOnScores, .random])
    }

    @Test func guidedBackpropagation() throws {
        try checkAttributionMethod(GuidedBackpropagation(), .dependsOnScores)
    }

    @Test func deconvolution() throws {
        try checkAttributionMethod(Deconvolution(), .dependsOnScores)
    }

    @Test func gradCAM() throws {
        try checkAttributionMethod(GradCAM(), .dependsOnScores)
        try checkAttributionMethod(GradCAM(layer: "layer1", rectifies: false), [.linearInTarget, .dependsOnScores])
    }

    @Test func elementwiseGradCAM() throws {
        try checkAttributionMethod(ElementwiseGradCAM(), .dependsOnScores)
    }

    @Test func gradCAMPlusPlus() throws {
        try checkAttributionMethod(GradCAMPlusPlus(), .dependsOnScores)
    }

    @Test func layerCAM() throws {
        try checkAttributionMethod(LayerCAM(), .dependsOnScores)
    }

    @Test func occlusion() throws {
        try checkAttributionMethod(Occlusion(), [.linearInTarget, .dependsOnScores])
        try checkAttributionMethod(
            Occlusion(window: 9, stride: 7, baseline: .meanColour), [.linearInTarget, .dependsOnScores])
    }

    // RISE of constant scores is the masks' own mean, which is not quite constant.
    @Test func rise() throws {
        try checkAttributionMethod(RISE(masks: 31, seed: 3), .random)
        try checkAttributionMethod(RISE(masks: 31, score: .logit, seed: 3), [.random, .linearInTarget])
    }

    @Test func deepLIFT() throws {
        try checkAttributionMethod(DeepLIFT(), [.linearInTarget, .dependsOnScores])
        try checkAttributionMethod(DeepLIFT(baseline: .black), [.linearInTarget, .dependsOnScores])
    }

    @Test func deepSHAP() throws {
        try checkAttributionMethod(
            DeepSHAP(baselines: [.zeros, .meanColour, .zeros]), [.linearInTarget, .dependsOnScores])
    }

    // Each step goes on from the one before, and with it what was rounded.
    @Test(arguments: ExtremalPerturbation.Rule.allCases)
    func extremalPerturbation(_ rule: ExtremalPerturbation.Rule) throws {
        try checkAttributionMethod(
            ExtremalPerturbation(areas: [0.2, 0.4], steps: 8, rule: rule), .dependsOnScores, tolerance: 1e-3)
    }

    // A search amplifies the last bits in which batches and chunks differ.
    @Test func informationBottleneck() throws {
        let search = AdamSearch(beta: 10, steps: 3, samples: 4)
        try checkAttributionMethod(
            InformationBottleneck(layer: "layer1", search: search, seed: 3), .random, tolerance: 1e-3)
    }

    @Test func inputInformationBottleneck() throws {
        try checkAttributionMethod(
            InputInformationBottleneck(objective: .steady(SteadySearch(steps: 4, samples: 4)), seed: 3), .random,
            tolerance: 1e-3)
        var pipeline = PublishedPipeline(
            layer: "layer1", adversary: AdversarialSearch(epochs: 1, groups: 2, groupSize: 4, batch: 4))
        pipeline.feature.steps = 2
        pipeline.input.steps = 3
        try checkAttributionMethod(
            PublishedInputInformationBottleneck(pipeline, seed: 3), .random, tolerance: 1e-3)
    }

    @Test func controls() throws {
        try checkAttributionMethod(ImageCentre(), [])
        try checkAttributionMethod(RandomMap(seed: 3), .random)
    }
}
