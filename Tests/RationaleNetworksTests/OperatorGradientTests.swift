import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// The derivatives of the operators that networks are made of, in unusual layouts of memory, beside double precision on plain
/// tensors.
@Suite struct OperatorGradientTests {
    /// An operator of a picture `[batch, 6, 4, 5]`, its other arguments included.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: @Sendable (inout GraphBuilder, Graph.ValueID) -> [Argument]

        var testDescription: String { name }

        init(
            _ name: String,
            _ arguments: @escaping @Sendable (inout GraphBuilder, Graph.ValueID) -> [Argument] = { _, _ in [] }
        ) {
            self.name = name
            self.arguments = arguments
        }
    }

    private static let none = Argument.constant(.none)
    private static func ints(_ values: Int...) -> Argument { .constant(.ints(values)) }
    private static func int(_ value: Int) -> Argument { .constant(.int(value)) }
    private static func number(_ value: Double) -> Argument { .constant(.double(value)) }
    private static func bool(_ value: Bool) -> Argument { .constant(.bool(value)) }

    static let cases: [Case] =
        [
            "relu", "leaky_relu", "elu", "gelu", "silu", "mish", "hardswish", "hardsigmoid", "hardtanh", "sigmoid",
            "tanh",
            "softplus", "exp", "abs", "sqrt_of_square", "relu6", "selu", "celu", "log_sigmoid", "neg",
            "rsqrt_of_square",
        ].map { name in
            if name == "sqrt_of_square" || name == "rsqrt_of_square" {
                return Case("aten::pow.Tensor_Scalar") { _, _ in [number(2)] }
            }
            return Case("aten::\(name)")
        }
        + [
            Case("aten::batch_norm") { builder, _ in
                [
                    builder.parameter("weight", [6], .ones), builder.parameter("bias", [6], .zeros),
                    builder.parameter("running_mean", [6], .zeros), builder.parameter("running_var", [6], .ones),
                    bool(false), number(0.1), number(1e-5), bool(false),
                ]
            },
            Case("aten::batch_norm") { builder, _ in
                [
                    builder.parameter("weight", [6], .ones), builder.parameter("bias", [6], .zeros), none, none,
                    bool(true),
                    number(0.1), number(1e-5), bool(false),
                ]
            },
            Case("aten::instance_norm") { builder, _ in
                [
                    builder.parameter("weight", [6], .ones), builder.parameter("bias", [6], .zeros), none, none,
                    bool(true),
                    number(0.1), number(1e-5), bool(false),
                ]
            },
            Case("aten::group_norm") { builder, _ in
                [int(3), builder.parameter("weight", [6], .ones), builder.parameter("bias", [6], .zeros), number(1e-5)]
            },
            Case("aten::layer_norm") { builder, _ in
                [
                    ints(5), builder.parameter("weight", [5], .ones), builder.parameter("bias", [5], .zeros),
                    number(1e-5),
                ]
            },
            Case("aten::conv2d") { builder, _ in
                [
                    builder.parameter("weight", [6, 6, 3, 3], .zeros), builder.parameter("bias", [6], .zeros),
                    ints(1, 1),
                    ints(1, 1),
                ]
            },
            Case("aten::conv2d") { builder, _ in
                [builder.parameter("weight", [6, 1, 3, 3], .zeros), none, ints(1, 1), ints(1, 1), ints(1, 1), int(6)]
            },
            Case("aten::conv_transpose2d.input") { builder, _ in
                [builder.parameter("weight", [6, 6, 3, 3], .zeros), none, ints(1, 1), ints(1, 1)]
            },
            Case("aten::max_pool2d") { _, _ in [ints(3, 3), ints(1, 1), ints(1, 1)] },
            Case("aten::avg_pool2d") { _, _ in [ints(3, 3), ints(1, 1), ints(1, 1)] },
            Case("aten::adaptive_avg_pool2d") { _, _ in [ints(2, 3)] },
            Case("aten::adaptive_max_pool2d_values") { _, _ in [ints(2, 3)] },
            Case("aten::linear") { builder, _ in
                [builder.parameter("weight", [7, 5], .zeros), builder.parameter("bias", [7], .zeros)]
            },
            Case("aten::softmax.int") { _, _ in [int(1)] }, Case("aten::log_softmax.int") { _, _ in [int(-1)] },
            Case("aten::mean.dim") { _, _ in [ints(1), bool(true)] },
            Case("aten::amax") { _, _ in [ints(-1), bool(true)] },
            Case("aten::sum.dim_IntList") { _, _ in [ints(2), bool(true)] }, Case("aten::cumsum") { _, _ in [int(2)] },
            Case("aten::mul.Tensor") { _, x in [.value(x)] }, Case("aten::pixel_shuffle_of_none") { _, _ in [] },
            Case("aten::upsample_bilinear2d") { _, _ in [ints(7, 9), bool(false)] },
            Case("aten::upsample_nearest2d") { _, _ in [ints(8, 10)] },
            Case("aten::constant_pad_nd") { _, _ in [ints(1, 2, 0, 1), number(0)] },
            Case("aten::roll") { _, _ in [ints(1, 2), ints(2, 3)] }, Case("aten::flip") { _, _ in [ints(3)] },
            Case("aten::prelu") { builder, _ in [builder.parameter("weight", [6], .ones)] },
            Case("aten::scaled_dot_product_attention") { _, x in [.value(x), .value(x)] },
            Case("aten::im2col") { _, _ in [ints(2, 2), ints(1, 1), ints(0, 0), ints(1, 1)] },
        ].filter { $0.name.hasPrefix("aten::") && (try? Operator(named: $0.name)) != nil }

    /// How a tensor `[batch, channel, height, width]` lies in memory.
    enum Layout: String, CaseIterable, Sendable {
        case plain, channelsLast, tokens, gap, reversed

        func callAsFunction(_ x: Tensor) -> Tensor {
            guard x.rank == 4 else { return x }
            let (b, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
            switch self {
            case .plain: return x.ordered(.contiguous)
            case .channelsLast: return x.permuted([0, 2, 3, 1]).ordered(.contiguous).permuted([0, 3, 1, 2])
            // Tokens behind a class token: the batch's stride is not channels × height × width.
            case .tokens:
                let flat = x.reshaped([b, c, h * w]).permuted([0, 2, 1])
                let all = Tensor.concatenated([flat.slice(1, 0..<1), flat], dimension: 1)
                return all.slice(1, 1..<h * w + 1).permuted([0, 2, 1]).reshaped([b, c, h, w])
            case .gap: return Tensor.concatenated([x, x], dimension: 1).slice(1, 0..<c)
            case .reversed: return x.permuted([3, 2, 1, 0]).ordered(.contiguous).permuted([3, 2, 1, 0])
            }
        }
    }

    private func network(_ example: Case) throws -> Network {
        var builder = GraphBuilder()
        let x = builder.input()
        let arguments = example.arguments(&builder, x)
        let operation = try Operator(named: example.name)
        let output = builder.call(operation, [.value(x)] + arguments, results: 1)
        let graph = builder.graph(returning: output)
        let weights = zip(graph.parameters, builder.declarations).map { parameter, declaration in
            let drawn = Tensor.normal(declaration.shape, using: Generator(seed: UInt64(parameter.id)))
            return (parameter.id, declaration.name.hasSuffix("running_var") ? drawn.absolute + 0.5 : drawn)
        }
        return Network(
            name: example.name, graph: graph, weights: Dictionary(uniqueKeysWithValues: weights),
            inputs: [.init(shape: [6, 4, 5])])
    }

    private func derivative(
        _ network: Network, _ x: Tensor, _ layout: Layout, _ weight: (Tensor) -> Tensor
    ) throws -> Tensor {
        // The derivative is asked at the plain tensor; what lies otherwise is what the operator sees.
        let leaf = layout(x).requiringGradient
        let output = try network.graph.run([.tensor(leaf)], parameters: network.weights)[0].tensor!
        return try gradient(of: (output * weight(output)).sum(), with: leaf)
    }

    @Test(arguments: cases, [1, 2]) func `Derivatives are those of double precision, in every layout`(
        example: Case, batch: Int
    ) throws {
        let network = try network(example)
        let x = Tensor.normal([batch, 6, 4, 5], using: Generator(seed: 3))
        func weight(_ output: Tensor) -> Tensor {
            Tensor.normal(output.shape, using: Generator(seed: 4)).converted(to: output.dtype)
        }
        let exact = try derivative(network.inDoublePrecision, x.converted(to: .float64), .plain, weight)
        for layout in Layout.allCases {
            for incoming in Layout.allCases {
                let found = try derivative(network, x, layout) { incoming(weight($0)) }
                #expect(difference(found, exact) < 1e-5, "input \(layout), gradient \(incoming)")
            }
        }
    }
}
