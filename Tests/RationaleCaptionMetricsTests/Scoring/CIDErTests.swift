import Foundation
import RationaleCaptionMetrics
import Testing

@Suite struct CIDErTests {
    private let segments = [
        ("a red bird a red bird", ["a red bird", "the bird is red"]),
        ("a black bird with a long tail", ["a black bird", "black bird with a tail"]),
        ("it has a short bill", ["it has a bill", "a short bill"]),
    ].map { CaptionSegment(hypothesis: $0.0, references: $0.1) }

    /// The formula once more, by dictionaries of n-grams.
    private func slow(clipped: Bool) -> [Double] {
        func counts(_ text: String, _ n: Int) -> [String: Double] {
            let words = text.split(separator: " ")
            guard words.count >= n else { return [:] }
            return (0...words.count - n).reduce(into: [:]) {
                $0[words[$1..<$1 + n].joined(separator: " "), default: 0] += 1
            }
        }
        return segments.map { segment in
            let terms = segment.references.map { reference in
                (1...4).reduce(0.0) { sum, n in
                    func vector(_ text: String) -> [String: Double] {
                        counts(text, n).reduce(into: [:]) { result, entry in
                            let documents = segments.count {
                                $0.references.contains { counts($0, n)[entry.key] != nil }
                            }
                            result[entry.key] = entry.value * (log(3) - log(Double(max(1, documents))))
                        }
                    }
                    let (g, r) = (vector(segment.hypothesis), vector(reference))
                    let norm = { (v: [String: Double]) in sqrt(v.values.reduce(0) { $0 + $1 * $1 }) }
                    let product = g.reduce(0.0) { sum, entry in
                        let other = r[entry.key] ?? 0
                        return sum + (clipped ? min(entry.value, other) : entry.value) * other
                    }
                    let delta = Double(
                        segment.hypothesis.split(separator: " ").count - reference.split(separator: " ").count)
                    guard norm(g) * norm(r) > 0 else { return sum }
                    return sum + product / (norm(g) * norm(r)) / 4 * (clipped ? exp(-delta * delta / 72) : 1)
                }
            }
            return 10 * terms.reduce(0, +) / Double(terms.count)
        }
    }

    @Test func `CIDEr is its formula`() throws {
        let found = try CIDEr(tokenization: .spaces).scores(of: segments)
        for (one, other) in zip(found.segments, slow(clipped: false)) { #expect(abs(one - other) < 1e-12) }
        #expect(abs(found.overall - slow(clipped: false).reduce(0, +) / 3) < 1e-12)
    }

    @Test func `CIDEr-D is its formula, and repeating does not raise it`() throws {
        let found = try CIDErD(tokenization: .spaces).scores(of: segments)
        for (one, other) in zip(found.segments, slow(clipped: true)) { #expect(abs(one - other) < 1e-12) }
        #expect(found.segments[0] < (try CIDEr(tokenization: .spaces).scores(of: segments)).segments[0])
    }

    @Test func `a table of the same references gives the same scores`() throws {
        let table = DocumentFrequencies(of: segments.map(\.references))
        #expect(table.documents == 3 && table.counts["red bird"] == 1 && table.counts["a"] == 3)
        let own = try CIDErD().scores(of: segments)
        let given = try CIDErD(frequencies: table).scores(of: segments)
        for (one, other) in zip(own.segments, given.segments) { #expect(abs(one - other) < 1e-12) }
        #expect(CIDErD(frequencies: table).signature.description.contains("df:table-of-3"))
    }

    @Test func `one image has no rare words, unless a table says so`() throws {
        let one = [CaptionSegment(hypothesis: "a red bird", references: ["a red bird"])]
        #expect(try CIDEr().scores(of: one).overall == 0)
        let table = DocumentFrequencies(documents: 100, counts: ["a": 90])
        #expect(abs(try CIDEr(order: 3, frequencies: table).scores(of: one).overall - 10) < 1e-12)
    }
}
