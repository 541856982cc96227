import Foundation
import RationaleCore
import RationaleNarration
import RationaleTorch
import Testing

@Suite struct ListenerTests {
    private let prototypes = Tiny.features(4, seed: 21) * 2

    private func decoding(alpha: Double = 0.7) -> Decoding {
        var decoding = Decoding()
        decoding.maxLength = 5
        decoding.lengthNormalization = alpha
        return decoding
    }

    /// `P(class | sentence)` by Bayes' rule with a uniform prior.
    private func recognition(_ words: [Int], _ slow: SlowNarrator) -> [Double] {
        SlowNarrator.logSoftmax(rows(prototypes).map { slow.logProbabilities(of: words, $0).reduce(0, +) }).map(exp)
    }

    @Test func `a listener weighs how probable the sentence is for each class`() throws {
        let network = try Tiny.network(seed: 2)
        let sentences = [[3, 5, 1], [1], [4, 4, 4, 4, 1], [5, 3]]
        let found = Listener(prototypes: prototypes).recognition(of: sentences, in: network)
        for (found, words) in zip(found, sentences) {
            #expect(difference(found, recognition(words, SlowNarrator(network))) < 1e-5)
            #expect(abs(found.reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test(arguments: [2, 8, 400], 0..<4)
    func `what is said of written sentences is true of them`(width: Int, target: Int) throws {
        let network = try Tiny.network(seed: 6)
        let features = Tiny.features(1, seed: UInt64(target))
        let (slow, r) = (SlowNarrator(network), rows(features)[0])
        let found = try network.sentences(
            for: features, recognizedAs: target, by: Listener(prototypes: prototypes), width: width, decoding(),
            Tiny.vocabulary)
        #expect(!found.isEmpty && found.count <= width)
        for sentence in found {
            let log = slow.logProbabilities(of: sentence.words, r, barred: Tiny.barred).reduce(0, +)
            #expect(abs(sentence.logProbability - log) < 1e-4)
            #expect(abs((sentence.recognition ?? .nan) - recognition(sentence.words, slow)[target]) < 1e-4)
        }
    }

    @Test(arguments: [0, 0.5, 3, 40], 0..<4)
    func `a beam that keeps everything finds the sentence that the formula wants`(weight: Double, target: Int) throws {
        let network = try Tiny.network(seed: 8)
        let features = Tiny.features(1, seed: 30 + UInt64(target))
        let (slow, r) = (SlowNarrator(network), rows(features)[0])
        var listener = Listener(prototypes: prototypes)
        listener.weight = weight
        listener.plausibility = 0
        let found = try network.sentences(
            for: features, recognizedAs: target, by: listener, width: 400, decoding(), Tiny.vocabulary)
        func score(_ words: [Int], _ log: Double, _ recognition: Double) -> Double {
            log / pow((5 + Double(words.count)) / 6, 0.7) + weight * Foundation.log(recognition)
        }
        let expected = Tiny.sentences(maxLength: 5).map { words in
            score(
                words, slow.logProbabilities(of: words, r, barred: Tiny.barred).reduce(0, +),
                recognition(words, slow)[target])
        }.sorted(by: >)
        let scores = found.map { score($0.words, $0.logProbability, $0.recognition ?? .nan) }
        #expect(found.count == 121 && Set(found.map(\.words)).count == 121)
        #expect(difference(scores, expected) < 1e-3 * max(1, weight))
    }

    @Test(arguments: [0.05, 0.2, 0.5])
    func `only words that are plausible where they stand are written, and all sentences of them`(
        plausibility: Double
    ) throws {
        // The end is probable, so that some sentences are plausible.
        let network = try Tiny.network(seed: 8, bias: [1: 2])
        let features = Tiny.features(1, seed: 31)
        let (slow, r) = (SlowNarrator(network), rows(features)[0])
        var listener = Listener(prototypes: prototypes)
        listener.plausibility = plausibility
        listener.weight = 40
        let found = try network.sentences(
            for: features, recognizedAs: 1, by: listener, width: 400, decoding(), Tiny.vocabulary)
        /// The log-probabilities of all words behind a beginning.
        func next(_ words: [Int]) -> [Int: Double] {
            var logs: [Int: Double] = [:]
            for word in 0..<Tiny.vocabulary.count where !Tiny.barred.contains(word) {
                logs[word] = slow.logProbabilities(of: words + [word], r, barred: Tiny.barred).last
            }
            return logs
        }
        let expected = Tiny.sentences(maxLength: 5).filter { sentence in
            sentence.indices.allSatisfy { place in
                let logs = next(Array(sentence[..<place]))
                return logs[sentence[place], default: -.infinity]
                    >= logs.values.max()! + Foundation.log(plausibility)
            }
        }
        #expect(!expected.isEmpty && expected.count < 121)
        #expect(Set(found.filter(\.isComplete).map(\.words)) == Set(expected))
    }

    @Test(arguments: [1, 2, 3])
    func `words in a row are not written twice, and all other sentences are`(count: Int) throws {
        let network = try Tiny.network(seed: 8)
        let features = Tiny.features(1, seed: 31)
        var decoding = decoding()
        decoding.noRepeat = count
        var listener = Listener(prototypes: prototypes)
        listener.plausibility = 0
        let listened = try network.sentences(
            for: features, recognizedAs: 1, by: listener, width: 400, decoding, Tiny.vocabulary)
        decoding.strategy = .beam(width: 400)
        let searched = try network.sentences(for: features, decoding, Tiny.vocabulary)[0]
        let expected = Tiny.sentences(maxLength: 5).filter { sentence in
            let words = sentence.dropLast()
            guard words.count >= count else { return true }
            let rows = (0...words.count - count).map { Array(words[$0..<$0 + count]) }
            return Set(rows).count == rows.count
        }
        #expect(expected.count < 121)
        for found in [listened, searched] {
            #expect(Set(found.filter(\.isComplete).map(\.words)) == Set(expected))
        }
        decoding.strategy = .greedy
        let (slow, r) = (SlowNarrator(network), rows(features)[0])
        var words: [Int] = []
        while words.count < 5, words.last != Tiny.vocabulary.end {
            let next = (0..<Tiny.vocabulary.count).filter { word in
                guard !Tiny.barred.contains(word), word != Tiny.vocabulary.end else {
                    return word == Tiny.vocabulary.end
                }
                let longer = words + [word]
                guard longer.count > count else { return true }
                let rows = (0...longer.count - count).map { Array(longer[$0..<$0 + count]) }
                return Set(rows).count == rows.count
            }
            func log(_ word: Int) -> Double {
                slow.logProbabilities(of: words + [word], r, barred: Tiny.barred).last ?? -.infinity
            }
            words.append(try #require(next.max { log($0) < log($1) }))
        }
        #expect(try network.sentences(for: features, decoding, Tiny.vocabulary)[0][0].words == words)
    }

    @Test(arguments: [-0.1, 1.1, .nan])
    func `a plausibility that is no share is refused`(plausibility: Double) throws {
        var listener = Listener(prototypes: prototypes)
        listener.plausibility = plausibility
        let network = try Tiny.network(seed: 8)
        #expect {
            _ = try network.sentences(
                for: Tiny.features(1), recognizedAs: 1, by: listener, width: 4, decoding(), Tiny.vocabulary)
        } throws: { ($0 as? RationaleError)?.code == .usage }
    }

    @Test func `without weight the listener changes nothing`() throws {
        let network = try Tiny.network(seed: 4)
        var listener = Listener(prototypes: prototypes)
        listener.weight = 0
        var beam = decoding()
        beam.strategy = .beam(width: 3)
        let plain = try network.sentences(for: Tiny.features(1), beam, Tiny.vocabulary)[0]
        let found = try network.sentences(
            for: Tiny.features(1), recognizedAs: 1, by: listener, width: 3, decoding(), Tiny.vocabulary)
        #expect(found.map(\.words) == plain.map(\.words))
    }

    @Test func `a listener's weight makes sentences that are better recognised`() throws {
        let network = try Tiny.network(seed: 9)
        func best(_ weight: Double) throws -> Double {
            var listener = Listener(prototypes: prototypes)
            listener.weight = weight
            return try (0..<4).reduce(0) { sum, target in
                let found = try network.sentences(
                    for: prototypes.slice(0, target..<target + 1), recognizedAs: target, by: listener, width: 400,
                    decoding(), Tiny.vocabulary)
                return sum + (found[0].recognition ?? .nan)
            }
        }
        let means = try [0, 1, 3, 40].map(best)
        #expect(means == means.sorted() && means[3] > means[0] + 0.1)
    }

    @Test(arguments: [(4, 8), (-1, 8), (0, 0)])
    func `a class that the listener does not know, and a beam without width, are refused`(target: Int, width: Int)
        throws
    {
        let network = try Tiny.network()
        let error = refusal {
            _ = try network.sentences(
                for: Tiny.features(1), recognizedAs: target, by: Listener(prototypes: prototypes), width: width,
                decoding(), Tiny.vocabulary)
        }
        #expect(error?.code == .usage)
    }
}
