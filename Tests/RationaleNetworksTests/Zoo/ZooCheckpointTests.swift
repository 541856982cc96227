import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

struct ZooCheckpointTests {
    /// What is done to correct weights, and what the error then says.
    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let message: [String]
        let hint: String
        let apply: @Sendable (inout [String: Tensor]) -> Void
    }

    static let damages = [
        Damage(
            testDescription: "a missing tensor", message: ["squeezenet1_1", "missing: 'features.0.weight'"],
            hint: "model list"
        ) { $0["features.0.weight"] = nil },
        Damage(
            testDescription: "many missing tensors",
            message: ["'features.0.weight', 'features.0.bias', 'features.3.squeeze.weight' and 49 more"],
            hint: "model list"
        ) { $0 = [:] },
        Damage(
            testDescription: "a tensor too many", message: ["not part of it: 'features.99.weight'"], hint: "model list"
        ) { $0["features.99.weight"] = .zeros([10, 512]) },
        Damage(
            testDescription: "another number of classes",
            message: ["'classifier.1.weight' is [7, 512, 1, 1], expected [10, 512, 1, 1]"], hint: "--classes"
        ) {
            $0["classifier.1.weight"] = .zeros([7, 512, 1, 1])
            $0["classifier.1.bias"] = .zeros([7])
        },
        Damage(
            testDescription: "as many numbers in another shape", message: ["[512, 10, 1, 1]"], hint: "--classes"
        ) { $0["classifier.1.weight"] = .zeros([512, 10, 1, 1]) },
        Damage(
            testDescription: "every shape wrong", message: ["and 49 more of another shape"], hint: "--classes"
        ) { $0 = $0.mapValues { _ in .zeros([3]) } },
    ]

    @Test(arguments: damages)
    func `Weights that do not fit are named`(damage: Damage) {
        var weights = Formula.weights(of: SqueezeNet(classes: 10))
        damage.apply(&weights)
        let error = #expect(throws: RationaleError.self) {
            try Network(SqueezeNet(classes: 10), weights: weights)
        }
        #expect(error?.code == .badData)
        for part in damage.message { #expect(error?.message.contains(part) == true, "\(error?.message ?? "")") }
        #expect(error?.hint?.contains(damage.hint) == true)
    }

    @Test func `What only training needs is passed over`() throws {
        let architecture = GoogLeNet(classes: 10)
        var weights = Formula.weights(of: architecture)
        weights["aux1.conv.conv.weight"] = .zeros([128, 512, 1, 1])
        weights["aux2.fc2.bias"] = .zeros([10])
        weights["conv1.bn.num_batches_tracked"] = Tensor(Int64(0))
        let network = try Network(architecture, weights: weights)
        #expect(network.graph.parameters.count == architecture.declarations.count)
        weights["inception9.fc2.bias"] = .zeros([10])
        #expect(try Network(architecture, weights: weights).notes.contains { $0.contains("inception9.fc2.bias") })
        weights["conv1.fc2.bias"] = .zeros([10])
        #expect(throws: RationaleError.self) { try Network(architecture, weights: weights) }
    }

    @Test(arguments: ["module.", "model.", "net.", "backbone.", "_orig_mod.", "module.model.", "a.b.c.", "student."])
    func `Whatever stands before all names is taken off`(prefix: String) throws {
        let architecture = CIFARResNet(depth: 20)
        let weights = Formula.weights(of: architecture)
        var decorated = Dictionary(uniqueKeysWithValues: weights.map { ("\(prefix)\($0)", $1) })
        let x = Formula.pictures(for: "cifar_resnet20")
        let expected = try Network(architecture, weights: weights).logits(x)
        let plain = try Network(architecture, weights: decorated)
        #expect(try plain.logits(x).floats == expected.floats)
        #expect(plain.notes.count == 1, "\(plain.notes)")
        // A loss, a metric and a teacher beside it.
        decorated["criterion.weight"] = .zeros([10])
        decorated["loss_scale"] = .zeros([1])
        for (name, tensor) in weights { decorated["teacher.\(name)"] = tensor * 2 }
        let found = try Network(architecture, weights: decorated)
        #expect(try found.logits(x).floats == expected.floats)
        let words = found.notes.joined(separator: " ")
        #expect(words.contains("\"criterion.weight\"") && words.contains("were left out"), "\(words)")
        // What is missing is named as the architecture calls it.
        decorated["\(prefix)fc.weight"] = nil
        decorated["\(prefix)linear.weight"] = nil
        let error = #expect(throws: RationaleError.self) { try Network(architecture, weights: decorated) }
        #expect(error?.message.contains("missing: ") == true, "\(error?.message ?? "")")
    }

    @Test func `Wrappers inside of names are taken off, and two networks are an error`() throws {
        let architecture = CIFARResNet(depth: 20)
        let weights = Formula.weights(of: architecture)
        let x = Formula.pictures(for: "cifar_resnet20")
        let expected = try Network(architecture, weights: weights).logits(x)
        var wrapped = Dictionary(
            uniqueKeysWithValues: weights.map { ("module." + $0.replacing("layer1.", with: "layer1._orig_mod."), $1) })
        #expect(try Network(architecture, weights: wrapped).logits(x).floats == expected.floats)
        wrapped = Dictionary(uniqueKeysWithValues: ["one.", "two."].flatMap { p in weights.map { (p + $0, $1) } })
        let error = #expect(throws: RationaleError.self) { try Network(architecture, weights: wrapped) }
        #expect(error?.message.contains("2 times, under 'one.', 'two.'") == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains("torch.save") == true)
    }

    @Test func `Xception's last layer has two names, its 1×1 convolutions two layouts`() throws {
        let architecture = Xception(classes: 2)
        var weights = Formula.weights(of: architecture)
        let x = Formula.numbers("input", [1, 3, 64, 64])
        let expected = try Network(architecture, weights: weights).logits(x)
        for part in ["weight", "bias"] { weights["last_linear.\(part)"] = weights.removeValue(forKey: "fc.\(part)") }
        let pointwise = "conv4.pointwise.weight"
        weights[pointwise] = weights[pointwise]?.reshaped([2048, 1536])
        #expect(try Network(architecture, weights: weights).logits(x).floats == expected.floats)

        weights["fc.bias"] = .zeros([2])
        let error = #expect(throws: RationaleError.self) { try Network(architecture, weights: weights) }
        #expect(error?.message.contains("'fc.bias' of xception twice") == true)
    }

    @Test func `Half precision is widened`() throws {
        let architecture = CIFARResNet(depth: 20)
        let weights = Formula.weights(of: architecture).mapValues { $0.converted(to: .float16) }
        let network = try Network(architecture, weights: weights)
        #expect(network.weights.values.allSatisfy { $0.dtype == .float32 })
    }

    @Test(
        .enabled(if: SharedData.has("models/resnet18.safetensors"), "needs the shared models"),
        arguments: [
            ("resnet18", "resnet18"), ("cifar_resnet20", "cifar10_resnet20"), ("cifar_resnet56", "cifar10_resnet56"),
        ])
    func `Real checkpoints fit`(name: String, file: String) throws {
        let url = SharedData.url("models/\(file).safetensors")
        let stored = try SafetensorsFile(contentsOf: url).tensors.mapValues { try Tensor($0) }
        let network = try Network(Zoo.architecture(named: name), weights: stored)
        #expect(try network.logits(Formula.pictures(for: name)).isFinite)
    }
}
