import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch
import Testing

/// One text through any method.
@Suite struct TextAttributionTests {
    private let classifier = TextNetwork.counting()
    private let text = "three minus zebra half three"
    private let effects: [Float] = [3, -2, 0, 0.5, 3]

    private func attribute(_ method: any AttributionMethod, _ text: String, in classifier: Classifier? = nil) throws
        -> Attribution
    {
        let classifier = classifier ?? self.classifier
        return try method.attribute(
            try TextNetwork.vocabulary.tokenized(text), target: .index(1), in: classifier)
    }

    static let exact: [any AttributionMethod] = [
        InputTimesGradient(), IntegratedGradients(steps: 5), Occlusion(),
        IntegratedGradients(steps: 2, rule: .trapezoid),
    ]

    @Test(arguments: exact.indices) func `A classifier that adds up words is explained exactly`(index: Int) throws {
        let attribution = try attribute(Self.exact[index], text)
        #expect(attribution.tokens == ["three", "minus", "zebra", "half", "three"])
        #expect(attribution.map.height == 1 && attribution.map.width == 5)
        for (value, effect) in zip(attribution.map.values, effects) { #expect(abs(value - effect) < 1e-5) }
        #expect(attribution.isSigned && attribution.warnings.isEmpty)
        #expect(attribution.target.index == 1)
    }

    @Test func `Gradients are the largest of a word's vector`() throws {
        // The derivative of the second score by each vector is [0, 1].
        for method in [Gradient(), SmoothGrad(samples: 3)] as [any AttributionMethod] {
            let attribution = try attribute(method, "one minus half")
            #expect(attribution.map.values == [1, 1, 1])
            #expect(attribution.warnings == ["degenerate: the map has the same value everywhere"])
        }
    }

    @Test func `Occlusion covers several words where asked`() throws {
        let attribution = try attribute(Occlusion(window: 2, stride: 1), "one minus three")
        // Windows over (one, minus) and (minus, three): falls of −1 and 1; the middle word is in both.
        for (value, expected) in zip(attribution.map.values, [-1, 0, 1] as [Float]) {
            #expect(abs(value - expected) < 1e-5)
        }
        let error = #expect(throws: RationaleError.self) { try attribute(Occlusion(window: 4), "one minus three") }
        #expect(error?.code == .usage && error?.message.contains("text of 3 words") == true)
    }

    @Test func `The control is a row of noise, the same each time`() throws {
        let maps = try (0..<2).map { _ in try attribute(RandomMap(seed: 3), text).map.values }
        #expect(maps[0] == maps[1] && maps[0].count == 5 && Set(maps[0]).count == 5)
        #expect(maps[0].allSatisfy { (0..<1).contains($0) })
    }

    @Test func `One word is enough, none is refused`() throws {
        let attribution = try attribute(IntegratedGradients(steps: 3), "three")
        #expect(abs(attribution.map.values[0] - 3) < 1e-5)
        #expect(!attribution.warnings.contains { $0.contains("degenerate") })
        let error = #expect(throws: RationaleError.self) { try attribute(IntegratedGradients(), " \"\" ") }
        #expect(error?.code == .badData)
        let zero = try attribute(IntegratedGradients(steps: 3), "zebra")
        #expect(zero.warnings.contains { $0.contains("zero everywhere") })
    }

    static let pictures: [any AttributionMethod] = [RISE(masks: 4), ImageCentre(), GradCAM()]

    @Test(arguments: pictures.indices) func `What is made for pictures is refused`(index: Int) throws {
        let error = #expect(throws: RationaleError.self) { try attribute(Self.pictures[index], text) }
        #expect(error?.code == .usage)
        #expect(!type(of: Self.pictures[index]).inputs.contains(.text))
    }

    @Test func `Networks of one length take that one only, and pictures none`() throws {
        let fixed = TextNetwork.counting(length: 3)
        #expect(try attribute(Occlusion(), "one minus three", in: fixed).map.values.count == 3)
        let error = #expect(throws: RationaleError.self) { try attribute(Occlusion(), "one", in: fixed) }
        #expect(error?.code == .usage && error?.message.contains("exactly 3 words, not of 1") == true)
        let other = #expect(throws: RationaleError.self) {
            try attribute(Occlusion(), "one", in: AnalyticNetwork.linear)
        }
        #expect(other?.code == .usage)
    }

    @Test func `Lists of methods know what they are for`() {
        let texts = AttributionMethods.all(for: .text).map(\.identifier)
        #expect(texts.contains("lime") && texts.contains("random") && texts.contains("integrated-gradients"))
        #expect(!texts.contains("rise") && !texts.contains("grad-cam") && !texts.contains("centre"))
        #expect(!AttributionMethods.all(for: .picture).map(\.identifier).contains("lime"))
    }
}
