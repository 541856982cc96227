import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// How a classifier is made of a network: which input, which output, and what scores mean.
@Suite struct ClassifierTests {
    /// `x W` of six numbers and two classes, and what a body makes of it.
    private func network(
        _ ending: (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID = { $1 }, classes: Int = 2
    ) -> Network {
        var builder = GraphBuilder()
        let x = builder.input()
        let scores = builder.linear(x, "fc", from: 6, to: classes)
        let output = ending(&builder, scores)
        let graph = builder.graph(returning: output)
        let weights = graph.parameters.map { parameter in
            (
                parameter.id,
                Tensor.normal(parameter.name.hasSuffix("bias") ? [classes] : [classes, 6], using: Generator(seed: 1))
            )
        }
        return Network(
            name: "small", graph: graph, weights: Dictionary(uniqueKeysWithValues: weights), inputs: [.init(shape: [6])]
        )
    }

    private let x = Tensor.normal([3, 6], using: Generator(seed: 2))

    private func softmax(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        builder.call("aten::softmax.int", .value(x), .constant(.int(1)))
    }

    @Test func `What goes into a softmax is the scores`() throws {
        let plain = network()
        let classifier = try Classifier(network { softmax(&$0, $1) })
        #expect(classifier.scoring == .softmax && classifier.interface.scoringReason.contains("softmax"))
        let scores = try withoutGradient { try classifier.scores(of: x) }
        #expect(difference(scores, try withoutGradient { try plain.logits(x) }) == 0)
        #expect(difference(classifier.readout(of: scores), scores.softmax(1)) == 0)
    }

    @Test func `A sigmoid of several is labels, of one a decision between two`() throws {
        func sigmoid(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            builder.call("aten::sigmoid", .value(x))
        }
        let several = try Classifier(network { sigmoid(&$0, $1) })
        #expect(several.scoring == .sigmoid)
        let one = try Classifier(network({ sigmoid(&$0, $1) }, classes: 1))
        #expect(one.scoring == .logit)
        let scores = try withoutGradient { try one.scores(of: x) }
        #expect(scores.shape == [3, 2] && scores.sum([1]).absolute.maximum().item < 1e-6)
        let z = try withoutGradient { try network(classes: 1).logits(x) }
        #expect(difference(scores.slice(1, 1..<2), z) == 0)
    }

    @Test func `What the caller says holds, where it can`() throws {
        let value = try Classifier(network(), Classifier.Choices(scoring: .value))
        #expect(value.scoring == .value)
        let scores = try withoutGradient { try value.scores(of: x) }
        #expect(difference(value.readout(of: scores), scores) == 0)
        #expect(throws: RationaleError.self) { try Classifier(network(), Classifier.Choices(output: "logitz")) }
        let input = #expect(throws: RationaleError.self) { try Classifier(network(), Classifier.Choices(input: "xx")) }
        #expect(input?.code == .usage && input?.hint != nil)
        #expect(throws: RationaleError.self) { try value.scored(as: .logit) }
    }

    /// Probabilities and their order, in double precision.
    @Test func `Scorings read scores as they say`() {
        let scores: [Float] = [1, 3, -2]
        let softmax = Scoring.softmax.readout(of: scores)
        #expect(abs(softmax.reduce(0, +) - 1) < 1e-15 && abs(softmax[1] / softmax[0] - exp(2)) < 1e-9)
        #expect(abs(Scoring.sigmoid.readout(of: scores)[2] - 1 / (1 + exp(2))) < 1e-15)
        #expect(Scoring.value.readout(of: scores) == [1, 3, -2])
        #expect(Prediction.top(2, of: scores, labels: ["a", "b", "c"], scoring: .softmax).map(\.label) == ["b", "a"])
        let values = Prediction.top(2, of: scores, labels: nil, scoring: .value)
        #expect(values.map(\.index) == [0, 1] && values.allSatisfy { $0.probability == nil } && values[1].score == 3)
    }

    /// An evaluation batch norm that no convolution takes up: its derivative beside a difference quotient, for a gradient
    /// that arrives transposed, for one picture and for the same in a batch of two.
    @Test func `A batch norm's derivative is right in every layout`() throws {
        var builder = GraphBuilder()
        let x = builder.input()
        let norm = builder.batchNorm2d(x, "bn", channels: 4)
        let flat = builder.call("aten::flatten.using_ints", .value(norm), .constant(.int(2)))
        let tokens = builder.call("aten::transpose.int", .value(flat), .constant(.int(1)), .constant(.int(2)))
        let squares = builder.call("aten::mul.Tensor", .value(tokens), .value(tokens))
        let weighted = builder.call("aten::cumsum", .value(squares), .constant(.int(2)))
        let sums = builder.call("aten::sum.dim_IntList", .value(weighted), .constant(.ints([1])))
        let graph = builder.graph(returning: sums)
        let weights = graph.parameters.map { parameter in
            let drawn = Tensor.normal([4], using: Generator(seed: UInt64(parameter.id)))
            return (parameter.id, parameter.name.hasSuffix("running_var") ? drawn.absolute + 0.5 : drawn)
        }
        let network = Network(
            name: "norm", graph: graph, weights: Dictionary(uniqueKeysWithValues: weights),
            inputs: [.init(shape: [4, 3, 5])])
        func derivative(_ network: Network, _ x: Tensor) throws -> Tensor {
            let leaf = x.requiringGradient
            return try gradient(of: network.logits(leaf).selected(1, 2).sum(), with: leaf)
        }
        let x2 = Tensor.normal([2, 4, 3, 5], using: Generator(seed: 9))
        let one = x2.slice(0, 0..<1)
        let alone = try derivative(network, one)
        #expect(difference(alone, try derivative(network, x2).slice(0, 0..<1)) < 1e-6)
        let exact = network.inDoublePrecision
        let wide = one.converted(to: .float64)
        var quotient: [Double] = []
        for index in 0..<one.count {
            var step = [Double](repeating: 0, count: one.count)
            step[index] = 1e-5
            let delta = Tensor(step, shape: one.shape)
            let change = try withoutGradient {
                try exact.logits(wide + delta).selected(1, 2).sum().item
                    - exact.logits(wide - delta).selected(1, 2).sum().item
            }
            quotient.append(change / 2e-5)
        }
        #expect(difference(alone, Tensor(quotient, shape: one.shape)) < 1e-5)
    }
}
