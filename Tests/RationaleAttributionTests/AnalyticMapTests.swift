import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Networks on which maps of layers and of perturbations are known.
@Suite struct AnalyticMapTests {
    /// Convolution, ReLU, average over places, linear: `∂s/∂A = W / places`, for every class activation map.
    @Test func averagePoolAndLinear() throws {
        let classifier = Classifier(
            Sketch { builder, x in
                let a = builder.layer("features", "Block") { builder in
                    let y = builder.convolution(x, 3, 5)
                    return builder.call("aten::relu", .value(y))
                }
                return builder.linear(builder.averaged(a), 5, 4)
            }, seed: 3)
        let input = Tensor.normal([2, 3, 8, 6], using: Generator(seed: 1))
        let activation = try classifier.network.activations(at: ["features"], for: input)[0].elements(as: Double.self)
        let head = try #require(classifier.network.graph.parameters.first { $0.name == "head" })
        let weights = try #require(classifier.network.weights[head.id]).elements(as: Double.self)
        let (channels, places, target) = (5, 48, 2)

        // [batch, place] of Σₖ f(wₖ / places) Aₖ.
        func map(_ weight: (Double) -> Double) -> Tensor {
            var values: [Float] = []
            for batch in 0..<2 {
                for place in 0..<places {
                    let sum = (0..<channels).reduce(0.0) { sum, channel in
                        let w = weights[target * channels + channel] / Double(places)
                        return sum + weight(w) * activation[(batch * channels + channel) * places + place]
                    }
                    values.append(Float(sum))
                }
            }
            return Tensor(values, shape: [2, 8, 6])
        }

        func found(_ method: some AttributionMethod) throws -> Tensor {
            try method.answer(Question(classifier: classifier, input: input, targets: [.index(target)])).values
        }
        #expect(difference(try found(GradCAM(rectifies: false)), map { $0 }) < 1e-5)
        #expect(difference(try found(GradCAM()), map { $0 }.relu) < 1e-5)
        #expect(difference(try found(ElementwiseGradCAM()), map { $0 }.relu) < 1e-5)
        #expect(difference(try found(LayerCAM()), map { max(0, $0) }) < 1e-5)
        // The share of all places together is the score.
        let total = try found(GradCAM(rectifies: false)).sum([1, 2])
        #expect(difference(total, try classifier.scores(of: input).selected(1, target)) < 1e-5)
    }

    /// A layer that speaks only against the class: all zero, and said so with something to try.
    @Test func allZero() throws {
        var classifier = Classifier(
            Sketch { builder, x in
                let a = builder.layer("features", "ReLU") { $0.call("aten::relu", .value(x)) }
                return builder.linear(builder.averaged(a), 3, 4)
            }, seed: 3)
        classifier.network.weights = classifier.network.weights.mapValues { -$0.absolute }
        let attribution = try GradCAM().attribute(.ones([1, 3, 8, 6]), in: classifier)[0]
        #expect(attribution.map.degeneracy == .allZero)
        let warning = try #require(attribution.warnings.first)
        #expect(warning.hasPrefix("degenerate: the map is zero everywhere: "))
        #expect(warning.contains("grad-cam-elementwise"))
        let signed = try GradCAM(rectifies: false).attribute(.ones([1, 3, 8, 6]), in: classifier)[0]
        #expect(signed.isSigned && signed.map.values.allSatisfy { $0 < 0 })
    }

    /// A convolution whose one kernel is a cross finds a cross; every method must point there.
    @Test(
        arguments: [
            GradCAM(), ElementwiseGradCAM(), GradCAMPlusPlus(), LayerCAM(), Occlusion(window: 3, stride: 1),
            RISE(masks: 2000, cells: 8, score: .logit, seed: 1),
        ] as [any AttributionMethod], [[5, 18], [17, 4], [11, 11]])
    func detector(_ method: any AttributionMethod, _ place: [Int]) throws {
        let cross: [Float] = [-1, 1, -1, 1, 1, 1, -1, 1, -1]
        var classifier = Classifier(
            Sketch(input: .init(shape: [1, 24, 24])) { builder, x in
                let a = builder.layer("features", "Block") { builder in
                    let y = builder.convolution(x, 1, 1)
                    return builder.call("aten::relu", .value(y))
                }
                return builder.linear(builder.averaged(a), 1, 2)
            }, seed: 3)
        for parameter in classifier.network.graph.parameters {
            classifier.network.weights[parameter.id] =
                parameter.name == "head"
                ? Tensor([1, 0] as [Float], shape: [2, 1]) : Tensor(cross, shape: [1, 1, 3, 3])
        }
        var picture = [Float](repeating: 0, count: 24 * 24)
        for (index, value) in cross.enumerated() {
            picture[(place[0] - 1 + index / 3) * 24 + place[1] - 1 + index % 3] = max(0, value)
        }
        let map = try method.attribute(
            Tensor(picture, shape: [1, 1, 24, 24]), targets: [.index(0)], in: classifier)[0].map
        let peak = try #require(map.values.indices.max { map.values[$0] < map.values[$1] })
        let distance = hypot(Double(peak / 24 - place[0]), Double(peak % 24 - place[1]))
        #expect(distance <= 2, "\(type(of: method).identifier) points to \(peak / 24), \(peak % 24)")
    }

    /// `s = Σ w ⊙ x`: covering a window with b changes the score by `Σ w ⊙ (x − b)` in it.
    @Test(arguments: [Baseline.zeros, .custom(Tensor([0.5, -1], shape: [2, 1, 1]))])
    func occlusionOfALinearNetwork(_ baseline: Baseline) throws {
        let question = Question(
            classifier: AnalyticNetwork.linear, input: AnalyticNetwork.inputs, targets: [.index(1)])
        let found = try Occlusion(window: 2, stride: 1, baseline: baseline).answer(question).values
        let x = AnalyticNetwork.inputs
        let shares = (AnalyticNetwork.weights.slice(0, 1..<2) * (x - (try baseline.values(for: question)))).sum([1])
        let share = shares.elements(as: Double.self)  // [3, 3, 4]
        var expected: [Float] = []
        for batch in 0..<3 {
            for (row, column) in (0..<12).map({ ($0 / 4, $0 % 4) }) {
                var falls: [Double] = []
                for top in max(0, row - 1)...min(1, row) {
                    for left in max(0, column - 1)...min(2, column) {
                        let window = [(0, 0), (0, 1), (1, 0), (1, 1)]
                        falls.append(window.reduce(0) { $0 + share[(batch * 3 + top + $1.0) * 4 + left + $1.1] })
                    }
                }
                expected.append(Float(falls.reduce(0, +) / Double(falls.count)))
            }
        }
        #expect(difference(found, Tensor(expected, shape: [3, 3, 4])) < 1e-5)
    }

    @Test(arguments: [(0, 1), (3, 4), (40, 1), (2, 0)])
    func windowsThatDoNotFit(_ window: Int, _ stride: Int) throws {
        let error = #expect(throws: RationaleError.self) {
            try Occlusion(window: window, stride: stride).attribute(
                try Golden.pictures(), in: try Golden.classifier("cnn"))
        }
        #expect(error?.code == .usage)
    }

    /// An archive whose example was one picture may take no other batch.
    @Test func fixedBatch() throws {
        var fixed = try Golden.classifier("cnn")
        fixed.input.fixedBatch = 1
        let pictures = try Golden.pictures()
        for method in [Occlusion(window: 16), GradCAM(), RISE(masks: 7)] as [any AttributionMethod] {
            let found = try method.attribute(pictures, in: fixed)
            let expected = try method.attribute(pictures, in: try Golden.classifier("cnn"))
            for (found, expected) in zip(found, expected) {
                let error = zip(found.map.values, expected.map.values).map { abs($0 - $1) }.max() ?? .infinity
                #expect(Double(error / expected.map.values.largestMagnitude) < 1e-5)
            }
        }
    }

    @Test func centre() throws {
        let map = try ImageCentre().attribute(try Golden.pictures(), in: try Golden.classifier("cnn"))[1].map
        for (row, column) in [(0, 0), (3, 20), (15, 15), (16, 31)] {
            let distance = hypot(Double(row) - 15.5, Double(column) - 15.5)
            #expect(abs(Double(map[row, column]) - (1 - distance / hypot(15.5, 15.5))) < 1e-6)
        }
        #expect(map.values.max() == map[15, 15] && map[15, 15] == map[16, 16])
    }

    @Test func randomMap() throws {
        let classifier = try Golden.classifier("cnn")
        let pictures = try Golden.pictures()
        let maps = try RandomMap(seed: 4).attribute(pictures, in: classifier).map(\.map)
        #expect(maps[0] != maps[1])
        #expect(try RandomMap(seed: 5).attribute(pictures, in: classifier)[0].map != maps[0])
        for map in maps {
            let mean = map.values.reduce(0, +) / Float(map.values.count)
            // Four standard errors of 1024 numbers of variance 1/12.
            #expect(abs(mean - 0.5) < 4 * (1 / 12 / 1024).squareRoot())
            #expect(map.values.allSatisfy { (0..<1).contains($0) })
        }
    }
}
