import Foundation
import RationaleConsistency
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

/// The numbers of `scripts/reference/consistency.py`: PyTorch, written from the papers, with gradients of second order.
struct GoldenConsistencyTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Array: Decodable, Sendable {
            let shape: [Int]
            let values: [Float]
        }

        /// Its key in the file.
        var name = ""
        let pool: String
        let hidden: Bool
        let weights, gradients, statistics, maps: [String: Array]
        let loss, distance: Double
        var testDescription: String { name }

        private enum CodingKeys: String, CodingKey {
            case pool, hidden, weights, gradients, statistics, maps, loss, distance
        }
    }

    /// The reference's network.
    struct Small: Architecture {
        let name = "small"
        let input = Network.InputDescription(shape: [3, 16, 16])
        let preprocessing = Preprocessing.imageNet(resize: 16, crop: 16)
        let isMaximum: Bool
        let hasHidden: Bool

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            var x = builder.conv2d(x, "conv1", from: 3, to: 4, kernel: 3, padding: 1)
            x = builder.relu(builder.batchNorm2d(x, "bn", channels: 4), "relu1")
            x = builder.conv2d(x, "conv2", from: 4, to: 6, kernel: 3, stride: 2, padding: 1)
            x = builder.relu(x, "relu2")  // [batch, 6, 8, 8]
            x = isMaximum ? builder.adaptiveMaxPool2d(x, "pool") : builder.adaptiveAveragePool2d(x, "pool")
            x = builder.flatten(x)
            if hasHidden { x = builder.relu(builder.linear(x, "hidden", from: 6, to: 6), "relu3") }
            return builder.linear(x, "fc", from: 6, to: 5)
        }
    }

    static let cases: [Case] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/consistency.json")
        let found = (try? JSONDecoder().decode([String: Case].self, from: Data(contentsOf: file))) ?? [:]
        return found.sorted { $0.key < $1.key }.map { name, example in
            var example = example
            example.name = name
            return example
        }
    }()

    /// The pictures of the reference, by the same formula.
    static func pixels(_ height: Int, seed: Int) -> Tensor {
        let shape = [3, height, height, 3]
        let count = shape.reduce(1, *)
        return Tensor((0..<count).map { UInt8(($0 * $0 * 7 + $0 * 31 + seed * 101) % 256) }, shape: shape)
    }

    static func task(_ example: Case) throws -> ClassifierTask {
        let architecture = Small(isMaximum: example.pool == "maximum", hasHidden: example.hidden)
        let weights = example.weights.mapValues { Tensor($0.values, shape: $0.shape) }
        return try ClassifierTask(
            Classifier(architecture, weights: weights), labels: LabelSet(["a", "b", "c", "d", "e"]),
            source: ["data": "reference"], evaluationCount: 1,
            evaluationSample: { _ in LabeledImage(Image(width: 16, height: 16), [0]) },
            trainingSample: { _ in LabeledImage(Image(width: 16, height: 16), [0]) })
    }

    static var targets: Tensor {
        Tensor([1, 4, 2].flatMap { focus in (0..<5).map { Float($0 == focus ? 1 : 0) } }, shape: [3, 5])
    }

    /// The loss of a case and its gradients.
    static func loss(
        _ example: Case, usesClosedForm: Bool
    ) throws -> (loss: Loss, gradients: NamedTensors, hasClosedForm: Bool) {
        let task = try task(example)
        let map = try ConsistencyMap(of: task.classifier.network, at: "relu2", usesClosedForm: usesClosedForm)
        let parameters = task.parameters.mapTensors(\.requiringGradient)
        let pass = TrainingPass(parameters: parameters, statistics: task.statistics, generator: Generator(seed: 1))
        let loss: Loss
        if example.name.hasPrefix("cgc") {
            var objective = ContrastiveConsistency(task, map: map)
            objective.weight = 0.5
            objective.temperature = example.name == "cgc" ? 0.5 : 0.01
            let boxes = [(2.0, 1.0, 9.0, 11.0, true), (0, 4, 16, 8, false), (5, 5, 10, 10, true)]
            let warps = boxes.map { x, y, width, height, isFlipped in
                Warp(
                    height: 16, width: 16, box: Box(x: x, y: y, width: width, height: height), isFlipped: isFlipped)
            }
            let batch = ContrastiveConsistency.Batch(
                named: .init(pixels: pixels(16, seed: 3), targets: targets), whole: pixels(16, seed: 4),
                part: pixels(16, seed: 5), warps: warps)
            loss = try objective.loss(of: batch, in: pass)
        } else {
            var objective = try GradCAMConsistency(
                task, map: map, negatives: try NegativePictures(ofOther: 5) { _, _ in Image(width: 16, height: 16) })
            objective.weight = 25
            objective.level = example.name == "gc-pixel" ? .pixel : .map
            objective.isTargetDetached = example.name == "gc-detached"
            let batch = GradCAMConsistency.Batch(
                originals: .init(pixels: pixels(16, seed: 1), targets: targets), composites: pixels(32, seed: 2),
                quadrants: [0, 3, 1], focuses: [1, 4, 2])
            loss = try objective.loss(of: batch, in: pass)
        }
        let gradients = parameters.with(try gradient(of: [loss.value], with: parameters.tensors))
        return (loss, gradients, map.hasClosedForm)
    }

    @Test func thereAreReferences() { #expect(Self.cases.count == 7) }

    @Test(arguments: cases, [true, false])
    func lossesAndGradientsAreThoseOfPyTorch(_ example: Case, usesClosedForm: Bool) throws {
        let (loss, gradients, hasClosedForm) = try Self.loss(example, usesClosedForm: usesClosedForm)
        #expect(hasClosedForm == (usesClosedForm && !example.hidden))
        #expect(abs(loss.value.item / example.loss - 1) < 1e-5, "\(loss.value.item), not \(example.loss)")
        let distance = try #require(loss.metrics[example.name.hasPrefix("cgc") ? "contrast" : "consistency"]).item
        #expect(abs(distance / example.distance - 1) < 1e-5, "\(distance), not \(example.distance)")
        #expect(Set(gradients.names) == Set(example.gradients.keys))
        let largest = example.gradients.values.flatMap(\.values).map(abs).max() ?? 0
        for (name, tensor) in gradients {
            let expected = try #require(example.gradients[name]).values
            let found = tensor.ordered(.contiguous).floats
            let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(found.count == expected.count && worst / largest < 1e-5, "\(name): \(worst) of \(largest)")
        }
        for (name, tensor) in loss.statistics {
            let expected = try #require(example.statistics[name]).values
            #expect(zip(tensor.floats, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(name)")
        }
    }

    @Test(arguments: cases, [true, false])
    func mapsAreThoseOfPyTorch(_ example: Case, usesClosedForm: Bool) throws {
        let task = try Self.task(example)
        let map = try ConsistencyMap(of: task.classifier.network, at: "relu2", usesClosedForm: usesClosedForm)
        let parameters = task.parameters.mapTensors(\.requiringGradient)
        let isContrastive = example.name.hasPrefix("cgc")
        let pictures = isContrastive ? [(16, 4), (16, 5)] : [(16, 1), (32, 2)]
        var focuses = [1, 4, 2]
        for (name, (side, seed)) in zip(["expected", "found"], pictures) {
            let pass = try task.network(
                task.input(pixels: Self.pixels(side, seed: seed)), parameters, task.statistics, observing: ["relu2"],
                using: Generator(seed: 1))
            if isContrastive, name == "expected" {
                focuses = pass.logits.detached.argmax(1).elements(as: Int64.self).map(Int.init)
            }
            var found = try map(pass, parameters, of: focuses)
            if isContrastive { found = found.unsqueezed(1).resizedBilinearly(height: 16, width: 16).squeezed(1) }
            found = found / (found.sum([1, 2], keepingDimensions: true) + 1e-8)
            let expected = try #require(example.maps[name])
            #expect(found.shape == expected.shape)
            let largest = expected.values.max() ?? 0
            let worst = zip(found.floats, expected.values).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 1e-5 * largest, "\(name): \(worst) of \(largest)")
        }
    }

    /// The closed form and the derivative of second order are one function.
    @Test(arguments: cases.filter { !$0.hidden })
    func bothFormsAreTheSame(_ example: Case) throws {
        let closed = try Self.loss(example, usesClosedForm: true)
        let derived = try Self.loss(example, usesClosedForm: false)
        #expect(closed.hasClosedForm && !derived.hasClosedForm)
        #expect(abs(closed.loss.value.item / derived.loss.value.item - 1) < 1e-6)
        for (a, b) in zip(closed.gradients.tensors, derived.gradients.tensors) {
            #expect((a - b).absolute.maximum().item <= 1e-5 * max(b.absolute.maximum().item, 0.1))
        }
    }

    @Test func aLayerWithoutPlacesIsRefused() throws {
        let example = try #require(Self.cases.first)
        let task = try Self.task(example)
        #expect(throws: RationaleError.self) { try ConsistencyMap(of: task.classifier.network, at: "nowhere") }
        let map = try ConsistencyMap(of: task.classifier.network, at: "fc")
        let pass = try task.network(
            task.input(pixels: Self.pixels(16, seed: 1)), task.parameters, task.statistics, observing: ["fc"],
            using: Generator(seed: 1))
        let error = #expect(throws: RationaleError.self) { try map(pass, task.parameters, of: [0, 1, 2]) }
        #expect(error?.code == .usage && error?.message.contains("'fc'") == true)
    }
}
