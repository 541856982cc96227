import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Where the bits must be, and what bad input gets.
@Suite struct BottleneckTests {
    private static let side = 12
    /// The rows and columns that the network looks at.
    private static let patch = 3..<7

    /// Scores are the brightness of a patch, for and against.
    private static let detector: Classifier = {
        var weights = [Float](repeating: 0, count: 2 * 3 * side * side)
        for channel in 0..<3 {
            for row in patch {
                for column in patch {
                    weights[(channel * side + row) * side + column] = 0.05
                    weights[((3 + channel) * side + row) * side + column] = -0.05
                }
            }
        }
        return AnalyticNetwork.classifier(
            shape: [3, side, side], weights: Tensor(weights, shape: [2, 3 * side * side])
        ) { builder, x in builder.scores(of: x, features: 3 * side * side, classes: 2) }
    }()

    @Test(arguments: [UInt64(0), 1]) func bitsAreWhereTheNetworkLooks(seed: UInt64) throws {
        let picture = Tensor.ones([1, 3, Self.side, Self.side])
        // The picture is small: a pixel's share of the price is that of a large picture at the usual β.
        let search = SteadySearch(beta: 0.5, steps: 40)
        let method = InputInformationBottleneck(objective: .steady(search), smoothing: 0, seed: seed)
        let map = try method.attribute(picture, targets: [.index(0)], in: Self.detector)[0].map
        var (inside, outside): ([Float], [Float]) = ([], [])
        for row in 0..<Self.side {
            for column in 0..<Self.side {
                if Self.patch.contains(row), Self.patch.contains(column) {
                    inside.append(map[row, column])
                } else {
                    outside.append(map[row, column])
                }
            }
        }
        #expect(inside.min()! > 3 * outside.max()!)
    }

    /// More pay, fewer bits.
    @Test func aHigherPriceLeavesFewerBits() throws {
        let picture = Tensor.ones([1, 3, Self.side, Self.side])
        let bits = try [1.0, 100].map { beta in
            let method = InputInformationBottleneck(objective: .steady(SteadySearch(beta: beta)), smoothing: 0)
            return try method.attribute(picture, targets: [.index(0)], in: Self.detector)[0].stages[0].bits!
        }
        #expect(bits[0] > bits[1])
    }

    /// Nothing that is not a number leaves, however far the sigmoid is from its middle.
    @Test(arguments: [-200.0, -30, 17, 90, 500]) func saturatedSigmoids(alpha: Double) throws {
        let classifier = try Golden.classifier("cnn")
        let pictures = try Golden.pictures()
        var pipeline = PublishedPipeline(layer: "layer1", adversary: nil)
        pipeline.feature.initialAlpha = alpha
        pipeline.input = AdamSearch(beta: 20, steps: 3, samples: 2, initialAlpha: alpha)
        let methods: [any AttributionMethod] = [
            InformationBottleneck(layer: "layer1", search: pipeline.feature),
            InputInformationBottleneck(objective: .published(pipeline)),
            InputInformationBottleneck(objective: .steady(SteadySearch(steps: 3, samples: 2, initialAlpha: alpha))),
        ]
        for method in methods {
            for attribution in try method.attribute(pictures, in: classifier) {
                let inStages = attribution.stages.flatMap { $0.losses + $0.passed + [Float($0.bits ?? 0)] }
                let numbers = attribution.map.values + inStages
                let areFinite = numbers.allSatisfy(\.isFinite)
                #expect(areFinite)
            }
        }
    }

    /// As published, or as fine as three searches agree; of words, bits for what they say alone.
    @Test func eachObjectiveHasItsDefaults() throws {
        func settings(_ given: [String: String] = [:], for kind: InputKind = .picture) throws -> [String: String] {
            try AttributionMethods.named("input-iba", given, for: kind).settings
        }
        #expect(try settings()["smoothing"] == "0.7")
        #expect(try settings()["disturbance"] == "1.0")
        #expect(try settings(for: .text)["disturbance"] == "0.0")
        #expect(try settings(["objective": "published"])["smoothing"] == "1.0")
        #expect(try settings(["objective": "published", "smoothing": "0.5"])["smoothing"] == "0.5")
    }

    /// The noise is spread like the words, so that it says nothing how large their vectors are.
    @Test func `The bits of words do not depend on the unit of their vectors`() throws {
        let tokens = Tensor([2, 5, 4, 5, 3] as [Int64], shape: [1, 5])
        let search = SteadySearch(for: .text)
        func map(unit: Double) throws -> [Float] {
            let text = try TextNetwork.counting(gain: 4, unit: unit).embedding(tokens)
            return try InputInformationBottleneck(objective: .steady(search))
                .attribute(text.input, targets: [.index(1)], in: text.classifier)[0].map.values
        }
        let (large, small) = (try map(unit: 1), try map(unit: 1 / 64))
        #expect(large.count == 5 && large.min()! >= 0 && large.max()! > 0.1, "\(large)")
        for (a, b) in zip(large, small) { #expect(abs(a - b) < 1e-4 * large.max()!) }
    }

    /// A class of probability zero is a large loss, not an infinite one.
    @Test func aClassOfProbabilityZero() throws {
        let picture = Tensor.full([1, 3, Self.side, Self.side], 1000)
        let method = InputInformationBottleneck(smoothing: 0)
        let found = try method.attribute(picture, targets: [.index(1)], in: Self.detector)[0]
        let areFinite = found.map.values.allSatisfy(\.isFinite)
        #expect(areFinite && found.stages[0].losses[0] > 1000)
    }

    /// `ln(1 + exp(s_other − s_target))`: what a network of these two classes would have.
    @Test func aDifferenceOfTwoClassesIsTheirCrossEntropy() throws {
        let picture = AnalyticNetwork.numbers([1, 3, Self.side, Self.side], seed: 4, dtype: .float32)
        let method = InputInformationBottleneck(objective: .steady(SteadySearch(steps: 4, samples: 2)), smoothing: 0)
        let alone = try method.attribute(picture, targets: [.index(0)], in: Self.detector)[0]
        let compared = try method.attribute(
            picture, targets: [.difference(.index(0), insteadOf: .index(1))], in: Self.detector)[0]
        for (a, b) in zip(alone.map.values, compared.map.values) { #expect(abs(a - b) < 1e-3 * (1 + abs(a))) }
    }

    @Test(arguments: [("fc", "no places"), ("layer9", "layer9"), ("avgpool", "")])
    func layersThatDoNotFit(_ layer: String, words: String) throws {
        let classifier = try Golden.classifier("cnn")
        let error = #expect(throws: RationaleError.self) {
            try InformationBottleneck(layer: layer).attribute(try Golden.pictures(), in: classifier)
        }
        guard layer != "avgpool" else { return }
        #expect(error?.code == .usage && error?.message.contains(words) == true && error?.hint != nil)
    }

    @Test func numbersWithoutMeaning() throws {
        let classifier = try Golden.classifier("cnn")
        let pictures = try Golden.pictures()
        let methods: [any AttributionMethod] = [
            InformationBottleneck(search: AdamSearch(beta: -1, steps: 10)),
            InformationBottleneck(search: AdamSearch(beta: 1, steps: 0)),
            InformationBottleneck(layer: "layer2", smoothing: 9),
            InputInformationBottleneck(objective: .steady(SteadySearch(samples: 3))),
            InputInformationBottleneck(objective: .steady(SteadySearch(learningRate: .nan))),
            InputInformationBottleneck(
                objective: .published(PublishedPipeline(layer: "layer1", adversary: AdversarialSearch(batch: 1)))),
        ]
        for method in methods {
            let error = #expect(throws: RationaleError.self) { try method.attribute(pictures, in: classifier) }
            #expect(error?.code == .usage && error?.hint != nil)
        }
    }

    /// Every place of every text is one input, whatever the texts' lengths.
    @Test func statisticsOfTexts() throws {
        let classifier = Classifier(DeepLSTM(vocabulary: 12, embedding: 4, hidden: 5, layers: 2, logits: 3), seed: 1)
        let texts = [[2, 3, 4], [5, 6, 7, 8, 9], [10]].map { $0.map(Int64.init) }
        var estimator = try LayerStatistics.Estimator(of: classifier.network, layer: "rnn_1")
        var places: [[Double]] = []
        for text in texts {
            let tokens = Tensor(text, shape: [1, text.count])
            try estimator.add(tokens)
            let output = try classifier.network.split(at: "rnn_1").head(tokens).tensor.elements(as: Double.self)
            places += (0..<text.count).map { Array(output[$0 * 5..<$0 * 5 + 5]) }
        }
        let statistics = try estimator.statistics()
        #expect(statistics.count == 9 && statistics.mean.shape == [1, 5])
        for unit in 0..<5 {
            let mean = places.reduce(0) { $0 + $1[unit] } / 9
            let variance = places.reduce(0) { $0 + ($1[unit] - mean) * ($1[unit] - mean) } / 8
            #expect(abs(statistics.mean.elements(as: Double.self)[unit] - mean) < 1e-6)
            #expect(abs(statistics.deviation.elements(as: Double.self)[unit] - variance.squareRoot()) < 1e-6)
        }
        let tokens = Tensor(texts[1], shape: [1, 5])
        let embedded = try classifier.embedding(tokens)
        let found = try InformationBottleneck(statistics: statistics).attribute(
            embedded.input, targets: [.index(1)], in: embedded.classifier)[0]
        #expect(found.layer == "rnn_1" && found.warnings.isEmpty)
        #expect(found.map.width == 5 && found.map.values.allSatisfy { $0.isFinite && $0 >= 0 })
    }

    @Test func statisticsThatDoNotFit() throws {
        let classifier = try Golden.classifier("cnn")
        var estimator = try LayerStatistics.Estimator(of: classifier.network, layer: "layer2")
        let none = #expect(throws: RationaleError.self) { try estimator.statistics() }
        #expect(none?.code == .badData && none?.message.contains("0 inputs") == true)
        try estimator.add(try Golden.pictures().slice(0, 0..<1))
        let one = #expect(throws: RationaleError.self) { try estimator.statistics() }
        #expect(one?.message.contains("1 input cannot") == true)
        try estimator.add(try Golden.pictures().slice(0, 1..<2))
        let statistics = try estimator.statistics()
        let other = #expect(throws: RationaleError.self) {
            try InformationBottleneck(layer: "layer1", statistics: statistics)
                .attribute(try Golden.pictures(), in: classifier)
        }
        #expect(other?.code == .usage && other?.message.contains("'layer2'") == true)
        let wrong = LayerStatistics(
            layer: "layer1", count: 2, mean: .zeros([5, 2, 2]), deviation: .ones([5, 2, 2]), activity: .ones([5, 2, 2]))
        let shape = #expect(throws: RationaleError.self) {
            try InformationBottleneck(layer: "layer1", statistics: wrong).attribute(
                try Golden.pictures(), in: classifier)
        }
        #expect(shape?.message.contains("[5, 2, 2]") == true)
    }
}
