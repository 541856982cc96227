import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch
import Testing

/// Words of several tokens, and marks that nobody wrote, in every method for texts.
@Suite struct WordUnitTests {
    /// "three", marked at both ends by another "three", with a word of two tokens: `three [one minus] half three`.
    private let marked = TokenizedText(
        words: ["[CLS]", "oneminus", "half", "[SEP]"], tokens: [5, 2, 3, 4, 5], places: [0..<1, 1..<3, 3..<4, 4..<5],
        special: [0, 3])

    /// Scores `[0, largest effect of a word]`.
    private static let largest: Classifier = {
        var builder = GraphBuilder()
        let tokens = builder.input()
        let vectors = builder.embedding(tokens, "embedding", count: TextNetwork.effects.count, width: 2, padding: 1)
        let output = builder.call("aten::amax", .value(vectors), .constant(.ints([1])))  // [batch, 2]
        let graph = builder.graph(returning: output)
        let table = Tensor(TextNetwork.effects.flatMap { [0, Float($0)] }, shape: [TextNetwork.effects.count, 2])
        let network = Network(
            name: "largest", graph: graph, weights: [graph.parameters[0].id: table],
            inputs: [.init(shape: [Network.InputDescription.any], dtype: .int64)])
        return Classifier(network, scoring: .softmax, vocabulary: TextNetwork.vocabulary)
    }()

    @Test func `A word has the sum over its tokens, and marks stand apart`() throws {
        let found = try IntegratedGradients().attribute(marked, target: .index(1), in: TextNetwork.counting())
        for (value, expected) in zip(found.map.values, [3, 1 - 2, 0.5, 3] as [Float]) {
            #expect(abs(value - expected) < 1e-5)
        }
        #expect(found.tokens == marked.words && found.special == [0, 3])
    }

    @Test func `A unit that does not add up has the mean over the tokens`() throws {
        #expect(MapUnit.score.addsUp && MapUnit.bits.addsUp && !MapUnit.relative.addsUp)
        let long = TokenizedText(
            words: ["a", "b"], tokens: Array(repeating: 2, count: 101), places: [0..<1, 1..<101])
        let values = try RandomMap(seed: 1).attribute(long, in: TextNetwork.counting()).map.values
        // The mean of a hundred draws from 0 to 1.
        #expect(abs(values[1] - 0.5) < 0.15)
    }

    /// Of two tokens that say the same, leaving out one changes nothing.
    @Test func `Occlusion covers all tokens of a word at once`() throws {
        let tokens = [5, 5, 2]
        let words = TokenizedText(words: ["threethree", "one"], tokens: tokens, places: [0..<2, 2..<3])
        let found = try Occlusion().attribute(words, target: .index(1), in: Self.largest).map.values
        #expect(abs(found[0] - 2) < 1e-5 && abs(found[1]) < 1e-5, "\(found)")
        let single = TokenizedText(words: ["three", "three", "one"], tokens: tokens)
        let apart = try Occlusion().attribute(single, target: .index(1), in: Self.largest).map.values
        #expect(apart.allSatisfy { abs($0) < 1e-5 }, "\(apart)")
    }

    @Test(arguments: [false, true]) func `LIME leaves out whole words, and never a mark`(isBag: Bool) throws {
        let text = TokenizedText(
            words: ["[CLS]", "halfhalf", "three", "one", "zebra", "half", "[SEP]"], tokens: [2, 4, 4, 5, 2, 0, 4, 2],
            places: [0..<1, 1..<3, 3..<4, 4..<5, 5..<6, 6..<7, 7..<8], special: [0, 6])
        let lime = LIME(samples: 4000, isBagOfWords: isBag)
        let values = try lime.attribute(text, target: .index(1), in: TextNetwork.counting(gain: 0.02)).map.values
        #expect(values.count == 7 && values[0] == 0 && values[6] == 0)
        // A quarter of the effects, where σ is nearly straight: that of both tokens of the first word.
        for (value, effect) in zip(values.dropFirst(), [1, 3, 1, 0, 0.5] as [Float]) {
            #expect(abs(value - effect * 0.02 / 4) < 5e-4, "\(values)")
        }
    }
}

/// Exported classifiers of Hugging Face, explained.
@Suite struct TransformerAttributionTests {
    private struct Pipeline: Decodable {
        struct Case: Decodable {
            let ids: [Int]
            let tokens: [String]
            let words: [Int?]
            let target: Int
            let gradient: [Double]

            /// One word for each token, or the tokenizer's.
            func text(_ units: TextUnits) -> TokenizedText {
                var words: [(text: String, places: Range<Int>, index: Int?)] = []
                for (place, token) in tokens.enumerated() {
                    if units == .words, let index = self.words[place], words.last?.index == index {
                        words[words.count - 1].text += token
                        words[words.count - 1].places = words[words.count - 1].places.lowerBound..<place + 1
                    } else {
                        words.append((token, place..<place + 1, self.words[place]))
                    }
                }
                return TokenizedText(
                    words: words.map(\.text), tokens: ids, places: words.map(\.places), special: [0, words.count - 1])
            }
        }
        let padding: Int
        let cases: [Case]
    }

    private static let folder = Golden.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "RationaleNetworksTests/Golden/transformers")

    private func load(_ family: String) throws -> (Classifier, Pipeline) {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(family).json"))
        let pipeline = try JSONDecoder().decode(Pipeline.self, from: data)
        var choices = Classifier.Choices()
        choices.text.padding = pipeline.padding
        let archive = Self.folder.appending(path: "\(family)/model.pt2")
        return (try Classifier(contentsOf: archive, choices).prepared(), pipeline)
    }

    @Test(arguments: ["bert", "roberta", "deberta-v2"])
    func `Integrated gradients of tokens are captum's, and those of words their sums`(family: String) throws {
        let (classifier, pipeline) = try load(family)
        for example in pipeline.cases {
            let method = IntegratedGradients()
            let tokens = try method.attribute(example.text(.tokens), target: .index(example.target), in: classifier)
            let scale = max(1, example.gradient.map(abs).max() ?? 0)
            for (ours, theirs) in zip(tokens.map.values, example.gradient) {
                #expect(abs(Double(ours) - theirs) < 1e-5 * scale, "\(family): \(ours) for \(theirs)")
            }
            let text = example.text(.words)
            let words = try method.attribute(text, target: .index(example.target), in: classifier)
            for (value, place) in zip(words.map.values, text.places) {
                #expect(abs(Double(value) - example.gradient[place].reduce(0, +)) < 2e-5 * scale)
            }
        }
    }

    @Test(arguments: ["bert", "roberta", "deberta-v2"])
    func `Every method for texts explains a transformer`(family: String) throws {
        let (classifier, pipeline) = try load(family)
        let text = pipeline.cases[0].text(.words)
        for entry in AttributionMethods.all(for: .text) {
            let taken = try entry.taking(["steps": "3", "samples": "20"], for: .text).method
            let found = try taken.attribute(text, in: classifier)
            #expect(found.map.values.count == text.words.count, "\(family) \(entry.identifier)")
            #expect(found.map.values.allSatisfy { $0.isFinite }, "\(family) \(entry.identifier)")
        }
    }

    /// At the first layer that mixes tokens, behind which there still are positions.
    @Test func `The bottleneck works at a layer of a transformer`() throws {
        let (classifier, pipeline) = try load("bert")
        let text = pipeline.cases[1].text(.words)
        let bottleneck = try AttributionMethods.named(
            "iba", ["layer": "bert.embeddings", "steps": "5"], for: .text)
        let found = try bottleneck.attribute(text, in: classifier)
        #expect(found.layer == "bert.embeddings" && found.map.values.count == text.words.count)
        #expect(found.map.values.allSatisfy { $0.isFinite && $0 >= 0 })
    }
}
