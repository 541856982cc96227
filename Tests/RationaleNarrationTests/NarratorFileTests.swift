import Foundation
import RationaleCore
import RationaleFiles
import RationaleNarration
import RationaleNetworks
import RationaleTorch
import Testing

/// A place for a file that goes with the test.
private final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")

    deinit { try? FileManager.default.removeItem(at: url) }
}

@Suite struct NarratorFileTests {
    private func bytes(_ narrator: Narrator) throws -> Data {
        let scratch = Scratch()
        try narrator.write(to: scratch.url)
        return try Data(contentsOf: scratch.url)
    }

    private func read(_ bytes: Data) throws -> Narrator {
        let scratch = Scratch()
        try bytes.write(to: scratch.url)
        return try Narrator(contentsOf: scratch.url)
    }

    @Test(arguments: NarratorFeatures.Mode.allCases) func `what is written is what is read`(
        mode: NarratorFeatures.Mode
    ) throws {
        var narrator = try Meadow.narrator(mode: mode)
        if mode == .output { narrator.prototypes = nil }
        let written = try bytes(narrator)
        #expect(try bytes(narrator) == written)
        let found = try read(written)
        #expect(try bytes(found) == written)
        #expect(found.classifier == "meadow" && found.labels == ["clover", "daisy", "grass"])
        #expect(found.fingerprint == narrator.fingerprint && found.origin == narrator.origin)
        #expect(found.mode == mode && found.layers == narrator.layers && found.vocabulary == narrator.vocabulary)
        #expect(found.mean.floats == narrator.mean.floats && found.deviation.floats == narrator.deviation.floats)
        #expect(found.isStandardized && found.prototypes?.floats == narrator.prototypes?.floats)
        #expect(found.network.configuration == narrator.network.configuration)
        #expect(found.network.parameters.names == narrator.network.parameters.names)
        #expect(found.network.parameters.map(\.tensor.floats) == narrator.network.parameters.map(\.tensor.floats))
        let features = try found.features(of: Meadow.classifier())
        let r = try features.features(of: Meadow.input([Meadow.picture(1)]))
        let (a, b) = try (
            narrator.network.sentences(for: narrator.read(r), Decoding(), narrator.vocabulary),
            found.network.sentences(for: found.read(r), Decoding(), found.vocabulary)
        )
        #expect(a == b)
    }

    @Test func `a file that is cut anywhere is refused`() throws {
        let written = try bytes(Meadow.narrator())
        for length in stride(from: 0, to: written.count, by: 97) {
            #expect(refusal { _ = try read(written.prefix(length)) } != nil, "\(length) bytes")
        }
        #expect(refusal { _ = try Narrator(contentsOf: Scratch().url) }?.code == .missingInput)
    }

    /// The file with its description and tensors changed.
    private func changed(
        _ description: (String) -> String = { $0 }, _ tensors: [String: Tensor?] = [:]
    ) throws -> Data {
        let file = try SafetensorsFile(bytes: MappedBytes(copying: bytes(Meadow.narrator())))
        var kept: [(String, StoredTensor)] = []
        for name in file.names {
            guard let change = tensors[name] else {
                kept.append((name, try #require(file.tensors[name])))
                continue
            }
            if let tensor = change {
                let storage = try MappedBytes(copying: tensor.bytes, name: name)
                kept.append((name, try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: storage)))
            }
        }
        let scratch = Scratch()
        try SafetensorsFile.write(kept, metadata: file.metadata.mapValues(description), to: scratch.url)
        return try Data(contentsOf: scratch.url)
    }

    @Test func `the unchanged file is read`() throws { _ = try read(changed()) }

    @Test(arguments: [
        (#""version":1"#, #""version":2"#), (#""words":["<start>""#, #""words":["<end>""#), (#""end":1"#, #""end":0"#),
        (#""end":1"#, #""end":99"#), (#""hidden":5"#, #""hidden":6"#), (#""hidden":5"#, #""hidden":-5"#),
        (#""features":12"#, #""features":11"#), (#""vocabulary":6"#, #""vocabulary":7"#),
        (#""mode":"interpnet""#, #""mode":"x""#),
        (#""dropout":"#, #""dropout":1"#), (#""layers":["#, #""layers":[3,"#), ("{", "["), ("\"b\",", ""),
    ])
    func `damaged descriptions are refused`(old: String, new: String) throws {
        let damaged = try changed { text in
            text.contains(old) ? text.replacingOccurrences(of: old, with: new) : "not in the file: \(old)"
        }
        let error = refusal { _ = try read(damaged) }
        #expect(error != nil && error?.message.isEmpty == false)
        #expect(try changed { $0.contains(old) ? $0 : "" } == changed())
    }

    @Test(
        arguments: [
            ("network.output.bias", nil), ("network.output.bias", .zeros([6], dtype: .float64)),
            ("network.lstm1.input", .zeros([20, 5])), ("network.embedding", .full([6, 4], .nan)), ("mean", nil),
            ("mean", .zeros([12], dtype: .float64)), ("mean", .zeros([11])), ("deviation", .full([12], -1e-4)),
            ("deviation", .full([12], .infinity)), ("prototypes", .zeros([3, 11])), ("prototypes", .zeros([0, 12])),
            ("prototypes", .zeros([36])), ("fingerprint", nil),
        ] as [(String, Tensor?)])
    func `damaged numbers are refused`(name: String, tensor: Tensor?) throws {
        let damaged = try changed({ $0 }, [name: tensor])
        let error = refusal { _ = try read(damaged) }
        #expect(error?.code == .badData && error?.message.contains("not a usable narrator") == true)
    }

    @Test func `a narrator speaks about its own classifier only`() throws {
        let narrator = try Meadow.narrator()
        _ = try narrator.features(of: Meadow.classifier().prepared())
        let other = try Meadow.classifier(changed: ["fc.weight": .full([3, 5], 0.5)])
        let error = refusal { _ = try narrator.features(of: other) }
        #expect(error?.code == .usage && error?.message.contains("meadow has other weights") == true)
        // The same scores, but layers of other widths.
        var wrong = narrator
        wrong.layers = ["late"]
        #expect(
            refusal { _ = try wrong.features(of: Meadow.classifier()) }?.message
                .contains("reads 12 activations, meadow gives 8") == true)
    }

    @Test func `parts that do not fit together make no narrator`() throws {
        let features = try NarratorFeatures(Meadow.classifier())
        func refused(_ width: Int, _ vocabulary: Int, mean: Int = 12, deviation: Int = 12) -> RationaleError? {
            refusal {
                _ = try Narrator(
                    of: features, vocabulary: Tiny.vocabulary,
                    network: Tiny.network(vocabulary: vocabulary, features: width), mean: .zeros([mean]),
                    deviation: .ones([deviation]), isStandardized: true)
            }
        }
        #expect(refused(12, 6) == nil)
        #expect(refused(11, 6)?.code == .usage && refused(12, 7)?.code == .usage)
        #expect(refused(12, 6, mean: 1)?.code == .usage && refused(12, 6, deviation: 13)?.code == .usage)
    }

    @Test func `activations are read on one scale, or as they are`() throws {
        var narrator = try Meadow.narrator()
        (narrator.mean, narrator.deviation) = (.full([12], 2), .full([12], 0.5))
        let r = Tensor.full([2, 12], 3)
        #expect(difference(narrator.read(r), .full([2, 12], 1 / 0.5001)) < 1e-6)
        #expect(narrator.neutral.floats.allSatisfy { $0 == 0 })
        narrator.isStandardized = false
        #expect(narrator.read(r).floats == r.floats && narrator.neutral.floats.allSatisfy { $0 == 2 })
    }

    @Test func `a narrator without classes has no listener`() throws {
        var narrator = try Meadow.narrator()
        #expect(try narrator.listener(classes: [2, 0]).prototypes.shape == [2, 12])
        #expect(refusal { _ = try narrator.listener(classes: [3]) }?.code == .usage)
        narrator.prototypes = nil
        #expect(refusal { _ = try narrator.listener() }?.message.contains("trained without classes") == true)
    }

    @Test func `a written sentence reads as people write`() throws {
        let narrator = try Meadow.narrator()
        let sentence = WrittenSentence(words: [3, 5, 4, 1], logProbability: -1, isComplete: true)
        #expect(narrator.text(of: sentence) == "a c b.")
    }
}
