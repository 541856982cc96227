import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Small archives of torch.export, each with pitfalls of its own, beside PyTorch's answers.
@Suite struct ExportedNetworkTests {
    static let names = ["cnn", "vit", "lstm", "oddities", "mutation", "decomposed", "train-mode", "bfloat16"]

    private func network(_ name: String) throws -> Network {
        try Network(contentsOf: Golden.folder.appendingPathComponent("\(name).pt2"))
    }

    /// How far answers may be from PyTorch's: bfloat16 has three digits, and which of them round up depends on the processor.
    private func tolerance(_ name: String) -> Double { name == "bfloat16" ? 0.02 : 1e-5 }

    private func input(_ golden: Golden, for network: Network) -> Tensor {
        network.input.dtype == .int64 ? golden.input.integers : golden.input.tensor.converted(to: network.input.dtype)
    }

    @Test(arguments: names) func logitsAndGradientsEqualPyTorchs(name: String) throws {
        let golden = try Golden(named: name)
        let network = try network(name)
        let tolerance = tolerance(name)
        let x = input(golden, for: network)
        let logits = try withoutGradient { try network.logits(x) }
        #expect(difference(logits, golden.logits.tensor) < tolerance)
        if let expected = golden.inputGradient {
            let leaf = x.requiringGradient
            let score = try network.logits(leaf).selected(1, golden.target).sum()
            #expect(try difference(gradient(of: score, with: leaf), expected.tensor) < tolerance)
        }
        guard let layer = golden.layer, let inner = golden.inner, let innerGradient = golden.innerGradient else {
            return
        }
        let split = try network.split(at: layer)
        var activation = try withoutGradient { try split.head(x) }
        #expect(difference(activation.tensor, inner.tensor) < tolerance)
        activation.tensor = activation.tensor.requiringGradient
        let score = try split.tail(activation).selected(1, golden.target).sum()
        #expect(try difference(gradient(of: score, with: activation.tensor), innerGradient.tensor) < tolerance)
    }

    @Test(arguments: names) func everyLayerCanBeCut(name: String) throws {
        let golden = try Golden(named: name)
        let network = try network(name)
        let x = input(golden, for: network)
        let logits = try withoutGradient { try network.logits(x) }
        #expect(!network.graph.layers.isEmpty || ["mutation", "decomposed"].contains(name))
        for layer in network.graph.layers {
            let split = try network.split(at: layer.path)
            let composed = try withoutGradient { try split.tail(split.head(x)) }
            #expect(difference(composed, logits) == 0, "cut at \(layer.path)")
        }
    }

    @Test(arguments: names) func preparingChangesNothingButRounding(name: String) throws {
        let golden = try Golden(named: name)
        let network = try network(name)
        let x = input(golden, for: network)
        let prepared = try network.prepared()
        let tolerance = tolerance(name)
        let logits = try withoutGradient { try prepared.logits(x) }
        #expect(difference(logits, golden.logits.tensor) < tolerance)
        guard let expected = golden.inputGradient else { return }
        let leaf = x.requiringGradient
        let score = try prepared.logits(leaf).selected(1, golden.target).sum()
        let error = try difference(gradient(of: score, with: leaf), expected.tensor)
        #expect(error < tolerance)
    }

    /// Without gradients, convolutions run from packed weights; they must give what they give with gradients.
    @Test(arguments: ["cnn", "oddities", "bfloat16"]) func packedConvolutionsChangeNothingButRounding(name: String)
        throws
    {
        let golden = try Golden(named: name)
        let prepared = try network(name).prepared()
        let x = input(golden, for: prepared)
        let recorded = try prepared.logits(x)
        let tolerance = tolerance(name)
        #expect(difference(try withoutGradient { try prepared.logits(x) }, recorded) < tolerance)
        for layer in prepared.graph.layers {
            let split = try prepared.split(at: layer.path)
            let composed = try withoutGradient { try split.tail(split.head(x)) }
            #expect(difference(composed, recorded) < tolerance, "cut at \(layer.path)")
        }
        var changed = prepared
        changed.weights = prepared.weights.mapValues { $0.zerosLike }
        let silent = try withoutGradient { try changed.logits(x) }
        #expect(silent.absolute.maximum().item == 0, "weights that were changed are used")
    }

    @Test func batchNormsAreFoldedAndDropoutsRemoved() throws {
        let network = try network("cnn")
        let prepared = try network.prepared()
        func count(_ network: Network, _ name: String) -> Int {
            network.graph.nodes.count { $0.operatorName == name }
        }
        #expect(count(network, "aten::batch_norm") > 0)
        #expect(count(prepared, "aten::batch_norm") == 0)
        #expect(count(prepared, "aten::dropout") == 0)
    }

    @Test func nothingIsLeftThatChangesATensorInPlace() throws {
        for name in Self.names {
            for node in try network(name).graph.nodes {
                guard case .aten(let operation) = node.operation else { continue }
                let writes = operation.parameters.contains(where: \.isWritten)
                #expect(!writes, "\(name): \(node.name)")
            }
        }
    }

    @Test func trainingModeIsLeftAndSaidSo() throws {
        let network = try network("train-mode")
        #expect(network.notes.contains { $0.contains("training mode") })
    }

    @Test func aLayerWithATypoIsAnsweredWithTheNearest() throws {
        let network = try network("cnn")
        let real = try #require(network.graph.layers.map(\.path).max { $0.count < $1.count })
        let error = #expect(throws: RationaleError.self) { try network.split(at: real + "x") }
        #expect(error?.code == .usage)
        #expect(error?.hint?.contains("'\(real)'") == true)
    }
}
