import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleTorch
import Testing

/// Insertion and deletion.
struct ReplacementTests {
    /// The mended area, place by place, without batches.
    private func slowArea(
        _ classifier: LinearInput, _ order: [Int], step: Int, from start: Tensor, to end: Tensor
    ) -> Double {
        let places = order.count
        let features = classifier.input.count / places
        let isRow = classifier.input.rank == 3
        let (from, to) = (start.elements(as: Double.self), end.elements(as: Double.self))
        func probability(_ count: Int) -> Double {
            var values = from
            for place in order.prefix(count) {
                for feature in 0..<features {
                    let index = isRow ? place * features + feature : feature * places + place
                    values[index] = to[index]
                }
            }
            return classifier.probability(Tensor(values, shape: classifier.input.shape))
        }
        let counts = Array(stride(from: 0, to: places, by: step)) + [places]
        return zip(counts, counts.dropFirst()).reduce(0) { sum, pair in
            sum + Double(pair.1 - pair.0) / Double(places) * (probability(pair.0) + probability(pair.1)) / 2
        }
    }

    private func order(_ map: Heatmap) -> [Int] { map.values.indices.sorted { map.values[$0] > map.values[$1] } }

    @Test(arguments: [1, 4, 36, 7])
    func `The mended areas are those of a slow loop`(step: Int) throws {
        let classifier = LinearInput(shape: [3, 6, 6])
        let maps = [classifier.contributions, .noise(height: 6, width: 6, seed: 2)]
        let sample = try classifier.sample(chunk: 5)
        let deletion = try Deletion(step: .places(step)).values(of: maps, for: sample)
        for (map, found) in zip(maps, deletion) {
            let slow = slowArea(
                classifier, order(map), step: step, from: classifier.input, to: classifier.input.zerosLike)
            #expect(abs(try #require(found["deletion"]) - slow) < 1e-12)
        }
        #expect(try Deletion(step: .places(step)).values(of: [maps[1]], for: sample)[0] == deletion[1])
    }

    @Test func `A text is replaced word by word`() throws {
        let classifier = LinearInput(shape: [7, 4])
        let map = classifier.contributions
        let sample = try classifier.sample()
        let zeros = classifier.input.zerosLike
        let deleted = try Deletion().values(of: [map], for: sample)[0]["deletion"]
        let inserted = try Insertion().values(of: [map], for: sample)[0]["insertion"]
        #expect(
            abs(try #require(deleted) - slowArea(classifier, order(map), step: 1, from: classifier.input, to: zeros))
                < 1e-12)
        #expect(
            abs(try #require(inserted) - slowArea(classifier, order(map), step: 1, from: zeros, to: classifier.input))
                < 1e-12
        )
        // Published: ⌊0.4 · 7⌋ = 2 words at once, one point, and no area under it.
        #expect(try Deletion(.published).values(of: [map], for: sample)[0]["deletion"] == 0)
        let short = LinearInput(shape: [2, 4])
        #expect(try Deletion(.published).values(of: [short.contributions], for: short.sample()) == [[:]])
    }

    @Test func `A published text follows two words at a time`() throws {
        let classifier = LinearInput(shape: [15, 2])
        // A map whose eight bits are itself.
        let map = Heatmap(height: 1, width: 15, values: (0..<15).map { 255 - 10 * Float(($0 * 7) % 15) })
        let order = order(map)
        func probability(_ count: Int) -> Double {
            var values = classifier.input.elements(as: Double.self)
            for place in order.prefix(count) { (values[2 * place], values[2 * place + 1]) = (0, 0) }
            return classifier.probability(Tensor(values, shape: classifier.input.shape))
        }
        let found = try Deletion(.published).values(of: [map], for: classifier.sample())[0]["deletion"]
        // Six words in three steps.
        let area = (probability(2) / 2 + probability(4) + probability(6) / 2) / 3
        #expect(abs(try #require(found) - area) < 1e-9)
    }

    @Test(arguments: ["fine", "coarse"])
    func `The published areas are those of the published loop, aliased states included`(name: String) throws {
        let golden = try #require(try MapMetricGolden.read().replacement[name])
        let classifier = LinearInput(golden.picture.tensor, weights: golden.weights.tensor, target: 1)
        let sample = try classifier.sample()
        let step = ReplacementStep.places(golden.step)
        let deletion = try Deletion(.published, step: step).values(of: [golden.heat.map], for: sample)[0]["deletion"]
        #expect(abs(try #require(deletion) - golden.deletion) < 1e-9)
        let insertion = try Insertion(.published, step: step, blur: golden.sigma)
            .values(of: [golden.heat.map], for: sample)[0]["insertion"]
        #expect(abs(try #require(insertion) - golden.insertion) < 1e-6)
        let mended = try Deletion(step: step).values(of: [golden.heat.map], for: sample)[0]["deletion"]
        #expect(abs(try #require(mended) - golden.deletion) > 1e-3)
    }

    @Test func `The exact map deletes faster and inserts slower than its opposite`() throws {
        let classifier = LinearInput(shape: [3, 8, 8])
        let best = classifier.contributions
        let worst = Heatmap(height: 8, width: 8, values: best.values.map(-))
        let found = try Deletion().values(
            of: [best, .noise(height: 8, width: 8, seed: 1), worst], for: classifier.sample()
        )
        .compactMap { $0["deletion"] }
        #expect(found[0] < found[1] && found[1] < found[2])
        #expect(found.allSatisfy { (0...1).contains($0) })
    }

    @Test(arguments: [Float(0), 1, .nan, -.infinity])
    func `A map that says nothing has an area too`(value: Float) throws {
        let sample = try LinearInput(shape: [3, 6, 6]).sample()
        let map = Heatmap.constant(value, height: 6, width: 6)
        let found = try Deletion(seed: 1).values(of: [map], for: sample)[0]["deletion"]
        #expect(try #require(found).isFinite)
        // The order among equals is drawn, so another seed has another area; not the top first.
        #expect(found != (try Deletion(seed: 2).values(of: [map], for: sample)[0]["deletion"]))
        let top = try Deletion().values(of: [.falling(height: 6, width: 6)], for: sample)[0]["deletion"]
        #expect(found != top)
    }

    @Test(arguments: ["0", "-1", "1.5", "x", "0.0", "nan", ""])
    func `A step that makes no sense is refused`(text: String) {
        #expect(throws: RationaleError.self) { try ReplacementStep(text) }
    }

    @Test func `A step is a part or a number`() throws {
        #expect(try ReplacementStep("0.01") == .share(0.01))
        #expect(try ReplacementStep("10") == .places(10))
        let sample = try LinearInput(shape: [3, 6, 6]).sample()
        let error = #expect(throws: RationaleError.self) {
            try Deletion(step: .places(37)).values(of: [.falling(height: 6, width: 6)], for: sample)
        }
        #expect(error?.message.contains("larger than the input, which has 36") == true)
        #expect(throws: RationaleError.self) {
            try Insertion(.published, blur: 4.5).values(of: [.falling(height: 6, width: 6)], for: sample)
        }
        #expect(throws: RationaleError.self) {
            try Insertion(.published, blur: 15).values(of: [.falling(height: 6, width: 6)], for: sample)
        }
    }
}
