import Foundation
import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleText
import RationaleTorch
import Testing

struct PerturbableInputTests {
    static func textNetwork() throws -> Classifier {
        let tests = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Classifier(contentsOf: tests.appending(path: "RationaleNetworksTests/Golden/lstm.pt2"))
    }

    @Test func `Words are taken away where they are embedded`() throws {
        let classifier = try Self.textNetwork()
        let length = 6
        let tokens = Tensor((0..<length).map { Int64($0 % 7 + 1) }, shape: [1, length])
        let logits = try classifier.scores(of: tokens)
        let target = Int(logits.argmax(1).item)
        let text = try PerturbableInput(classifier, tokens: tokens, embeddedBy: "embedding", target: target)
        #expect(text.isRow && text.places == length && text.height == 1)
        let sample = JudgedSample(name: "text", input: text)
        let found = try Deletion(step: .places(length)).values(of: [.falling(height: 1, width: length)], for: sample)
        // Only the beginning and the end: the whole text, and none of it.
        let split = try classifier.network.split(at: "embedding")
        var nothing = try split.head(tokens)
        nothing.tensor = nothing.tensor.zerosLike
        let empty = try split.tail(nothing)
        let expected = [logits, empty].map { $0.softmax(1).elements(as: Double.self)[target] }.reduce(0, +) / 2
        #expect(abs((found[0]["deletion"] ?? 9) - expected) < 1e-6)
        #expect(try SensitivityN(masks: 4).values(of: [.falling(height: 1, width: length)], for: sample)[0].count > 1)
        #expect(throws: RationaleError.self) { try text.values(of: .black) }
    }

    /// Scores `[0, Σ effect]`: what a word adds is known, so that its exact map has a correlation of 1.
    private static let counting: Classifier = {
        var builder = GraphBuilder()
        let tokens = builder.input()
        let vectors = builder.embedding(tokens, "embedding", count: 8, width: 2, padding: 0)
        let output = builder.call("aten::sum.dim_IntList", .value(vectors), .constant(.ints([1])))  // [batch, 2]
        let graph = builder.graph(returning: output)
        let effects: [Float] = [0, 1, -2, 0.5, 3, -1, 4, 100]
        let network = Network(
            name: "counting", graph: graph,
            weights: [graph.parameters[0].id: Tensor(effects.flatMap { [0, $0] }, shape: [8, 2])],
            inputs: [.init(shape: [Network.InputDescription.any], dtype: .int64)])
        return Classifier(network, scoring: .softmax)
    }()

    @Test func `A word is replaced with all its tokens, and marks and padding never`() throws {
        let text = TokenizedText(
            words: ["[CLS]", "a", "b", "c", "d", "[SEP]"], tokens: [7, 1, 2, 3, 4, 5, 6, 7],
            places: [0..<1, 1..<3, 3..<4, 4..<6, 6..<7, 7..<8], special: [0, 5]
        ).filled(to: 10, with: 0)
        let sample = try Sample(text, for: Self.counting, label: 1)
        let input = try PerturbableInput(
            Self.counting, tokens: sample.input, embeddedBy: "embedding", target: 1, text: text)
        #expect(input.places == 4 && input.width == 4 && input.isRow)
        // The words' own effects, and nonsense at the marks.
        let exact = Heatmap(height: 1, width: 6, values: [-50, -1, 0.5, 2, 4, 70])
        let judged = JudgedSample(name: "text", input: input)
        let found = try SensitivityN(sizes: [1, 2, 3], masks: 60).values(of: [exact], for: judged)[0]
        #expect(abs((found["sensitivity-n"] ?? 0) - 1) < 1e-5, "\(found)")
        let wrong = Heatmap(height: 1, width: 6, values: [-50, 4, 2, 0.5, -1, 70])
        let other = try SensitivityN(sizes: [1], masks: 60).values(of: [wrong], for: judged)[0]
        #expect((other["sensitivity-n"] ?? 1) < 0.5)
        // With all words gone, the marks are still there: 2 × 100 in favour of the class.
        let last = try Deletion(step: .places(4)).values(of: [exact], for: judged)[0]["deletion"]
        #expect((last ?? 0) > 0.99)
    }

    @Test func `What has no places is refused`() throws {
        let classifier = try Self.textNetwork()
        let tokens = Tensor.zeros([1, 6], dtype: .int64)
        let whole = #expect(throws: RationaleError.self) { try PerturbableInput(classifier, tokens, target: 0) }
        #expect(whole?.message.contains("cannot be replaced") == true)
        #expect(throws: RationaleError.self) {
            try PerturbableInput(classifier, tokens: tokens, embeddedBy: "no-such-layer", target: 0)
        }
        let picture = Tensor.zeros([2, 3, 4, 4])
        #expect(throws: RationaleError.self) { try PerturbableInput(picture, target: 0) { $0 } }
    }

    @Test func `The mended blur is the whole Gaussian, and edges continue`() throws {
        let classifier = LinearInput(shape: [2, 5, 6])
        let deviation = 1.5
        let values = classifier.input.elements(as: Double.self)
        let weights = (-6...6).map { exp(-0.5 * pow(Double($0) / deviation, 2)) }
        let sum = weights.reduce(0, +)
        var blurred = [Double](repeating: 0, count: values.count)
        for channel in 0..<2 {
            for row in 0..<5 {
                for column in 0..<6 {
                    for (i, a) in weights.enumerated() {
                        for (j, b) in weights.enumerated() {
                            let (y, x) = (min(4, max(0, row + i - 6)), min(5, max(0, column + j - 6)))
                            blurred[(channel * 5 + row) * 6 + column] +=
                                a * b / sum / sum * values[(channel * 5 + y) * 6 + x]
                        }
                    }
                }
            }
        }
        // Two states: the beginning and the end.
        let found = try Insertion(step: .places(30), blur: deviation).values(
            of: [.falling(height: 5, width: 6)], for: classifier.sample())[0]["insertion"]
        let beginning = classifier.probability(Tensor(blurred, shape: classifier.input.shape))
        #expect(abs((found ?? 9) - (beginning + classifier.probability(classifier.input)) / 2) < 1e-9)
    }
}
