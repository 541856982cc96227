import RationaleNetworks
import RationaleTorch
import Testing

struct ZooInitializerTests {
    @Test(arguments: Zoo.names)
    func `Weights are drawn as PyTorch draws them`(name: String) throws {
        let golden = try ZooGolden(name).initial
        let declarations = try ZooGolden.architecture(name, classes: nil).declarations.filter { golden[$0.name] != nil }
        #expect(declarations.count == golden.count)
        let generator = Generator(seed: 1)
        for declaration in declarations {
            let expected = try #require(golden[declaration.name])
            let drawn = declaration.initializer.draw(declaration.shape, using: generator)
            #expect(drawn.shape == declaration.shape)
            let mean = drawn.mean().item
            let deviation = ((drawn - mean) * (drawn - mean)).mean().item.squareRoot()
            #expect(abs(deviation / expected[0] - 1) < 0.05, "\(declaration.name)")
            #expect(abs(mean) < 0.08 * deviation, "\(declaration.name)")
            // An even distribution ends at √3 deviations, a normal one does not.
            let peak = drawn.absolute.maximum().item
            #expect(abs(peak / expected[1] - 1) < (peak / deviation < 1.8 ? 0.02 : 0.25), "\(declaration.name)")
        }
    }

    @Test(arguments: Zoo.names)
    func `Norms begin as the identity, biases within their bounds`(name: String) throws {
        let all = try ZooGolden.architecture(name).declarations
        let shapes = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.shape) })
        for declaration in all where declaration.shape.count == 1 {
            let drawn = declaration.initializer.draw(declaration.shape, using: Generator(seed: 2)).floats
            let stem = declaration.name.split(separator: ".").dropLast().joined(separator: ".")
            if let weight = shapes["\(stem).weight"], weight.count > 1 {
                let bound = 1 / Double(weight.dropFirst().reduce(1, *)).squareRoot()
                #expect(drawn.allSatisfy { Double(abs($0)) <= bound }, "\(declaration.name)")
                #expect(declaration.isTrainable)
            } else {
                let isOne = declaration.name.hasSuffix("weight") || declaration.name.hasSuffix("running_var")
                #expect(drawn.allSatisfy { $0 == (isOne ? 1 : 0) }, "\(declaration.name)")
                #expect(declaration.isTrainable == !declaration.name.contains("running"))
            }
        }
    }

    @Test func `Equal seeds give equal networks`() throws {
        let networks = [3, 3, 4].map { Network(SqueezeNet(classes: 10), seed: $0) }
        let x = Formula.pictures(for: "squeezenet1_1")
        let logits = try networks.map { try $0.logits(x).floats }
        #expect(logits[0] == logits[1])
        #expect(logits[0] != logits[2])
    }
}
