import RationaleCore
import RationaleMetrics
import RationaleTorch
import Testing

struct SensitivityNTests {
    @Test func `The published numbers are forty-two`() throws {
        #expect(SensitivityN.publishedSizes.count == 42)
        #expect(SensitivityN.publishedSizes.first == 1 && SensitivityN.publishedSizes.last == 31622)
        #expect(SensitivityN.publishedSizes == (try MapMetricGolden.read().sizes.values.map { Int($0) }))
    }

    @Test func `The default numbers are even steps from a thousandth on`() {
        let sizes = SensitivityN.defaultSizes(of: 224 * 224)
        #expect(sizes.count == 8 && sizes[0] == 50 && sizes[7] == 31610)
        #expect(SensitivityN.defaultSizes(of: 10) == [1, 2, 3, 4, 6])
        #expect(SensitivityN.defaultSizes(of: 2) == [1])
        #expect(SensitivityN.defaultSizes(of: 1) == [])
    }

    @Test(arguments: [[3, 10, 12], [30, 5]])
    func `What each place gives a linear classifier has 1 for every n`(shape: [Int]) throws {
        let classifier = LinearInput(shape: shape)
        let metric = SensitivityN(masks: 20)
        let found = try metric.values(of: [classifier.contributions], for: classifier.sample(chunk: 7))[0]
        let measures = try metric.measures(of: classifier.sample())
        #expect(Set(found.keys) == Set(measures.map(\.name)))
        #expect(found.count > 5)
        for (name, value) in found { #expect(abs(value - 1) < 1e-6, "\(name)") }
        let opposite = Heatmap(
            height: classifier.contributions.height, width: classifier.contributions.width,
            values: classifier.contributions.values.map(-))
        #expect(try metric.values(of: [opposite], for: classifier.sample())[0].values.allSatisfy { abs($0 + 1) < 1e-6 })
    }

    @Test func `An unrelated map has about 0, whatever maps are beside it`() throws {
        let classifier = LinearInput(shape: [3, 16, 16])
        let noise = Heatmap.noise(height: 16, width: 16, seed: 9)
        let metric = SensitivityN(sizes: [8, 64], masks: 300)
        let both = try metric.values(of: [classifier.contributions, noise], for: classifier.sample())
        #expect(abs(both[1]["sensitivity-n"] ?? 1) < 0.25)
        #expect(try metric.values(of: [noise], for: classifier.sample())[0] == both[1])
        let mean = ((both[1]["sensitivity-8"] ?? 0) + (both[1]["sensitivity-64"] ?? 0)) / 2
        #expect(abs(mean - (both[1]["sensitivity-n"] ?? 1)) < 1e-12)
    }

    @Test func `A constant map has 0, and as published no number`() throws {
        let classifier = LinearInput(shape: [3, 6, 6])
        for map in [Heatmap.constant(0.1, height: 6, width: 6), .constant(.nan, height: 6, width: 6)] {
            let found = try SensitivityN(sizes: [3, 30]).values(of: [map], for: classifier.sample())[0]
            #expect(found == ["sensitivity-3": 0, "sensitivity-30": 0, "sensitivity-n": 0])
        }
        let published = try SensitivityN(.published, sizes: [3]).values(
            of: [.constant(0.1, height: 6, width: 6)], for: classifier.sample())[0]
        #expect(published["sensitivity-3"]?.isNaN == true && published["sensitivity-n"]?.isNaN == true)
    }

    @Test func `A classifier that does not react says nothing of any map`() throws {
        let classifier = LinearInput(shape: [3, 6, 6])
        let deaf = try PerturbableInput(classifier.input, target: 0) { Tensor.ones([$0.shape[0], 2], dtype: .float64) }
        let sample = JudgedSample(name: "deaf", input: deaf)
        #expect(try SensitivityN(sizes: [3]).values(of: [classifier.contributions], for: sample) == [[:]])
    }

    @Test func `The published text ends with a mask of everything`() throws {
        let classifier = LinearInput(shape: [10, 4])
        let found = try SensitivityN(.published).values(of: [classifier.contributions], for: classifier.sample())[0]
        #expect(found["sensitivity-10"]?.isNaN == true && found["sensitivity-n"]?.isNaN == true)
        #expect(found["sensitivity-5"]?.isFinite == true)
    }

    @Test func `A classifier of one score has two targets`() throws {
        let row = LinearInput.numbers([1, 20], seed: 5)
        let input = LinearInput.numbers([1, 20, 1], seed: 6)
        let map = Heatmap(height: 1, width: 20, values: (row.reshaped([20]) * input.reshaped([20])).floats)
        for (target, expected) in [(1, 1.0), (0, -1.0)] {
            let text = try PerturbableInput(input, target: target) { states in
                states.reshaped([-1, 20]).matmul(row.permuted([1, 0]))
            }
            let found = try SensitivityN(sizes: [4]).values(of: [map], for: JudgedSample(name: "", input: text))[0]
            #expect(abs((found["sensitivity-4"] ?? 0) - expected) < 1e-6)
        }
    }

    @Test func `Numbers that do not fit are refused`() throws {
        let sample = try LinearInput(shape: [3, 6, 6]).sample()
        for metric in [
            SensitivityN(sizes: [36]), SensitivityN(sizes: [0]), SensitivityN(sizes: [3], masks: 2),
            SensitivityN(.published),
        ] {
            let error = #expect(throws: RationaleError.self) { try metric.measures(of: sample) }
            #expect(error?.code == .usage)
        }
    }
}
