import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// Networks that begin with the weights of a file.
struct StartingWeightsTests {
    private func written(_ labels: [String]?, classes: Int = 3, dropping dropped: String? = nil) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
        let classifier = Classifier(try Zoo.architecture(named: "cifar_resnet20", classes: classes), seed: 5)
        if labels == nil {
            let tensors = try classifier.network.graph.parameters.filter { $0.name != dropped }.map { parameter in
                let tensor = classifier.network.weights[parameter.id]!
                let bytes = try MappedFile(copying: tensor.bytes, name: parameter.name).bytes
                return (
                    name: "module.\(parameter.name)",
                    tensor: try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes)
                )
            }
            try SafetensorsFile.write(tensors, metadata: [:], to: url)
        } else {
            try OwnModel(architecture: "cifar_resnet20", classes: classes, labels: labels, preprocessing: nil)
                .write(classifier, to: url)
        }
        return url
    }

    private func begun(_ url: URL, _ labels: [String]) throws -> (classifier: Classifier, headIsKept: Bool) {
        let classifier = try Classifier(startingAt: url, architecture: "cifar_resnet20", labels: labels, seed: 8)
        func weight(_ network: Network, _ name: String) -> [Float] {
            network.weights[network.graph.parameters.first { $0.name == name }!.id]!.floats
        }
        let original = Network(CIFARResNet(depth: 20, classes: 3), seed: 5)
        #expect(weight(classifier.network, "conv1.weight") == weight(original, "conv1.weight"))
        return (classifier, weight(classifier.network, "linear.weight") == weight(original, "linear.weight"))
    }

    @Test func `A head for the same classes is taken`() throws {
        let url = try written(["a", "b", "c"])
        defer { try? FileManager.default.removeItem(at: url) }
        let (classifier, isKept) = try begun(url, ["a", "b", "c"])
        #expect(isKept && classifier.notes == [])
    }

    @Test func `A head for other classes is drawn anew, and a note says so`() throws {
        let url = try written(["a", "b", "c"])
        defer { try? FileManager.default.removeItem(at: url) }
        for labels in [["a", "b", "d"], ["a", "b", "c", "d"]] {
            let (classifier, isKept) = try begun(url, labels)
            #expect(!isKept)
            #expect(classifier.notes.contains { $0.contains("drawn anew") && $0.contains("linear.weight") })
            #expect(try classifier.scores(of: .zeros([1, 3, 32, 32])).shape == [1, labels.count])
        }
    }

    @Test func `A file without a head, with wrapped names, is taken as well`() throws {
        let url = try written(nil, dropping: "linear.weight")
        defer { try? FileManager.default.removeItem(at: url) }
        let (classifier, isKept) = try begun(url, ["a", "b", "c"])
        #expect(!isKept && classifier.notes.contains { $0.contains("linear.weight") })
    }

    @Test func `Weights of another network are refused`() throws {
        let own = try written(["a", "b", "c"])
        let plain = try written(nil, dropping: "conv1.weight")
        defer { for url in [own, plain] { try? FileManager.default.removeItem(at: url) } }
        let other = #expect(throws: RationaleError.self) {
            try Classifier(startingAt: own, architecture: "resnet18", labels: ["a"], seed: 0)
        }
        #expect(other?.code == .usage && other?.hint?.contains("--architecture cifar_resnet20") == true)
        let missing = #expect(throws: RationaleError.self) {
            try Classifier(startingAt: plain, architecture: "cifar_resnet20", labels: ["a", "b", "c"], seed: 0)
        }
        #expect(missing?.code == .badData && missing?.message.contains("conv1.weight") == true)
    }
}
