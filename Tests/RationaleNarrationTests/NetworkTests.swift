import RationaleCore
import RationaleNarration
import RationaleTorch
import Testing

@Suite struct NetworkTests {
    @Test func `log-probabilities are PyTorch's, whatever the lengths in a batch`() throws {
        let golden = try Golden.load()
        let network = try golden.network()
        let expected = golden.logits.tensor.logSoftmax(1)
            .gathered(1, at: Tensor(golden.sentences.joined().map(Int64.init), shape: [golden.logits.shape[0], 1]))
            .squeezed(1)
        let features = golden.features.tensor.indices(0, golden.inputs)
        let found = network.logProbabilities(of: PaddedSentences(golden.sentences), features: features)
        #expect(difference(found, expected) < 1e-5)
    }

    @Test func `logits word by word are PyTorch's of whole sentences`() throws {
        let golden = try Golden.load()
        let network = try golden.network()
        var start = 0
        for (sentence, input) in zip(golden.sentences, golden.inputs) {
            var state = network.start(golden.features.tensor.slice(0, input..<input + 1))
            for (place, word) in ([0] + sentence.dropLast()).enumerated() {
                let next = network.next(Tensor([Int64(word)], shape: [1]), state)
                #expect(
                    difference(next.logits, golden.logits.tensor.slice(0, start + place..<start + place + 1)) < 1e-5)
                state = next.state
            }
            start += sentence.count
        }
    }

    @Test func `the slow twin of these tests is PyTorch's network`() throws {
        let golden = try Golden.load()
        let slow = SlowNarrator(try golden.network())
        let r = rows(golden.features.tensor)
        let found = zip(golden.sentences, golden.inputs).flatMap { slow.logits(reading: [0] + $0.dropLast(), r[$1]) }
        #expect(difference(found.flatMap(\.self), golden.logits.tensor.elements(as: Double.self)) < 1e-5)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `a sentence in a batch is the sentence alone`(seed: UInt64)
        throws
    {
        let network = try Tiny.network(seed: seed)
        let sentences = [[3, 1], [4, 4, 5, 3, 5, 1], [1], [5, 3, 1], [2, 3, 1]]
        let features = Tiny.features(5, seed: seed)
        let together = network.logProbabilities(of: PaddedSentences(sentences), features: features)
            .elements(as: Double.self)
        let alone = sentences.indices.flatMap { row in
            network.logProbabilities(
                of: PaddedSentences([sentences[row]]), features: features.slice(0, row..<row + 1)
            ).elements(as: Double.self)
        }
        #expect(difference(together, alone) < 1e-5)
        let slow = SlowNarrator(network)
        let r = rows(features)
        let expected = sentences.indices.flatMap { slow.logProbabilities(of: sentences[$0], r[$0]) }
        #expect(difference(together, expected) < 1e-5)
    }

    @Test func `first weights are as published`() throws {
        let configuration = NarratorConfiguration(vocabulary: 12, features: 7, embedding: 5, hidden: 6)
        let network = try NarratorNetwork(configuration, seed: 3)
        func values(_ name: String) throws -> [Double] {
            try #require(network.parameters[name]).elements(as: Double.self)
        }
        for name in ["join.weight", "output.weight"] {
            for row in rows(try #require(network.parameters[name])) {
                #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
            }
        }
        #expect(try values("embedding").allSatisfy { abs($0) <= 1 } && values("embedding").contains { abs($0) > 0.8 })
        let bound = (6 / Double(5 + 6 + 24)).squareRoot()
        #expect(try values("lstm1.input").allSatisfy { abs($0) <= bound })
        #expect(try (values("lstm1.input").map(abs).max() ?? 0) > 0.9 * bound)
        for name in ["lstm1.bias", "lstm2.bias"] {
            #expect(try values(name) == (0..<24).map { (6..<12).contains($0) ? 1 : 0 })
        }
        #expect(try values("join.bias") == Array(repeating: 0, count: 6))
        #expect(try values("output.bias") == Array(repeating: 0, count: 12))
        let (same, other) = (try NarratorNetwork(configuration, seed: 3), try NarratorNetwork(configuration, seed: 4))
        #expect(same.parameters.map(\.tensor.floats) == network.parameters.map(\.tensor.floats))
        #expect(other.parameters["embedding"]?.floats != network.parameters["embedding"]?.floats)
    }

    @Test func `weights that make no network are refused`() throws {
        let network = try Tiny.network()
        func refused(_ change: NamedTensors) -> RationaleError? {
            refusal { _ = try NarratorNetwork(network.configuration, parameters: network.parameters.merging(change)) }
        }
        #expect(refused([:]) == nil)
        #expect(refused(["join.bias": .zeros([4])])?.message.contains("'join.bias': expected float32 [5]") == true)
        #expect(refused(["join.bias": .zeros([5], dtype: .float64)])?.code == .badData)
        #expect(refused(["join.bias": .full([5], .nan)])?.message.contains("not finite") == true)
        #expect(
            refusal { _ = try NarratorNetwork(network.configuration, parameters: [:]) }?.message
                .contains("no tensor 'embedding'") == true)
    }

    @Test(
        arguments: [
            ("words", .init(vocabulary: 2, features: 2)), ("features", .init(vocabulary: 5, features: 0)),
            ("vector", .init(vocabulary: 5, features: 2, embedding: -1)),
            ("state", .init(vocabulary: 5, features: 2, hidden: 1 << 25)),
            ("dropout", .init(vocabulary: 5, features: 2, dropout: 1)),
            ("dropout", .init(vocabulary: 5, features: 2, dropout: .nan)),
        ] as [(String, NarratorConfiguration)])
    func `sizes that make no network are refused`(name: String, configuration: NarratorConfiguration) {
        let error = refusal { _ = try NarratorNetwork(configuration, seed: 0) }
        #expect(error?.code == .usage && error?.message.contains(name) == true)
    }
}
