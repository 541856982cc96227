import Foundation
import RationaleCore
import RationaleNarration
import RationaleTorch
import Testing

@Suite struct EvidenceTests {
    private let words = [3, 5, 4, 4, 1]

    private func read(_ narrator: Narrator, _ number: UInt64 = 1) throws -> Tensor {
        narrator.read(
            try narrator.features(of: Meadow.classifier()).features(of: Meadow.input([Meadow.picture(number)])))
    }

    @Test(arguments: [false, true]) func `evidence is the ratio of probabilities with and without the input`(
        isStandardized: Bool
    ) throws {
        let narrator = try Meadow.narrator(isStandardized: isStandardized)
        let read = try read(narrator)
        let slow = SlowNarrator(narrator.network)
        let with = slow.logProbabilities(of: words, rows(read)[0])
        let without = slow.logProbabilities(of: words, rows(narrator.neutral)[0])
        let found = try narrator.evidence(of: words, read: read)
        #expect(found.map(\.word) == words)
        #expect(difference(found.map(\.probability), with.map(exp)) < 1e-5)
        #expect(difference(found.map(\.evidence), zip(with, without).map { $0 - $1 }) < 1e-4)
        #expect(found.contains { abs($0.evidence) > 0.1 })
        if isStandardized { #expect(narrator.neutral.floats.allSatisfy { $0 == 0 }) }
        let expected = difference(found[0].difference, zip(rows(read)[0], rows(narrator.neutral)[0]).map { $0 - $1 })
        #expect(expected < 1e-6)
    }

    @Test func `what activations add makes up the evidence, the closer the more steps`() throws {
        let narrator = try Meadow.narrator()
        for number in 1...4 as ClosedRange<UInt64> {
            let read = try read(narrator, number)
            let found = try narrator.evidence(of: words, read: read)
            let fine = try narrator.evidence(of: words, read: read, steps: 600)
            #expect(found.allSatisfy { $0.gap < 0.01 })
            #expect(fine.allSatisfy { $0.gap < 1e-4 })
            for word in fine {
                let parts = try narrator.features(of: Meadow.classifier()).parts.map { word.sum(over: $0.range) }
                #expect(abs(parts.reduce(0, +) - word.evidence) < 1e-4)
            }
        }
    }

    @Test func `integrated gradients are those of finite differences`() throws {
        let narrator = try Meadow.narrator()
        let read = try read(narrator)
        let (slow, start, end) = (SlowNarrator(narrator.network), rows(narrator.neutral)[0], rows(read)[0])
        let found = try narrator.evidence(of: words, read: read, steps: 8)
        for place in words.indices {
            for unit in start.indices {
                let slopes = (0..<8).map { step -> Double in
                    let a = (Double(step) + 0.5) / 8
                    func log(_ shift: Double) -> Double {
                        var r = zip(start, end).map { $0 + a * ($1 - $0) }
                        r[unit] += shift
                        return slow.logProbabilities(of: words, r)[place]
                    }
                    return (log(1e-5) - log(-1e-5)) / 2e-5
                }
                #expect(abs(found[place].gradient[unit] - Meadow.mean(slopes)) < 1e-4)
            }
        }
    }

    @Test func `an average input is evidence for nothing`() throws {
        let narrator = try Meadow.narrator(isStandardized: false)
        for word in try narrator.evidence(of: words, read: narrator.neutral) {
            #expect(abs(word.evidence) < 1e-6 && word.sum(over: word.gradient.indices) == 0)
            #expect(word.difference.allSatisfy { $0 == 0 })
        }
    }

    @Test func `no words have no evidence`() throws {
        let narrator = try Meadow.narrator()
        #expect(try narrator.evidence(of: [], read: narrator.neutral).isEmpty)
    }
}
