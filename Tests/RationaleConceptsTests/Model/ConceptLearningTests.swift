import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

struct ConceptLearningTests {
    private func image(_ number: Int) -> Image { Squares.picture(number, ofClass: number % 2) }

    private func samples(
        _ count: Int, edits: Int = 1, seed: UInt64 = 1, progress: (Int) throws -> Void = { _ in }
    ) throws -> ConceptGraphSamples {
        try ConceptLearning(Squares.model(nil), for: Squares.classifier())
            .samples(count: count, edits: edits, seed: seed, progress: progress) { image($0) }
    }

    @Test func `Samples are the graphs and the classifier's scores`() throws {
        let samples = try samples(5, edits: 0)
        #expect(samples.count == 5 && samples.edits == nil)
        // In the order of the model's classes.
        let scores = try Squares.scores((0..<5).map(image)).flatMap { own in Squares.classes.map { Double(own[$0]) } }
        #expect(samples.scores.shape == [5, 3] && difference(samples.scores.doubles, scores) < 1e-5)
        let matcher = try Squares.model(nil).matcher(for: Squares.classifier())
        let expected = try matcher.matches(in: (0..<5).map(image)).graphs
        #expect(largestDifference(samples.graphs.features, expected.features) < 1e-5)
        #expect(largestDifference(samples.graphs.positions, expected.positions) == 0)
        #expect(samples.graphs.found.doubles == expected.found.doubles)
        let configuration = try ConceptLearning(Squares.model(nil), for: Squares.classifier()).configuration()
        #expect(configuration.concepts == [0, 3, 2] && configuration.featureWidth == 5)
        #expect(configuration.readout == .own && configuration.normalization == .batch)
    }

    @Test func `Edits belong to their samples`() throws {
        // More than what is looked at together.
        var told: [Int] = []
        let samples = try samples(34, edits: 2) { told.append($0) }
        #expect(told == [0, 32])
        let edits = try #require(samples.edits)
        #expect(edits.samples == (0..<34).flatMap { [$0, $0] })
        let positions = samples.graphs.positions
        var (changed, kept) = (0, 0)
        for edit in 0..<edits.samples.count {
            // One concept was edited: of the others some are where they were, and no picture has more of them.
            func common(_ sample: Int) -> Int {
                let (a, b) = (edits.graphs.positions.selected(0, edit).doubles, positions.selected(0, sample).doubles)
                return stride(from: 0, to: a.count, by: 2).count { x in
                    let distance = abs(a[x] - b[x]) + abs(a[x + 1] - b[x + 1])
                    return distance < 1e-6
                }
            }
            let own = common(edits.samples[edit])
            #expect((0..<34).allSatisfy { $0 == edits.samples[edit] || common($0) <= own })
            if own > 0 { kept += 1 }
            let before = samples.scores.selected(0, edits.samples[edit]).doubles
            if difference(before, edits.scores.selected(0, edit).doubles) > 0.01 { changed += 1 }
        }
        #expect(kept > 50 && changed > 30)
    }

    @Test func `Equal seeds make equal samples, whatever else is made`() throws {
        let (first, second, longer, other) = (
            try samples(4), try samples(4), try samples(6), try samples(4, seed: 2)
        )
        let edits = try [first, second, longer, other].map { try #require($0.edits) }
        #expect(edits[0].graphs.features.floats == edits[1].graphs.features.floats)
        #expect(edits[0].scores.floats == edits[1].scores.floats && first.scores.floats == second.scores.floats)
        // The edits of a picture depend on its number.
        #expect(largestDifference(edits[2].scores.slice(0, 0..<4), edits[0].scores) < 1e-5)
        #expect(largestDifference(edits[3].scores, edits[0].scores) > 0.1)
        #expect(largestDifference(first.graphs.features, other.graphs.features) == 0)
    }

    @Test func `What makes no samples is refused`() throws {
        #expect(refusal { _ = try samples(0) }?.code == .usage)
        #expect(refusal { _ = try samples(3, edits: -1) }?.code == .usage)
        struct Gone: Error {}
        #expect(throws: Gone.self) { try samples(3) { _ in throw Gone() } }
    }

    @Test func `The scores of a finished model lie at the classifier's level`() throws {
        let learning = try ConceptLearning(Squares.model(nil), for: Squares.classifier())
        let network = try SmallReasoning.network(learning.configuration()).converted(to: .float32)
        let (training, evaluation) = (try samples(9), try samples(4, seed: 3))
        func level(_ comparison: DistillationObjective) throws -> Double {
            let model = try learning.finished(
                network, training: training, evaluation: evaluation, comparison: comparison)
            return try #require(model.reasoning).scores(of: training.graphs).mean().item
        }
        // What is compared by differences between classes may lie anywhere before.
        #expect(abs(try level(.scores) - training.scores.mean().item) < 1e-4)
        #expect(abs(try network.scores(of: training.graphs).mean().item - training.scores.mean().item) > 0.1)
        #expect(abs(try level(.normalized) - network.scores(of: training.graphs).mean().item) < 1e-4)
    }

    @Test func `A finished model knows its quality and what is usual`() throws {
        let learning = try ConceptLearning(Squares.model(nil), for: Squares.classifier())
        let configuration = learning.configuration()
        let network = try SmallReasoning.network(configuration).converted(to: .float32)
        let training = try samples(9)
        let evaluation = try learning.samples(count: 35, edits: 0, seed: 3) {
            Squares.picture(500 + $0, ofClass: $0 % 3)
        }
        let model = try learning.finished(network, training: training, evaluation: evaluation)
        #expect(model.reasoning?.configuration == configuration)

        func rows(_ tensor: Tensor) -> [[Double]] { (0..<tensor.shape[0]).map { tensor.selected(0, $0).doubles } }
        func top(_ row: [Double]) -> Int { row.indices.max { (row[$0], -$0) < (row[$1], -$1) }! }
        let (found, expected) = (rows(try network.scores(of: evaluation.graphs)), rows(evaluation.scores))
        let hits = zip(found, expected).count { top($0) == top($1) }
        let agreement = try #require(model.quality?.agreement)
        #expect(agreement.value == Double(hits) / 35 && agreement.count == 35 && model.quality?.pictures == 35)
        #expect(agreement == .proportion("agreement", hits: hits, of: 35) && agreement.low < agreement.high)

        func centered(_ rows: [[Double]]) -> [Double] { rows.flatMap { row in row.map { $0 - row.reduce(0, +) / 3 } } }
        let (x, y) = (centered(found), centered(expected))
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let correlation = product(x, y) / (product(x, x) * product(y, y)).squareRoot()
        #expect(abs((model.quality?.correlation ?? .nan) - correlation) < 1e-5)

        // The mean contributions in pictures that the classifier gives to the class; none is of sand.
        let tops = rows(training.scores).map(top)
        #expect(Set(tops) == [1, 2])
        let usual = try #require(model.usual)
        #expect(usual.unknown == [0])
        var edges: [Double] = []
        for (position, count) in [0, 3, 2].enumerated() {
            let own = try tops.indices.filter { tops[$0] == position }.map {
                try network.contributions(of: training.graphs.rows([$0]), toClass: position)[0]
            }
            func mean(_ values: (ReasoningContributions) -> [Double], _ count: Int) -> [Double] {
                (0..<count).map { number in
                    own.isEmpty ? 0 : own.reduce(0) { $0 + values($1)[number] } / Double(own.count)
                }
            }
            #expect(difference(usual.nodes[position], mean({ $0.nodes[position] }, count)) < 1e-5)
            for (graph, count) in [0, 3, 2].enumerated() where !own.isEmpty {
                let found = try tops.indices.filter { tops[$0] == position }.map {
                    try network.contributions(of: training.graphs.rows([$0]), toClass: graph)[0].nodes[graph]
                }
                let expected = (0..<count).map { number in
                    found.reduce(0) { $0 + $1[number] } / Double(found.count)
                }
                #expect(difference(usual.nodesElsewhere[position][graph], expected) < 1e-5)
            }
            edges += mean({ $0.edges.filter { $0.graph == position }.map(\.value) }, count * (count - 1))
        }
        #expect(difference(usual.edges, edges) < 1e-5)
    }
}
