import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

/// An untrained network for pictures of 32×32.
private struct TinyNetwork: Architecture {
    let classes: Int
    let name = "tiny"
    let input = Network.InputDescription(shape: [3, 32, 32])
    let preprocessing = Preprocessing(resize: nil, mean: [0.5, 0.5, 0.5], standardDeviation: [0.25, 0.25, 0.25])

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.conv2d(x, "conv", from: 3, to: 8, kernel: 4, stride: 4)
        x = builder.relu(x, "relu")  // [batch, 8, 8, 8]
        return builder.linear(
            builder.flatten(x), "classes", from: 512, to: classes, weight: .normal(standardDeviation: 0.2))
    }
}

struct TruthEvaluationTests {
    private let world = Aviary.standard
    private var classifier: Classifier { Classifier(TinyNetwork(classes: 50), seed: 4) }

    private func evaluation(_ form: MetricForm) -> TruthEvaluation {
        var evaluation = TruthEvaluation(form: form, count: 10, calibrationCount: 4, seed: 9)
        evaluation.bootstrap.resamples = 20
        return evaluation
    }

    /// The metrics once more: one picture after the other, straight from the definitions.
    @Test(arguments: MetricForm.allCases)
    func `It computes what the definitions say`(form: MetricForm) throws {
        let classifier = self.classifier
        func scores(_ scene: Scene) throws -> [Double] {
            let values = try classifier.preprocessing.normalized(scene.picture(side: 32))
            return try classifier.scores(of: Tensor(values, shape: [1, 3, 32, 32])).elements(as: Double.self)
        }
        func top(_ scores: [Double]) -> Int { scores.firstIndex(of: scores.max()!)! }
        func evidence(_ scene: Scene, _ target: Int) throws -> Evidence {
            let map = try InputTimesGradient().attribute(
                scene.picture(side: 32), target: .index(target), in: classifier
            )
            .map
            return Evidence(map, in: SceneRegions(scene, side: 32, margin: form == .published ? 2 : 0))
        }
        let report = try evaluation(form).run([InputTimesGradient()], of: classifier.prepared(), in: world)
        let result = try #require(report.methods.first)

        var (right, kept, fallen) = (0.0, 0.0, 0.0)
        var (order, distraction, sensitivity): ([Double], [Double], [Double]) = ([], [], [])
        for index in 0..<10 {
            let scene = world.scene(seed: SceneSeeds.evaluation(index, series: 9))
            let whole = try scores(scene)
            let prediction = top(whole)
            right += prediction == scene.species ? 1 : 0
            let visible = BirdPart.allCases.filter { scene.truth(side: 32).parts[$0]!.area > 0 }
            let own = try evidence(scene, scene.species)
            let named = try evidence(scene, prediction).important(above: result.share, form).parts
            kept += top(try scores(scene.keeping(named))) == prediction ? 1 : 0
            fallen += top(try scores(scene.removing(named))) == prediction ? 0 : 1
            let drops = try visible.map { whole[scene.species] - (try scores(scene.removing($0))[scene.species]) }
            if let correlation = rankCorrelation(visible.map { own.parts[$0]! }, drops) {
                order.append((1 + correlation) / 2)
            }
            let zero = form == .published ? 0 : whole.reduce(0, +) / 50
            let bound = 0.05 * abs(whole[scene.species] - zero)
            func isIdle(_ drop: Double) -> Bool { drop <= 0 || drop < bound }
            let ownNamed = own.important(above: result.share, form)
            var verdicts = zip(visible, drops).filter { isIdle($1) }.map { ownNamed.parts.contains($0.0) }
            for number in scene.distractors.indices {
                let drop = whole[scene.species] - (try scores(scene.removingDistractor(number))[scene.species])
                if isIdle(drop) { verdicts.append(ownNamed.distractors.contains(number)) }
            }
            if !verdicts.isEmpty {
                distraction.append(1 - Double(verdicts.count { $0 }) / Double(verdicts.count))
            }
            guard let pair = ContrastPair(forClass: scene.species, visible: visible, in: world) else { continue }
            let first = try scores(scene.removing(pair.firstParts))
            let second = try scores(scene.removing(pair.secondParts))
            guard first[pair.first] < second[pair.first], second[pair.second] < first[pair.second] else { continue }
            let (a, b) = (try evidence(scene, pair.first), try evidence(scene, pair.second))
            sensitivity.append(a.sum(pair.firstParts) > b.sum(pair.firstParts) ? 1 : 0)
            sensitivity.append(b.sum(pair.secondParts) > a.sum(pair.secondParts) ? 1 : 0)
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func isClose(_ metric: TruthMetric, _ expected: Double) -> Bool {
            abs((result.scores[metric]?.value ?? .nan) - expected) < 1e-9
        }
        #expect(report.network.first { $0.name == "accuracy" }?.value == right / 10)
        #expect(isClose(.preservation, kept / 10))
        #expect(isClose(.deletion, fallen / 10))
        #expect(isClose(.singleDeletion, mean(order)))
        #expect(isClose(.distractibility, mean(distraction)))
        #expect(!sensitivity.isEmpty && isClose(.targetSensitivity, mean(sensitivity)))
    }

    @Test(arguments: MetricForm.allCases)
    func `Thresholds are chosen on the scenes of their form`(form: MetricForm) throws {
        let classifier = try self.classifier.prepared()
        func shares(count: Int, calibrationCount: Int) throws -> [String: Double] {
            let evaluation = TruthEvaluation(form: form, count: count, calibrationCount: calibrationCount, seed: 9)
            let methods: [any AttributionMethod] = [Gradient(), InputTimesGradient(), RandomMap(), LayerCAM()]
            let report = try evaluation.run(methods, of: classifier, in: world)
            return Dictionary(uniqueKeysWithValues: report.methods.map { ($0.method, $0.share) })
        }
        let first = try shares(count: 6, calibrationCount: 3)
        let moreJudged = try shares(count: 14, calibrationCount: 3)
        let moreOthers = try shares(count: 6, calibrationCount: 14)
        #expect((first == moreJudged) == (form == .mended))
        #expect((first == moreOthers) == (form == .published))
    }

    @Test func `Accuracy is that of the definition`() throws {
        let classifier = self.classifier
        func claim(_ scene: Scene) throws -> Int {
            let values = try classifier.preprocessing.normalized(scene.picture(side: 32))
            let scores = try classifier.scores(of: Tensor(values, shape: [1, 3, 32, 32])).elements(as: Double.self)
            return scores.firstIndex(of: scores.max()!)!
        }
        let scenes = (0..<30).map { world.scene(seed: SceneSeeds.evaluation($0, series: 9)) }
        let cluttered = scenes.filter { !$0.distractors.isEmpty }
        let right = try scenes.count { try claim($0) == $0.species }
        let byOne = try cluttered.count { scene in
            try scene.distractors.indices.allSatisfy { try claim(scene.removingDistractor($0)) == claim(scene) }
        }
        let byAll = try cluttered.count { scene in
            let bare = scene.distractors.indices.reduce(scene) { scene, _ in scene.removingDistractor(0) }
            return try claim(bare) == claim(scene)
        }
        let byLand = try scenes.count { try claim($0.replacingBackground(seed: ~$0.seed)) == claim($0) }
        let found = try AviaryAccuracy(count: 30, seed: 9).run(classifier.prepared())
        let counts = found.map { Int(($0.value * Double($0.count)).rounded()) }
        #expect(counts == [right, byOne, byAll, byLand])
        #expect(found.map(\.count) == [30, cluttered.count, cluttered.count, 30])
        // Otherwise a wrong one could pass for the right one.
        #expect(Set([byOne, byAll, byLand]).count == 3, "\(counts)")
    }

    @Test func `A method's result does not depend on the others, nor on the batch`() throws {
        let classifier = try self.classifier.prepared()
        let alone = try evaluation(.mended).run([InputTimesGradient()], of: classifier, in: world)
        let together = try evaluation(.mended).run(
            [RandomMap(), InputTimesGradient(), Gradient()], of: classifier, in: world)
        let again = together.methods.first { $0.method == "input-x-gradient" }
        #expect(alone.methods[0].scores == again?.scores)
        #expect(alone.network == together.network)
    }

    @Test func `A method that cannot explain the classifier is reported, the others are judged`() throws {
        let report = try evaluation(.mended).run(
            [GradCAM(layer: "elsewhere"), Gradient()], of: classifier.prepared(), in: world)
        #expect(report.failures.map(\.method) == ["grad-cam"])
        #expect(report.methods.map(\.method) == ["gradient"])
    }

    @Test func `Networks of other classes are refused`() throws {
        let error = #expect(throws: RationaleError.self) {
            try evaluation(.mended).run([Gradient()], of: Classifier(TinyNetwork(classes: 7), seed: 0), in: world)
        }
        #expect(error?.code == .usage && error?.message.contains("7 classes") == true)
        var renamed = classifier
        renamed.labels = (0..<50).map { $0 == 3 ? "goldfinch" : world.classNames[$0] }
        let other = #expect(throws: RationaleError.self) {
            try evaluation(.mended).run([Gradient()], of: renamed, in: world)
        }
        #expect(other?.message.contains("goldfinch") == true)
        #expect(throws: RationaleError.self) {
            try TruthEvaluation(count: 0).run([Gradient()], of: classifier, in: world)
        }
    }
}
