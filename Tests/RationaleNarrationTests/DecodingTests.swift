import Foundation
import RationaleCore
import RationaleNarration
import RationaleTorch
import Testing

@Suite struct DecodingTests {
    private func decoding(_ strategy: Decoding.Strategy, maxLength: Int = 5, alpha: Double = 0.7) -> Decoding {
        var decoding = Decoding(strategy)
        decoding.maxLength = maxLength
        decoding.lengthNormalization = alpha
        return decoding
    }

    private func penalty(_ length: Int, _ alpha: Double) -> Double { pow((5 + Double(length)) / 6, alpha) }

    @Test(arguments: 1...5 as ClosedRange<UInt64>, [0, 0.7, 2])
    func `a beam that keeps everything finds what all sentences counted out give`(seed: UInt64, alpha: Double) throws {
        let network = try Tiny.network(seed: seed)
        let (features, slow) = (Tiny.features(2, seed: seed), SlowNarrator(network))
        let found = try network.sentences(
            for: features, decoding(.beam(width: 400), alpha: alpha), Tiny.vocabulary)
        for (input, r) in rows(features).enumerated() {
            let expected = Tiny.sentences(maxLength: 5).map { words in
                let log = slow.logProbabilities(of: words, r, barred: Tiny.barred).reduce(0, +)
                return (words: words, log: log, score: log / penalty(words.count, alpha))
            }.sorted { $0.score > $1.score }
            #expect(found[input].count == 121 && found[input].allSatisfy(\.isComplete))
            #expect(Set(found[input].map(\.words)) == Set(expected.map(\.words)))
            let scores = found[input].map { $0.logProbability / penalty($0.words.count, alpha) }
            #expect(difference(scores, expected.map(\.score)) < 1e-4)
            let logs = Dictionary(uniqueKeysWithValues: expected.map { ($0.words, $0.log) })
            #expect(found[input].allSatisfy { abs($0.logProbability - (logs[$0.words] ?? .nan)) < 1e-4 })
            if expected[0].score - expected[1].score > 1e-4 { #expect(found[input][0].words == expected[0].words) }
        }
    }

    /// A beam search by the slow twin that computes each beginning anew.
    private func slowBeam(
        _ slow: SlowNarrator, _ r: [Double], width: Int, maxLength: Int, alpha: Double
    ) -> [(words: [Int], score: Double)] {
        var (open, complete): ([[Int]], [(words: [Int], score: Double)]) = ([[]], [])
        for length in 1...maxLength {
            let all = open.flatMap { beginning in
                [1, 3, 4, 5].map { word in
                    let words = beginning + [word]
                    let log = slow.logProbabilities(of: words, r, barred: Tiny.barred).reduce(0, +)
                    return (words: words, score: log / penalty(length, alpha))
                }
            }.sorted { $0.score > $1.score }
            open = []
            for candidate in all where open.count < width && complete.count < width {
                if candidate.words.last == 1 { complete.append(candidate) } else { open.append(candidate.words) }
            }
            if complete.count == width { break }
        }
        return complete.sorted { $0.score > $1.score }
    }

    @Test(arguments: [1, 2, 3], 1...4 as ClosedRange<UInt64>)
    func `a narrow beam keeps the best beginnings`(width: Int, seed: UInt64) throws {
        let network = try Tiny.network(seed: seed, bias: [1: 1])
        let (features, slow) = (Tiny.features(12, seed: seed) * 2, SlowNarrator(network))
        let found = try network.sentences(for: features, decoding(.beam(width: width), maxLength: 9), Tiny.vocabulary)
        var compared = 0
        for (sentences, r) in zip(found, rows(features)) {
            let expected = slowBeam(slow, r, width: width, maxLength: 9, alpha: 0.7)
            guard !expected.isEmpty else {
                #expect(sentences.allSatisfy { !$0.isComplete && $0.words.count == 9 })
                continue
            }
            compared += 1
            #expect(sentences.map(\.words) == expected.map(\.words))
            let scores = sentences.map { $0.logProbability / penalty($0.words.count, 0.7) }
            #expect(difference(scores, expected.map(\.score)) < 1e-4)
        }
        #expect(compared > 0)
    }

    @Test(arguments: [.greedy, .beam(width: 3)] as [Decoding.Strategy])
    func `many inputs at once are written about as one at a time`(strategy: Decoding.Strategy) throws {
        let network = try Tiny.network(seed: 4, hidden: 8)
        let features = Tiny.features(40) * 2
        let together = try network.sentences(for: features, decoding(strategy, maxLength: 12), Tiny.vocabulary)
        // Otherwise nothing drops out of the batch.
        #expect(Set(together.map { $0[0].words.count }).count > 2)
        for row in 0..<40 {
            let alone = try network.sentences(
                for: features.slice(0, row..<row + 1), decoding(strategy, maxLength: 12), Tiny.vocabulary)[0]
            #expect(alone.map(\.words) == together[row].map(\.words))
            #expect(difference(alone.map(\.logProbability), together[row].map(\.logProbability)) < 1e-4)
        }
    }

    @Test func `greedy words are the most probable ones after all words before them`() throws {
        let network = try Tiny.network(seed: 2)
        let (features, slow) = (Tiny.features(8), SlowNarrator(network))
        for (sentences, r) in zip(
            try network.sentences(for: features, decoding(.greedy, maxLength: 10), Tiny.vocabulary), rows(features))
        {
            let words = sentences[0].words
            let logits = slow.logits(reading: [0] + words.dropLast(), r)
            for (word, logits) in zip(words, logits) {
                #expect(word == [1, 3, 4, 5].max { logits[$0] < logits[$1] })
            }
            #expect(sentences.count == 1 && sentences[0].isComplete == (words.last == 1))
            #expect(!words.dropLast().contains(1) && sentences[0].recognition == nil)
            let log = slow.logProbabilities(of: words, r, barred: Tiny.barred).reduce(0, +)
            #expect(abs(sentences[0].logProbability - log) < 1e-4)
        }
    }

    @Test func `a beam of one is greedy`() throws {
        let network = try Tiny.network(seed: 5)
        let features = Tiny.features(20)
        let greedy = try network.sentences(for: features, decoding(.greedy, maxLength: 8), Tiny.vocabulary)
        let beam = try network.sentences(for: features, decoding(.beam(width: 1), maxLength: 8), Tiny.vocabulary)
        #expect(greedy.map { $0.map(\.words) } == beam.map { $0.map(\.words) })
        #expect(greedy.map { $0.map(\.isComplete) } == beam.map { $0.map(\.isComplete) })
    }

    @Test(arguments: [0.6, 1, 1.8])
    func `sentences are drawn as often as they are probable`(temperature: Double) throws {
        let network = try Tiny.network(seed: 3)
        let (count, r) = (20_000, rows(Tiny.features(1))[0])
        var settings = decoding(.sampling(temperature: temperature), maxLength: 2)
        settings.seed = 11
        let drawn = try network.sentences(
            for: Tiny.features(1).expanded([count, Tiny.width]), settings, Tiny.vocabulary)
        var counts: [[Int]: Int] = [:]
        for sentence in drawn { counts[sentence[0].words, default: 0] += 1 }
        let slow = SlowNarrator(network)
        func probabilities(after words: [Int]) -> [Int: Double] {
            let logits = slow.logits(reading: [0] + words, r)[words.count]
            let logs = SlowNarrator.logSoftmax([1, 3, 4, 5].map { logits[$0] / temperature })
            return Dictionary(uniqueKeysWithValues: zip([1, 3, 4, 5], logs.map(exp)))
        }
        let first = probabilities(after: [])
        var expected: [[Int]: Double] = [[1]: first[1]!]
        for word in [3, 4, 5] {
            for (next, probability) in probabilities(after: [word]) {
                expected[[word, next]] = first[word]! * probability
            }
        }
        #expect(Set(counts.keys).isSubset(of: Set(expected.keys)))
        // Cells that hardly ever come are joined.
        let (common, rare) = (
            expected.filter { $0.value * Double(count) >= 5 }, expected.filter { $0.value * Double(count) < 5 }
        )
        var cells = common.map { (Double(counts[$0.key] ?? 0), $0.value * Double(count)) }
        cells.append(
            (Double(rare.keys.reduce(0) { $0 + (counts[$1] ?? 0) }), rare.values.reduce(0, +) * Double(count) + 0.5))
        let statistic = cells.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
        // Of a chi-square with 13 degrees of freedom one in a million lies above 53.
        #expect(cells.count > 5 && statistic < 53)
    }

    @Test func `equal seeds draw equal sentences`() throws {
        let network = try Tiny.network(seed: 3)
        func drawn(_ seed: UInt64) throws -> [[WrittenSentence]] {
            var settings = decoding(.sampling(), maxLength: 20)
            settings.seed = seed
            return try network.sentences(for: Tiny.features(30), settings, Tiny.vocabulary)
        }
        #expect(try drawn(1) == drawn(1))
        #expect(try drawn(1) != drawn(2))
    }

    static let strategies: [Decoding.Strategy] = [.greedy, .beam(width: 2), .sampling()]

    @Test(arguments: strategies) func `a sentence without end is cut`(strategy: Decoding.Strategy) throws {
        let network = try Tiny.network(bias: [1: -1000])
        for sentences in try network.sentences(for: Tiny.features(3), decoding(strategy, maxLength: 7), Tiny.vocabulary)
        {
            #expect(sentences.count == (strategy == .beam(width: 2) ? 2 : 1))
            #expect(sentences.allSatisfy { $0.words.count == 7 && !$0.isComplete && !$0.words.contains(1) })
        }
    }

    @Test(arguments: strategies) func `an end at once is a sentence`(strategy: Decoding.Strategy) throws {
        let network = try Tiny.network(bias: [1: 1000])
        let found = try network.sentences(for: Tiny.features(3), decoding(strategy), Tiny.vocabulary)
        #expect(found.allSatisfy { $0[0].words == [1] && $0[0].isComplete && abs($0[0].logProbability) < 1e-6 })
    }

    @Test(arguments: strategies) func `numbers that are no words are never written`(strategy: Decoding.Strategy) throws
    {
        let network = try Tiny.network(bias: [0: 1000, 2: 1000])
        let found = try network.sentences(for: Tiny.features(10), decoding(strategy, maxLength: 9), Tiny.vocabulary)
        #expect(found.joined().allSatisfy { !$0.words.contains(0) && !$0.words.contains(2) })
        // Nor do they take anything from the others' probabilities.
        #expect(found.joined().allSatisfy { $0.logProbability > -100 })
    }

    @Test(arguments: strategies) func `no inputs make no sentences`(strategy: Decoding.Strategy) throws {
        #expect(
            try Tiny.network().sentences(for: .zeros([0, Tiny.width]), decoding(strategy), Tiny.vocabulary).isEmpty)
    }

    @Test(
        arguments: [
            ("beam width", .beam(width: 0), 5, 0.7), ("beam width", .beam(width: 1001), 5, 0.7),
            ("temperature", .sampling(temperature: 0), 5, 0.7), ("temperature", .sampling(temperature: .nan), 5, 0.7),
            ("length of a sentence", .greedy, 0, 0.7), ("length normalisation", .beam(width: 2), 5, -0.1),
            ("length normalisation", .beam(width: 2), 5, .infinity),
        ] as [(String, Decoding.Strategy, Int, Double)])
    func `settings without sense are refused`(
        name: String, strategy: Decoding.Strategy, maxLength: Int, alpha: Double
    ) throws {
        let network = try Tiny.network()
        let error = refusal {
            _ = try network.sentences(
                for: Tiny.features(1), decoding(strategy, maxLength: maxLength, alpha: alpha), Tiny.vocabulary)
        }
        #expect(error?.code == .usage && error?.message.contains(name) == true)
    }

    @Test func `features of another width, and another vocabulary, are refused`() throws {
        let network = try Tiny.network()
        let longer = NarratorVocabulary(of: [["a", "b", "c", "d"]])
        let listener = Listener(prototypes: .zeros([2, Tiny.width]))
        for (features, vocabulary, listener) in [
            (Tensor.zeros([1, 4]), Tiny.vocabulary, listener), (.zeros([Tiny.width]), Tiny.vocabulary, listener),
            (.zeros([1, Tiny.width]), longer, listener),
        ] {
            #expect(refusal { _ = try network.sentences(for: features, Decoding(), vocabulary) }?.code == .usage)
            let told = refusal {
                _ = try network.sentences(for: features, recognizedAs: 0, by: listener, Decoding(), vocabulary)
            }
            #expect(told?.code == .usage)
        }
        for (features, prototypes) in [([2, Tiny.width], [2, Tiny.width]), ([1, Tiny.width], [2, 4])] {
            let told = refusal {
                _ = try network.sentences(
                    for: .zeros(features), recognizedAs: 0, by: Listener(prototypes: .zeros(prototypes)), Decoding(),
                    Tiny.vocabulary)
            }
            #expect(told?.code == .usage)
        }
    }
}
