import Foundation
import Testing

/// `rationale model list` and `rationale model inspect`.
struct ModelTests {
    @Test func theListNamesEveryArchitecture() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("model", "list")
        #expect(outcome.status == 0)
        for name in ["alexnet", "vgg16_bn", "resnet101", "squeezenet1_1", "mobilenet_v2", "googlenet", "xception"] {
            #expect(outcome.output.contains("\n  \(name) "))
        }
        #expect(outcome.output.contains("\n  aviary  "))
        let builtIn = try #require(try command("model", "list", "--json").json()["builtIn"] as? [[String: Any]])
        #expect(builtIn.map { $0["name"] as? String } == ["aviary"])
        let models = try #require(try command("model", "list", "--json").json()["models"] as? [[String: Any]])
        let keys: Set = ["name", "title", "parameters", "classes", "paper"]
        #expect(models.allSatisfy { Set($0.keys) == keys })
        #expect(models.first { $0["name"] as? String == "resnet18" }?["parameters"] as? Int == 11_689_512)
    }

    @Test func inspectShowsInputLayersAndCosts() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("model", "inspect", Fixtures.network, "--layers")
        #expect(outcome.status == 0)
        #expect(try Snapshot.matches(outcome.output, "inspect.txt"))
    }

    @Test func inspectCountsAsTorchvisionDoes() throws {
        let command = try Command()
        defer { command.remove() }
        let model = try #require(
            try command("model", "inspect", "resnet18", "--json").json()["model"] as? [String: Any])
        #expect(model["parameters"] as? Int == 11_689_512)
        #expect(model["multiplyAdds"] as? Int == 1_814_073_344)
        #expect((model["activationLayer"] as? [String: Any])?["path"] as? String == "layer4")
        #expect((model["input"] as? [String: Any])?["shape"] as? [Int] == [3, 224, 224])
        #expect((model["labels"] as? [String])?.count == 1000)
        #expect((model["unsupported"] as? [String]) == [])
        let layers = try #require(model["layers"] as? [[String: Any]])
        let keys: Set = ["path", "kind", "shape", "parameters", "multiplyAdds", "calls"]
        #expect(layers.allSatisfy { Set($0.keys) == keys })
        let layer = try #require(layers.first { $0["path"] as? String == "layer2.0" })
        #expect(layer["shape"] as? [Int] == [128, 28, 28])
        #expect(layer["parameters"] as? Int == 230_144)
    }

    @Test func inspectKnowsTextNetworks() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("model", "inspect", Fixtures.textNetwork)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("any length int64"))
        #expect(!outcome.output.contains("crop"))
    }
}
