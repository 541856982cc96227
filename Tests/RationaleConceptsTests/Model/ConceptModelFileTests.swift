import Foundation
import RationaleConcepts
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

/// A place for a file that goes with the test.
private final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")

    deinit { try? FileManager.default.removeItem(at: url) }
}

struct ConceptModelFileTests {
    /// A sensitivity whose test has an infinite statistic: all scores are 1, all controls 0.
    private let certain: ConceptSensitivity.Measurement = {
        let sets = (0..<2).map { Tensor.normal([20, 2], using: Generator(seed: $0)) }
        let concept = Tensor.normal([20, 2], using: Generator(seed: 7)) + Tensor([9, 0] as [Float], shape: [1, 2])
        let gradients = Tensor([1, 0] as [Float], shape: [1, 2])
        let found = try? ConceptSensitivity().measure(concept, against: sets, controls: [0, 0], gradients: gradients)
        return found!
    }()

    /// Concepts with everything that a concept can have.
    private func concepts() -> [[Concept]] {
        var concepts = Squares.concepts
        concepts[1][0].givenName = "Glut »1«"
        concepts[1][1].sensitivity = certain
        concepts[1][1].probability = 0.03
        concepts[1][1].seat = .init(x: 0.25, y: -0.5, deviation: 0.125, area: 0.5, areaDeviation: 0.25)
        concepts[2][0].importance = nil
        concepts[2][1].examples = []
        concepts[2][0].examples[0].cut = nil
        return concepts
    }

    private func written(_ model: ConceptModel) throws -> ConceptModel {
        let scratch = Scratch()
        try model.write(to: scratch.url, origin: ["command": "test"])
        return try ConceptModel(contentsOf: scratch.url)
    }

    private func expectSame(_ read: ConceptModel, _ model: ConceptModel) {
        #expect(read.classifier == model.classifier && read.fingerprint == model.fingerprint)
        #expect(read.classes == model.classes && read.labels == model.labels)
        #expect(read.layers == model.layers && read.layerReason == model.layerReason && read.source == model.source)
        #expect(read.plan == model.plan && read.bound == model.bound && read.content == model.content)
        #expect(read.quality == model.quality && read.usual == model.usual && read.origin == ["command": "test"])
        #expect(read.scale?.mean.floats == model.scale?.mean.floats)
        #expect(read.scale?.deviation.floats == model.scale?.deviation.floats)
        #expect(read.reasoning?.configuration == model.reasoning?.configuration)
        let (found, expected) = (read.reasoning?.tensors(), model.reasoning?.tensors())
        #expect(found?.names == expected?.names)
        #expect(found?.tensors.map(\.floats) == expected?.tensors.map(\.floats))
        #expect(read.concepts.map(\.count) == model.concepts.map(\.count))
        for (read, concept) in zip(read.concepts.joined(), model.concepts.joined()) {
            #expect(
                read.classIndex == concept.classIndex && read.number == concept.number && read.label == concept.label)
            #expect(read.givenName == concept.givenName && read.name == concept.name)
            #expect(read.center == concept.center && read.spread == concept.spread)
            #expect(read.regionCount == concept.regionCount && read.pictureCount == concept.pictureCount)
            #expect(read.importance == concept.importance && read.sensitivity == concept.sensitivity)
            #expect(read.probability == concept.probability && read.place == concept.place)
            #expect(read.seat == concept.seat)
            let kept = concept.examples.prefix(ConceptModel.keptExamples)
            #expect(read.examples.count == kept.count)
            for (read, example) in zip(read.examples, kept) {
                #expect(read.picture == example.picture && read.pictureNumber == example.pictureNumber)
                #expect(read.box == example.box && read.distance == example.distance && read.cut == example.cut)
            }
        }
    }

    @Test(arguments: ReasoningConfiguration.Readout.allCases, ConceptMatcher.NodeContent.allCases)
    func `What is written is read`(readout: ReasoningConfiguration.Readout, content: ConceptMatcher.NodeContent) throws
    {
        var model = try Squares.model(readout, concepts: concepts(), content: content)
        model.scale = FeatureScale(
            mean: Tensor([1, 2, 3, 4] as [Float], shape: [1, 4]),
            deviation: Tensor([1, 0, 0.5, 9] as [Float], shape: [1, 4]))
        model.bound = 1.75
        model.plan = RegionPlan(resolutions: [3, 4], minArea: 0.1, maxArea: 0.7, filter: .touching, keep: 0.25)
        expectSame(try written(model), model)
        #expect(certain.test?.t == .infinity)
        #expect(model.concepts[1][0].examples.count > ConceptModel.keptExamples)
    }

    @Test func `What a model does not have is not read`() throws {
        // No network, no usual contributions, no scale, no labels.
        var model = try Squares.model(nil)
        expectSame(try written(model), model)
        model.labels = nil
        for position in model.concepts.indices {
            for number in model.concepts[position].indices { model.concepts[position][number].label = nil }
        }
        #expect(model.concepts[1][0].name == "class 0 1")
        expectSame(try written(model), model)
        model = try Squares.model(.own)
        (model.usual, model.quality) = (nil, nil)
        expectSame(try written(model), model)
    }

    @Test func `Few concepts and none`() throws {
        // Without a pair there is no edge.
        let single = try Squares.model(.own, concepts: [[], [Squares.concepts[1][0]], []])
        #expect(single.usual?.edges.isEmpty == true)
        expectSame(try written(single), single)
        var none = try Squares.model(nil, concepts: [[], [], []])
        expectSame(try written(none), none)
        none.scale = FeatureScale(mean: .ones([1, 4]), deviation: .ones([1, 4]))
        expectSame(try written(none), none)
        #expect(try none.matcher(for: Squares.classifier()).counts == [0, 0, 0])
    }

    // MARK: Damage

    /// A file's parts, to be changed.
    private struct Parts {
        var header: [String: Any]
        var tensors: [String: Tensor]
    }

    /// What a changed file is refused with.
    private func refused(_ change: (inout Parts) -> Void) throws -> RationaleError? {
        let scratch = Scratch()
        var model = try Squares.model(.own, concepts: concepts())
        model.scale = FeatureScale(mean: .ones([1, 4]), deviation: .ones([1, 4]))
        try model.write(to: scratch.url)
        let file = try SafetensorsFile(contentsOf: scratch.url)
        let key = "rationale.concepts"
        let text = try #require(file.metadata[key])
        var parts = try Parts(
            header: #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]),
            tensors: file.tensors.mapValues { try Tensor($0).copied })
        change(&parts)
        let header = try JSONSerialization.data(withJSONObject: parts.header)
        try SafetensorsFile.write(
            parts.tensors.sorted { $0.key < $1.key }.map { name, tensor in
                try (
                    name,
                    StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: MappedBytes(copying: tensor.bytes))
                )
            }, metadata: [key: String(decoding: header, as: UTF8.self)], to: scratch.url)
        return refusal { _ = try ConceptModel(contentsOf: scratch.url) }
    }

    private func concept(_ parts: inout Parts, _ change: (inout [[Any]]) -> Void) {
        var concepts = parts.header["concepts"] as! [[Any]]
        change(&concepts)
        parts.header["concepts"] = concepts
    }

    @Test func `Damaged files are refused with the reason`() throws {
        #expect(try refused { _ in } == nil)
        let cases: [(String, (inout Parts) -> Void)] = [
            ("a later version of this program wrote it, in form 2", { $0.header = ["version": 2, "other": true] }),
            ("an earlier version of this program wrote it, in form 0", { $0.header["version"] = 0 }),
            ("its description cannot be read", { $0.header["version"] = nil }),
            ("its description cannot be read", { $0.header["plan"] = "everything" }),
            ("its description cannot be read", { $0.header["content"] = "sum" }),
            ("3 lists of concepts and 2 labels for 3 classes", { $0.header["labels"] = ["a", "b"] }),
            ("3 lists of concepts and 3 labels for 2 classes", { $0.header["classes"] = [0, 1] }),
            ("its classes are [0, 1, 1]", { $0.header["classes"] = [0, 1, 1] }),
            ("its classes are [0, 1, -1]", { $0.header["classes"] = [0, 1, -1] }),
            ("its classes are [0, 1, 3], those of 3 scores", { $0.header["classes"] = [0, 1, 3] }),
            ("no tensor 'fingerprint'", { $0.tensors["fingerprint"] = nil }),
            ("a centre for each of its 5 concepts", { $0.tensors["centers"] = nil }),
            ("a centre for each of its 5 concepts", { $0.tensors["centers"] = .zeros([4, 4]) }),
            ("a centre for each of its 5 concepts", { $0.tensors["centers"] = .zeros([20]) }),
            ("a centre for each of its 5 concepts", { $0.tensors["centers"] = .zeros([5, 0]) }),
            ("a centre for each of its 6 concepts", { parts in self.concept(&parts) { $0[0].append($0[1][0]) } }),
            ("'centers' has numbers that are not finite", { $0.tensors["centers"] = .full([5, 4], .nan) }),
            ("'scale.mean' has numbers that are not finite", { $0.tensors["scale.mean"] = .full([1, 4], .infinity) }),
            ("its scale has another width", { $0.tensors["scale.mean"] = .zeros([1, 5]) }),
            (
                "its scale has another width",
                {
                    ($0.tensors["scale.mean"], $0.tensors["scale.deviation"]) = (.zeros([1, 5]), .zeros([1, 5]))
                }
            ),
            ("half of its scale is missing", { $0.tensors["scale.mean"] = nil }),
            ("'example.1.1' is [3, 3]", { $0.tensors["example.1.1"] = .zeros([3, 3], dtype: .uint8) }),
            ("an example is no picture", { $0.tensors["example.0.0"] = .zeros([3, 0, 4], dtype: .uint8) }),
            ("an example is no picture", { $0.tensors["example.0.0"] = .zeros([3, 3, 4]) }),
            (
                "other numbers of concepts",
                { parts in
                    parts.tensors["centers"] = .zeros([4, 4])
                    self.concept(&parts) { $0[1].removeLast() }
                }
            ),
            (
                "its network reads 5 numbers of a concept, there are 6",
                {
                    $0.tensors["centers"] = .zeros([5, 5])
                    ($0.tensors["scale.mean"], $0.tensors["scale.deviation"]) = (.zeros([1, 5]), .zeros([1, 5]))
                }
            ),
            ("no tensor 'readout.bias'", { $0.tensors["reasoning.readout.bias"] = nil }),
            ("'edges': expected [8], found [7]", { $0.tensors["reasoning.edges"] = .zeros([7]) }),
            ("usual contributions do not fit", { $0.tensors["usual.nodes"] = .zeros([4], dtype: .float64) }),
            ("usual contributions do not fit", { $0.tensors["usual.edges"] = .zeros([9], dtype: .float64) }),
            ("pictures of other classes do not fit", { $0.tensors["usual.elsewhere"] = .zeros([3, 4]) }),
            ("half of its usual contributions", { $0.tensors["usual.edges"] = nil }),
        ]
        for (reason, change) in cases {
            let error = try refused(change)
            #expect(error?.code == .badData, "\(reason)")
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "no error"), expected \(reason)")
            #expect(error?.message.contains(".safetensors") == true && error?.hint != nil)
        }
    }

    @Test func `Foreign, missing and shortened files are refused`() throws {
        let scratch = Scratch()
        #expect(refusal { _ = try ConceptModel(contentsOf: scratch.url) }?.code == .missingInput)
        let bytes = try MappedBytes(copying: [0, 0, 0, 0])
        let tensor = try StoredTensor(dtype: .float32, shape: [1], storage: bytes)
        try SafetensorsFile.write([("centers", tensor)], to: scratch.url)
        let foreign = refusal { _ = try ConceptModel(contentsOf: scratch.url) }
        #expect(foreign?.code == .badData && foreign?.message.contains("no 'rationale.concepts'") == true)
        for text in ["", "{", "[]", "null", "{\"version\":1}", "{\"version\":1e99}"] {
            try SafetensorsFile.write([("centers", tensor)], metadata: ["rationale.concepts": text], to: scratch.url)
            let error = refusal { _ = try ConceptModel(contentsOf: scratch.url) }
            #expect(error?.code == .badData && error?.message.contains("description cannot be read") == true)
        }
        try Squares.model().write(to: scratch.url)
        let whole = try Data(contentsOf: scratch.url)
        for part in [0, 0.001, 0.01, 0.1, 0.3, 0.6, 0.9, 0.9999] {
            try whole.prefix(Int(Double(whole.count) * part)).write(to: scratch.url)
            #expect(refusal { _ = try ConceptModel(contentsOf: scratch.url) }?.code == .badData)
        }
    }

    @Test func `Flipped bits are refused or harmless`() throws {
        let scratch = Scratch()
        try Squares.model().write(to: scratch.url)
        let whole = try Data(contentsOf: scratch.url)
        let text = 8 + Int(whole.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        var random = SplitMix64(seed: 4)
        var refusals = 0
        for number in 0..<300 {
            var damaged = whole
            // Half of them in the description.
            damaged[random.index(below: number % 2 == 0 ? text : whole.count)] ^= UInt8(1 << random.index(below: 8))
            try damaged.write(to: scratch.url)
            do {
                let explainer = try ConceptExplainer(ConceptModel(contentsOf: scratch.url), for: Squares.classifier())
                if number % 10 == 0 { _ = try explainer.view(Squares.picture(1, ofClass: 0)) }
            } catch {
                #expect([.badData, .usage].contains((error as? RationaleError)?.code), "\(error)")
                refusals += 1
            }
        }
        #expect(refusals > 50)
    }

    @Test func `A folder that is not there is not written to`() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID())/model.safetensors")
        let model = try Squares.model()
        #expect(refusal { try model.write(to: url) }?.code == .cannotWrite)
    }
}
