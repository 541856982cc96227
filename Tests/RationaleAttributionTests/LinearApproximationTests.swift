import RationaleAttribution
import RationaleNetworks
import RationaleTorch
import Testing

struct LinearApproximationTests {
    @Test func keepsThePromisesOfAllMethods() throws {
        try checkAttributionMethod(LinearApproximation(), .dependsOnScores)
    }

    /// Behind the last layer with places the network is linear, so the map adds up to the score less its bias.
    @Test func ofALinearRestTheMapAddsUpToTheScore() throws {
        let classifier = try Golden.classifier("cnn")
        let split = try classifier.network.split(at: "layer2")
        let activation = try split.head(try Golden.pictures())
        var nothing = activation
        nothing.tensor = activation.tensor.zerosLike
        let targets = try Target.resolve(Golden.targets, logits: try split.tail(activation), in: classifier)
        let rise = targets.scores(try split.tail(activation)) - targets.scores(try split.tail(nothing))
        let map = try LinearApproximation(layer: "layer2").answer(.golden(classifier, count: 2)).values
        #expect(difference(map.sum([1, 2]), rise) < 1e-5)
        #expect(map.floats.contains { $0 < 0 })
    }

    /// Its positive part is the published element-wise Grad-CAM.
    @Test(arguments: ["layer1", "layer2"])
    func positivePartIsElementwiseGradCAM(_ layer: String) throws {
        let question = try Question.golden(try Golden.classifier("cnn"), count: 2)
        let map = try LinearApproximation(layer: layer).answer(question).values
        let positive = try ElementwiseGradCAM(layer: layer).answer(question).values
        #expect(difference(map.relu, positive) < 1e-6)
    }
}
