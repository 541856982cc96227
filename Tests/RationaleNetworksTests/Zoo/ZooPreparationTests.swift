import RationaleNetworks
import RationaleTorch
import Testing

extension ZooNetworks {
    @Suite(.serialized) struct PreparationTests {
        @Test(arguments: ZooGolden.names)
        func `The prepared network has the same logits and derivative`(name: String) throws {
            let network = try Formula.network(name).inDoublePrecision
            let x = Formula.pictures(for: name).slice(0, 0..<1).converted(to: .float64).requiringGradient
            let logits = [try network.logits(x), try network.prepared().logits(x)]
            #expect(difference(logits[1], logits[0]) < 1e-10)
            let seed = Formula.numbers("seed", logits[0].shape).converted(to: .float64)
            let gradients = try logits.map { try gradient(of: $0, with: x, seed: seed) }
            #expect(difference(gradients[1], gradients[0]) < 1e-9)
        }

        @Test(arguments: Zoo.names)
        func `No batch norm and no dropout is left`(name: String) throws {
            let network = try Formula.network(name).prepared()
            let left = network.graph.nodes.compactMap(\.operatorName)
            #expect(!left.contains("aten::batch_norm"))
            #expect(!left.contains("aten::dropout"))
        }
    }
}
