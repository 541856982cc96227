import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Networks that say the same in other forms have the same explanations.
///
/// What a bottleneck, a mask or an average over masks finds has no closed form, but it must not depend on how scores and
/// pictures are written down.
@Suite struct EquivalentNetworksTests {
    typealias Ending = @Sendable (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID

    private static let bottlenecks: [any AttributionMethod] = [
        InformationBottleneck(search: AdamSearch(beta: 0.01, steps: 8, initialAlpha: 0), seed: 1),
        InputInformationBottleneck(objective: .steady(SteadySearch(steps: 6)), seed: 1),
    ]
    private static let methods: [any AttributionMethod] =
        bottlenecks + [
            RISE(masks: 40, cells: 4, seed: 3), ExtremalPerturbation(areas: [0.2], steps: 20),
            Occlusion(window: 4, stride: 2), IntegratedGradients(steps: 8), GradCAM(), DeepLIFT(),
            ExcitationBackpropagation(),
            ContrastiveExcitation(),
        ]

    enum Form: CaseIterable { case softmax, logSoftmax, channelsLast, double, bytes }

    @Test(arguments: Form.allCases) func `Three classes in another form`(form: Form) throws {
        let plain = try classifier()
        let other =
            switch form {
            case .softmax: try classifier { $0.softmax("aten::softmax.int", $1) }
            case .logSoftmax: try classifier { $0.softmax("aten::log_softmax.int", $1) }
            case .channelsLast: try classifier([32, 32, 3])
            case .double: try classifier(dtype: .float64)
            case .bytes: try classifier(dtype: .uint8)
            }
        #expect(other.scoring == .softmax && plain.scoring == .softmax)
        try expectSameMaps(Self.methods, plain, other, [.index(2), .index(0)])
    }

    @Test func `Two classes as one logit, one probability, two probabilities and two scores`() throws {
        let logit: Ending = {
            $0.call("aten::slice.Tensor", .value($1), .constant(.int(1)), .constant(.int(1)), .constant(.int(2)))
        }
        let plain = try classifier(ending: logit)
        let probability: Ending = { $0.call("aten::sigmoid", .value(logit(&$0, $1))) }
        let both: Ending = { builder, x in
            let p = probability(&builder, x)
            let rest = builder.call("aten::rsub.Scalar", .value(p), .constant(.int(1)))
            return builder.call("aten::cat", .list([.value(rest), .value(p)]), .constant(.int(1)))
        }
        let scores: Ending = { builder, x in
            let z = logit(&builder, x)
            let zero = builder.call("aten::zeros_like", .value(z))
            return builder.call("aten::cat", .list([.value(zero), .value(z)]), .constant(.int(1)))
        }
        for ending in [probability, both, scores] {
            try expectSameMaps(Self.methods, plain, classifier(ending: ending), [.index(1), .index(1)])
        }
    }

    /// A label of several is a question of its own, as if it were the only one.
    @Test func `One of several labels as the only one`() throws {
        let labels = try classifier { $0.call("aten::sigmoid", .value($1)) }
        let one = try classifier {
            $0.call("aten::slice.Tensor", .value($1), .constant(.int(1)), .constant(.int(2)), .constant(.int(3)))
        }
        #expect(labels.scoring == .sigmoid && one.scoring == .logit)
        try expectSameMaps(Self.methods, labels, one, [.index(2), .index(2)], [.index(1), .index(1)])
    }

    /// A bottleneck weighs a value by how far it moves, in whatever unit it is. Four times the value has the same digits,
    /// of which Adam would magnify the last.
    @Test func `A value in another unit`() throws {
        let choices = Classifier.Choices(scoring: .value)
        let value = try classifier(choosing: choices)
        let other = try classifier(choosing: choices) {
            $0.call("aten::mul.Scalar", .value($1), .constant(.double(4)))
        }
        for targets in [[Target.index(1), .index(2)], [.increase(.index(1)), .decrease(.index(2))]] {
            try expectSameMaps(Self.bottlenecks, value, other, targets)
        }
    }

    /// What is compared is more than rounding: another class has another map.
    @Test func `Another class has another map`() throws {
        let classifier = try classifier()
        for method in Self.methods {
            let maps = try [0, 2].map { index in
                try method.attribute(pictures.slice(0, 0..<1), targets: [.index(index)], in: classifier)[0].map.tensor
            }
            #expect(difference(maps[0], maps[1]) > 1e-3, "\(type(of: method).identifier)")
        }
    }

    // MARK: -

    private func expectSameMaps(
        _ methods: [any AttributionMethod], _ one: Classifier, _ other: Classifier, _ targets: [Target],
        _ otherTargets: [Target]? = nil
    ) throws {
        for method in methods {
            let found = try method.attribute(pictures, targets: targets, in: one)
            let same = try method.attribute(pictures, targets: otherTargets ?? targets, in: other)
            for (a, b) in zip(found, same) {
                #expect(Set(a.map.values).count > 1)
                #expect(difference(a.map.tensor, b.map.tensor) < 1e-5, "\(type(of: method).identifier)")
            }
        }
    }

    /// Two convolutions and three scores, and what stands behind them.
    private func classifier(
        _ shape: [Int] = [3, 32, 32], dtype: DType = .float32, choosing choices: Classifier.Choices = .init(),
        ending: @escaping Ending = { $1 }
    ) throws -> Classifier {
        let sketch = Sketch(input: .init(shape: shape, dtype: dtype)) { builder, x in
            var x = x
            if shape[2] == 3 { x = builder.call("aten::permute", .value(x), .constant(.ints([0, 3, 1, 2]))) }
            if dtype != .float32 { x = builder.call("aten::to.dtype", .value(x), .constant(.dtype(.float32))) }
            let first = builder.layer("first", "Block") { builder in
                let y = builder.layer("conv", "Conv2d") { $0.convolution(x, 3, 8) }
                return builder.call("aten::relu", .value(y))
            }
            let second = builder.layer("second", "Block") { builder in
                let y = builder.layer("conv", "Conv2d") { $0.convolution($0.pooled(first, 4), 8, 12) }
                return builder.call("aten::relu", .value(y))
            }
            return ending(&builder, builder.linear(builder.averaged(second), 12, 3))
        }
        return try Classifier(Network(sketch, seed: 5), choices)
    }

    /// Two different pictures of whole numbers up to 3, which bytes hold, too: `[2, 3, 32, 32]`.
    private let pictures: Tensor = {
        var values: [Float] = []
        for picture in 0..<2 {
            for index in 0..<3 * 32 * 32 {
                let (row, column) = (index / 32 % 32, index % 32)
                let isInside = row > 12 && column > 9 + 8 * picture
                values.append(Float(index * 7919 % 101 % 2 + (isInside ? 2 : 0)))
            }
        }
        return Tensor(values, shape: [2, 3, 32, 32])
    }()
}

extension Heatmap {
    fileprivate var tensor: Tensor { Tensor(values, shape: [height, width]) }
}

extension GraphBuilder {
    fileprivate mutating func softmax(_ name: Operator, _ x: Graph.ValueID) -> Graph.ValueID {
        call(name, .value(x), .constant(.int(1)), .constant(.none))
    }
}
