import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

struct WiredNetworkTests {
    private func logits(_ picture: Image, _ classifier: Classifier) throws -> [Double] {
        let values = try classifier.preprocessing.values(of: picture)
        return try classifier.scores(of: Tensor(values, shape: [1, 3, 60, 60])).elements(as: Double.self)
    }

    @Test(arguments: WiredNetwork.Kind.allCases)
    func `Each part contributes what the wiring says, and nothing else contributes`(kind: WiredNetwork.Kind) throws {
        let wired = WiredNetwork(kind)
        let classifier = try wired.classifier()
        for seed in 0..<4 as Range<UInt64> {
            let scene = wired.aviary.scene(seed: seed)
            let whole = try logits(scene.picture(.none, side: 60), classifier)
            #expect(whole.indices.max { whole[$0] < whole[$1] } == scene.label)
            for part in BirdPart.allCases {
                let without = try logits(scene.picture(.removing([part]), side: 60), classifier)
                for index in whole.indices {
                    let expected = wired.contribution(of: part, in: scene, toClass: index)
                    #expect(abs(whole[index] - without[index] - expected) < 1e-5)
                }
            }
            for distractor in 0..<scene.distractorCount {
                let without = try logits(scene.picture(.removing(distractor: distractor), side: 60), classifier)
                #expect(zip(whole, without).allSatisfy { abs($0 - $1) < 1e-6 })
            }
            let empty = try logits(scene.picture(.removing(Set(BirdPart.allCases)), side: 60), classifier)
            #expect(empty.indices.max { empty[$0] < empty[$1] } == wired.aviary.classNames.count - 1)
        }
    }

    @Test(arguments: WiredNetwork.Kind.allCases)
    func `Exact methods give each part its contribution`(kind: WiredNetwork.Kind) throws {
        let wired = WiredNetwork(kind)
        let classifier = try wired.classifier()
        let scene = wired.aviary.scene(seed: 5)
        let regions = SceneRegions(scene, side: 60)
        for name in wired.exactMethods {
            let method = try AttributionMethods.named(name)
            let map = try method.attribute(
                scene.picture(.none, side: 60), target: .index(scene.label), in: classifier
            ).map
            let evidence = Evidence(map, in: regions)
            for part in BirdPart.allCases {
                let expected = wired.contribution(of: part, in: scene, toClass: scene.label)
                // A bend on the path of integrated gradients costs its sum a step.
                #expect(abs((evidence.parts[part] ?? .nan) - expected) < (kind == .saturating ? 0.06 : 1e-4))
            }
            for evidence in evidence.distractors { #expect(abs(evidence) < 1e-6) }
        }
    }

    @Test(arguments: WiredNetwork.Kind.allCases, MetricForm.allCases)
    func `Exact methods get full marks, and controls the lowest`(kind: WiredNetwork.Kind, form: MetricForm) throws {
        let wired = WiredNetwork(kind)
        let classifier = try wired.classifier().prepared()
        let methods = try (wired.exactMethods + ["grad-cam", "centre", "random"]).map {
            try AttributionMethods.named($0)
        }
        var evaluation = TruthEvaluation(form: form, count: 10, calibrationCount: 4, seed: 1)
        evaluation.bootstrap.resamples = 100
        let report = try evaluation.run(methods, of: classifier, in: wired.aviary)
        #expect(report.failures.isEmpty)
        for score in report.network { #expect(score.value == 1, "\(score.name)") }
        for method in report.methods where wired.exactMethods.contains(method.method) {
            for metric in TruthMetric.allCases {
                #expect(method.scores[metric]?.value == 1, "\(method.method) \(metric.rawValue)")
                #expect(method.scores[metric]?.low == 1)
            }
        }
        for method in report.methods where ["centre", "random"].contains(method.method) {
            #expect(try #require(method.scores[.overall]).value < 0.6)
        }
        #expect(Set(report.methods.suffix(2).map(\.method)) == ["centre", "random"])
    }
}
