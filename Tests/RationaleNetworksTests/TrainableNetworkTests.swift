import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct TrainableNetworkTests {
    /// A convolution, a batch norm, a dropout, a mean over the plane and a linear layer.
    private struct Small: Architecture {
        let name = "small"
        let input = Network.InputDescription(shape: [1, 6, 6])

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            let convolved = builder.layer("conv", "Conv2d") { layer in
                let weight = layer.parameter("weight", [4, 1, 3, 3], .fanInUniform)
                return layer.call("aten::conv2d", .value(x), weight)
            }
            let normed = builder.layer("bn", "BatchNorm2d") { layer in
                let weight = layer.parameter("weight", [4], .constant(1))
                let bias = layer.parameter("bias", [4], .constant(0))
                let mean = layer.parameter("running_mean", [4], .constant(0), isTrainable: false)
                let variance = layer.parameter("running_var", [4], .constant(1), isTrainable: false)
                return layer.call(
                    "aten::batch_norm", .value(convolved), weight, bias, mean, variance, .constant(.bool(false)),
                    .constant(.double(0.1)), .constant(.double(1e-5)), .constant(.bool(false)))
            }
            let dropped = builder.layer("dropout", "Dropout") { layer in
                layer.call("aten::dropout", .value(normed), .constant(.double(0.25)), .constant(.bool(false)))
            }
            let pooled = builder.call("aten::mean.dim", .value(dropped), .constant(.ints([2, 3])))
            return builder.layer("fc", "Linear") { layer in
                let weight = layer.parameter("weight", [3, 4], .fanInUniform)
                let bias = layer.parameter("bias", [3], .constant(0))
                return layer.call("aten::linear", .value(pooled), weight, bias)
            }
        }
    }

    private let network = Network(Small(), seed: 1)
    private let input = Tensor.normal([8, 1, 6, 6], using: Generator(seed: 2))

    @Test func statisticsMoveTowardsTheBatchsAndTheOldOnesStay() throws {
        let trainable = try TrainableNetwork(network)
        #expect(Set(trainable.statistics.names) == ["bn.running_mean", "bn.running_var"])
        #expect(Set(trainable.parameters.names) == ["conv.weight", "bn.weight", "bn.bias", "fc.weight", "fc.bias"])
        let pass = try trainable(input, trainable.parameters, using: Generator(seed: 3))
        let activation = try network.activations(at: ["conv"], for: input)[0]
        let expected = activation.mean([0, 2, 3]) * 0.1
        #expect(difference(pass.statistics["bn.running_mean"]!, expected) < 1e-5)
        #expect(trainable.statistics["bn.running_mean"]!.floats == [0, 0, 0, 0])
        #expect(network.weights.values.allSatisfy { !$0.requiresGradient })
    }

    @Test func dropoutIsTheGeneratorsAndKeepsTheMean() throws {
        let trainable = try TrainableNetwork(network)
        func logits(_ seed: UInt64) throws -> [Float] {
            try trainable(input, trainable.parameters, using: Generator(seed: seed)).logits.floats
        }
        let first = try logits(5)
        #expect(try logits(5) == first)
        #expect(try logits(6) != first)
        let passes = try (0..<400).map { try logits(UInt64($0)) }
        let mean = passes.reduce([Float](repeating: 0, count: 24)) { zip($0, $1).map { $0 + $1 / 400 } }
        let quiet = try withoutDropout(trainable)
        let spread = zip(mean, quiet).map { abs($0 - $1) }.max()!
        #expect(spread < 0.02)
    }

    /// The logits with batch statistics and nothing dropped, from the formulas.
    private func withoutDropout(_ trainable: TrainableNetwork) throws -> [Float] {
        let activation = try network.activations(at: ["conv"], for: input)[0]
        let mean = activation.mean([0, 2, 3], keepingDimensions: true)
        let variance = ((activation - mean) * (activation - mean)).mean([0, 2, 3], keepingDimensions: true)
        let pooled = ((activation - mean) / (variance + 1e-5).squareRoot).mean([2, 3])
        let weight = trainable.parameters["fc.weight"]!.permuted([1, 0])
        return (pooled.matmul(weight) + trainable.parameters["fc.bias"]!).floats
    }

    @Test func gradientsReachEveryParameterAndTrainIt() throws {
        let trainable = try TrainableNetwork(network)
        let classes = Tensor((0..<8).map { Int64($0 % 3) }, shape: [8])
        var parameters = trainable.parameters
        var losses: [Double] = []
        for step in 0..<60 {
            let leaves = parameters.mapTensors(\.requiringGradient)
            let pass = try trainable(input, leaves, using: Generator(seed: UInt64(step)))
            let right = (pass.logits.softmax(1) + 1e-9).logarithm.gathered(1, at: classes.unsqueezed(1))
            let loss = -right.mean()
            let gradients = try gradient(of: [loss], with: leaves.tensors)
            for (name, gradient) in zip(leaves.names, gradients) where step == 0 {
                #expect(gradient.absolute.maximum().item > 0 || name == "conv.bias", "\(name)")
            }
            parameters = parameters.with(zip(parameters.tensors, gradients).map { $0 - $1 * 0.5 })
            losses.append(loss.item)
        }
        #expect(losses.last! < losses[0] * 0.8)
        let trained = trainable.network(parameters, trainable.statistics)
        #expect(try trained.logits(input).floats != network.logits(input).floats)
    }

    @Test(arguments: TrainableNetwork.Mode.allCases) func observedLayersHaveTheirGradients(
        mode: TrainableNetwork.Mode
    ) throws {
        let trainable = try TrainableNetwork(network)
        let leaves = trainable.parameters.mapTensors(\.requiringGradient)
        func pass(_ layers: [String]) throws -> TrainableNetwork.Pass {
            try trainable(input, leaves, observing: layers, mode: mode, using: Generator(seed: 4))
        }
        let found = try pass(["fc", "conv", "dropout", "conv"])
        #expect(found.logits.floats == (try pass([])).logits.floats)
        #expect(found.activations.map(\.shape) == [[8, 3], [8, 4, 4, 4], [8, 4, 4, 4], [8, 4, 4, 4]])
        #expect(found.activations[0].floats == found.logits.floats)
        let expected = try network.activations(at: ["conv"], for: input)[0]
        #expect(difference(found.activations[1], expected) < 1e-6)
        // The tail is a mean and a linear layer.
        let slope = try gradient(of: [found.logits.selected(1, 2).sum()], with: [found.activations[2]])[0]
        let weight = leaves["fc.weight"]!.detached.selected(0, 2) * (1.0 / 16)
        #expect(difference(slope.mean([2, 3]), weight.unsqueezed(0).expanded([8, 4])) < 1e-5)
        let error = #expect(throws: RationaleError.self) { try pass(["conw"]) }
        #expect(error?.code == .usage && error?.hint?.contains("'conv'") == true)
    }

    @Test func evaluationModeIsTheNetworkItself() throws {
        let trainable = try TrainableNetwork(network)
        let moved: NamedTensors = ["bn.running_mean": Tensor([0.1, 0.2, -0.3, 0] as [Float], shape: [4])]
        let pass = try trainable(
            input, trainable.parameters, moved, mode: .evaluation, using: Generator(seed: 1))
        let expected = try trainable.network(trainable.parameters, moved).logits(input)
        #expect(difference(pass.logits, expected) < 1e-6)
        #expect(difference(pass.logits, try network.logits(input)) > 1e-3)
        #expect(pass.statistics.names == ["bn.running_mean", "bn.running_var"])
        #expect(pass.statistics["bn.running_mean"]!.floats == moved[0].tensor.floats)
        #expect(pass.statistics["bn.running_var"]!.floats == [1, 1, 1, 1])
    }

    /// A loss on the gradient of a layer, differentiated by each weight, against differences of that loss.
    @Test(arguments: TrainableNetwork.Mode.allCases) func secondDerivativesAreThoseOfTheLoss(
        mode: TrainableNetwork.Mode
    ) throws {
        let trainable = try TrainableNetwork(network)
        let statistics = trainable.statistics.mapTensors { $0.converted(to: .float64) }
        let input = input.converted(to: .float64)
        // Squared scores: a gradient that depends on all weights.
        func loss(_ weights: NamedTensors) throws -> Tensor {
            let pass = try trainable(
                input, weights, statistics, observing: ["conv"], mode: mode, using: Generator(seed: 9))
            let score = (pass.logits * pass.logits).sum()
            let slope = try gradient(of: [score], with: pass.activations, creatingGraph: true)[0]
            return (slope * pass.activations[0]).sum([1]).power(2).mean() * 100
        }
        let weights = trainable.parameters.mapTensors { $0.converted(to: .float64).requiringGradient }
        let found = try gradient(of: [loss(weights)], with: weights.tensors)
        for (position, name) in weights.names.enumerated() {
            let step = Tensor.normal(weights.tensors[position].shape, using: Generator(seed: 6), dtype: .float64)
            func moved(_ distance: Double) throws -> Double {
                var tensors = weights.tensors
                tensors[position] = (tensors[position].detached + step * distance).requiringGradient
                return try loss(weights.with(tensors)).item
            }
            let expected = try (moved(1e-5) - moved(-1e-5)) / 2e-5
            let slope = (found[position] * step).sum().item
            #expect(abs(slope - expected) < 1e-6 * max(1, abs(expected)), "\(name): \(slope), expected \(expected)")
            #expect(abs(slope) > 1e-4 || mode == .training, "\(name)")
        }
    }

    @Test func aPreparedNetworkIsNotTrained() throws {
        let prepared = try network.prepared()
        let error = #expect(throws: RationaleError.self) { try TrainableNetwork(prepared) }
        #expect(error?.code == .usage)
    }
}
