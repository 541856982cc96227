import RationaleNetworks
import RationaleTorch
import Testing

/// The large networks, one after the other: VGG-16 alone has half a gigabyte of weights.
@Suite(.serialized) enum ZooNetworks {}

extension ZooNetworks {
    @Suite(.serialized) struct ParityTests {
        @Test(arguments: ZooGolden.names)
        func `Layers, names and shapes are PyTorch's`(name: String) throws {
            let golden = try ZooGolden(name)
            let architecture = try ZooGolden.architecture(name)
            let network = try Formula.network(name)

            let kinds = network.graph.layers.map { "\($0.path): \($0.kind)" }
            #expect(Set(kinds) == Set(golden.layers.map { "\($0.path): \($0.kind)" }))
            #expect(kinds.count == Set(kinds).count)

            let declared = architecture.declarations.map { ($0.name, $0.shape) }
            let expected = golden.layers.reduce(into: [:]) { $0.merge($1.shapes) { first, _ in first } }
            #expect(Dictionary(uniqueKeysWithValues: declared) == expected)
            #expect(try ZooGolden.architecture(name, classes: nil).parameterCount == golden.parameters)
        }

        /// In double precision: in single, rounding decides which way a rectifier near zero goes, and each processor rounds its way.
        @Test(arguments: ZooGolden.names)
        func `Logits, gradients and all layers are PyTorch's`(name: String) throws {
            let golden = try ZooGolden(name)
            let network = try Formula.network(name).inDoublePrecision
            let x = Formula.pictures(for: name).converted(to: .float64).requiringGradient
            let logits = try network.logits(x)
            #expect(difference(logits, Tensor(golden.logits, shape: [2, 10])) < 1e-9)

            let seed = Formula.numbers("seed", logits.shape).converted(to: .float64)
            let all = try gradient(of: logits, with: x, seed: seed).elements(as: Double.self)
            let some = stride(from: 0, to: all.count, by: 509).map { all[$0] }
            let shape = [some.count]
            #expect(difference(Tensor(some, shape: shape), Tensor(golden.gradient, shape: shape)) < 1e-9)

            let activations = try withoutGradient {
                try network.activations(at: golden.layers.map(\.path), for: x.detached)
            }
            for (layer, activation) in zip(golden.layers, activations) {
                #expect(abs(activation.absolute.mean().item / layer.mean - 1) < 1e-8, "\(layer.path)")
            }
        }

        @Test(arguments: ZooGolden.names)
        func `Logits in single precision are PyTorch's to rounding`(name: String) throws {
            let logits = try withoutGradient { try Formula.network(name).logits(Formula.pictures(for: name)) }
            #expect(difference(logits, Tensor(try ZooGolden(name).logits, shape: [2, 10])) < 1e-4)
        }
    }
}
