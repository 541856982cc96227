import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Classifiers that are no photo classifiers of logits, beside captum's maps of their scores (`scripts/reference/classifiers.py`).
@Suite struct ClassifierKindsTests {
    /// A golden file: inputs, the network's own answer, its scores and captum's maps.
    struct Case {
        let name: String
        let scoring: Scoring
        let targets: [Target]
        let input: Tensor
        private let arrays: [String: Golden.Array]
        private let given: Scoring?

        static let names =
            (try? FileManager.default.contentsOfDirectory(atPath: Golden.folder.appending(path: "classifiers").path))?
            .filter { $0.hasSuffix(".pt2") }.map { String($0.dropLast(4)) }.sorted() ?? []

        init(_ name: String) throws {
            struct Document: Decodable {
                let scoring: Scoring
                let given: Scoring?
                let targets: [Int]
            }
            let document = try Golden.document("classifiers/\(name)", as: Document.self)
            let mixed = try Golden.document("classifiers/\(name)", as: [String: Maybe].self)
            self.name = name
            (scoring, given) = (document.scoring, document.given)
            targets = document.targets.map(Target.index)
            arrays = mixed.compactMapValues(\.array)
            input = try #require(arrays["input"]).tensor
        }

        func tensor(_ key: String) -> Tensor? { arrays[key]?.tensor }

        func classifier() throws -> Classifier {
            var choices = Classifier.Choices(scoring: given)
            if name == "two-inputs" { choices.given["row"] = .tensor(Tensor([0.5, -1.25] as [Float], shape: [2])) }
            return try Classifier(contentsOf: Golden.folder.appending(path: "classifiers/\(name).pt2"), choices)
        }

        /// As the classifier takes them: bytes as numbers, channels first.
        func input(for classifier: Classifier) -> Tensor {
            name == "channels-last" ? channelsFirst(input) : input
        }

        func channelsFirst(_ map: Tensor) -> Tensor { map.permuted([0, 3, 1, 2]) }
    }

    /// One value of a document that is a tensor, or something else.
    struct Maybe: Decodable {
        let array: Golden.Array?
        init(from decoder: any Decoder) throws { array = try? Golden.Array(from: decoder) }
    }

    /// bfloat16 and half weights are the same numbers in float32; two-thirds of a picture's values are not exact in them.
    private let tolerance = 1e-5

    @Test func `There is a case of every kind`() { #expect(Case.names.count == 27) }

    @Test(arguments: Case.names) func `Scores are what goes into the final nonlinearity, answers the network's own`(
        name: String
    ) throws {
        let golden = try Case(name)
        for classifier in [try golden.classifier(), try golden.classifier().prepared()] {
            #expect(classifier.scoring == golden.scoring)
            let scores = try withoutGradient { try classifier.scores(of: golden.input(for: classifier)) }
            #expect(try difference(scores, #require(golden.tensor("scores"))) < tolerance)
            let answer = try #require(golden.tensor("answer"))
            let readout = classifier.readout(of: scores)
            switch name {
            case "softmax", "multi-label", "pair", "regression", "table":
                #expect(difference(readout, answer) < tolerance)
            case "log-softmax": #expect(difference(readout.logarithm, answer) < tolerance)
            case "one-probability": #expect(difference(readout.selected(1, 1), answer) < tolerance)
            case "one-logit": #expect(difference(scores.slice(1, 1..<2), answer) < tolerance)
            case "bfloat16", "half": #expect(difference(scores, answer) < 0.02)
            default: #expect(difference(scores, answer) < tolerance)
            }
        }
    }

    static let methods: [(name: String, method: any AttributionMethod)] = [
        ("gradient", Gradient(channels: .sum)), ("integrated-gradients", IntegratedGradients(steps: 32)),
        ("deep-lift", DeepLIFT()), ("grad-cam", GradCAM()), ("occlusion", Occlusion(window: 1, stride: 1)),
    ]

    @Test(arguments: Case.names, [false, true]) func `Maps of scores are captum's`(name: String, isPrepared: Bool)
        throws
    {
        let golden = try Case(name)
        let loaded = try golden.classifier()
        let classifier = isPrepared ? try loaded.prepared() : loaded
        let input = golden.input(for: classifier)
        for (method, value) in Self.methods {
            guard var expected = golden.tensor(method) else { continue }
            if name == "channels-last", expected.shape == golden.input.shape {
                expected = golden.channelsFirst(expected)
            }
            let found = try value.attribute(input, targets: golden.targets, in: classifier)
            for (index, attribution) in found.enumerated() {
                let map = Tensor(attribution.map.values, shape: [attribution.map.height, attribution.map.width])
                #expect(
                    difference(map, Self.map(expected.slice(0, index..<index + 1), of: method)) < tolerance,
                    "\(method) of \(name), input \(index)")
                #expect(
                    !attribution.unit.isEmpty
                        && (attribution.unit.contains("value") == (golden.scoring == .value) || method == "grad-cam"))
            }
        }
    }

    /// As a map shows it: channels added up, the planes of a volume below each other; occlusion says the same of all channels.
    private static func map(_ values: Tensor, of method: String) -> Tensor {
        let places = values.shape
        switch places.count {
        case 2: return values.reshaped([1, places[1]])
        case 3 where method != "grad-cam": return values.reshaped([places[1], places[2]])
        default:
            let summed = method == "occlusion" || method == "grad-cam" ? values.selected(1, 0) : values.sum([1])
            return summed.reshaped([-1, places[places.count - 1]])
        }
    }

    /// DeepLIFT's values add up to the rise of the score, whatever the scoring.
    @Test(arguments: Case.names) func `Values add up`(name: String) throws {
        let golden = try Case(name)
        let classifier = try golden.classifier().prepared()
        let found = try DeepLIFT().attribute(golden.input(for: classifier), targets: golden.targets, in: classifier)
        for attribution in found where name != "unfolded-norm" {
            // A product of values with themselves is outside of DeepLIFT's rules.
            let gap = try #require(attribution.convergenceGap)
            #expect(gap < 1e-4, "\(name)")
        }
    }

    /// Everything that makes batches of its own runs on every kind, and agrees with one input after the other.
    @Test(arguments: Case.names) func `Every method runs on every kind`(name: String) throws {
        let golden = try Case(name)
        let classifier = try golden.classifier().prepared()
        let input = golden.input(for: classifier)
        let methods: [any AttributionMethod] = [
            InputTimesGradient(), SmoothGrad(samples: 4), VarGrad(samples: 4), GuidedBackpropagation(), Deconvolution(),
            DeepSHAP(baselines: [.zeros]), GradCAMPlusPlus(), LayerCAM(), ElementwiseGradCAM(),
            ExcitationBackpropagation(), ContrastiveExcitation(), RISE(masks: 24, cells: 3),
            InformationBottleneck(search: AdamSearch(beta: 10, steps: 3)),
        ]
        for method in methods {
            if golden.input.rank == 2, method.usesLayers { continue }
            guard classifier.input.isPhoto || !(method is RISE) else {
                #expect(throws: RationaleError.self) { try method.attribute(input, in: classifier) }
                continue
            }
            let together = try method.attribute(input, targets: golden.targets, in: classifier)
            #expect(together.count == 2)
            for attribution in together {
                #expect(attribution.map.values.allSatisfy { $0.isFinite }, "\(type(of: method).identifier) of \(name)")
            }
        }
    }
}

extension AttributionMethod {
    /// Whether it needs a layer with places.
    fileprivate var usesLayers: Bool {
        [
            "grad-cam-plus-plus", "layer-cam", "grad-cam-elementwise", "excitation-backprop",
            "contrastive-excitation-backprop", "iba",
        ].contains(Self.identifier)
    }
}
