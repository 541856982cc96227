import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Exported classifiers of Hugging Face, whose mask, token types and positions follow from the tokens.
@Suite struct TransformerTests {
    private static let folder = Golden.folder.appending(path: "transformers")

    /// What the user's own pipeline says, by `scripts/reference/hugging_face.py`.
    private struct Pipeline: Decodable {
        struct Case: Decodable {
            let ids: [Int]
            let probabilities: [Double]
        }
        let padding: Int
        let cases: [Case]
    }

    private func pipeline(_ family: String) throws -> Pipeline {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(family).json"))
        return try JSONDecoder().decode(Pipeline.self, from: data)
    }

    private func classifier(_ family: String, padding: Int?, firstPosition: Int = 0) throws -> Classifier {
        var choices = Classifier.Choices()
        choices.text = Classifier.TextInputs(padding: padding, firstPosition: firstPosition)
        return try Classifier(contentsOf: Self.folder.appending(path: "\(family)/model.pt2"), choices)
    }

    private func probabilities(_ classifier: Classifier, _ rows: [[Int]]) throws -> [[Double]] {
        let batch = Tensor(rows.flatMap { $0.map(Int64.init) }, shape: [rows.count, rows[0].count])
        let found = try withoutGradient { classifier.readout(of: try classifier.scores(of: batch)) }.floats
        return rows.indices.map { row in found[row * 3..<(row + 1) * 3].map(Double.init) }
    }

    @Test(arguments: ["bert", "roberta", "deberta-v2"], [false, true])
    func `Each text alone has the pipeline's probabilities`(family: String, isPrepared: Bool) throws {
        let pipeline = try pipeline(family)
        var classifier = try classifier(family, padding: pipeline.padding)
        if isPrepared { classifier = try classifier.prepared() }
        #expect(classifier.input.name == "input_ids" && classifier.input.isText)
        for text in pipeline.cases {
            for (ours, theirs) in zip(try probabilities(classifier, [text.ids])[0], text.probabilities) {
                #expect(abs(ours - theirs) < 1e-5, "\(family): \(ours) for \(theirs)")
            }
        }
    }

    @Test(arguments: ["bert", "roberta", "deberta-v2"])
    func `Texts of different lengths in one batch do not notice their padding`(family: String) throws {
        let pipeline = try pipeline(family)
        let longest = pipeline.cases.map(\.ids.count).max() ?? 0
        let rows = pipeline.cases.map { $0.ids + Array(repeating: pipeline.padding, count: longest - $0.ids.count) }
        let masked = try probabilities(try classifier(family, padding: pipeline.padding), rows)
        var largest = 0.0
        let unmasked = try probabilities(try classifier(family, padding: nil), rows)
        for (index, text) in pipeline.cases.enumerated() {
            for column in 0..<3 {
                #expect(abs(masked[index][column] - text.probabilities[column]) < 1e-5)
                largest = max(largest, abs(unmasked[index][column] - text.probabilities[column]))
            }
        }
        #expect(largest > 1e-3, "without a mask the padding must show, or this test shows nothing")
    }

    /// Somebody may write "[PAD]": in the midst of a text it is a token as others are, and the pipeline's mask is 1 there.
    @Test func `Only what stands behind the last other token is padding`() throws {
        let pipeline = try pipeline("bert")
        let classifier = try classifier("bert", padding: pipeline.padding)
        var ids = pipeline.cases[0].ids
        ids[3] = pipeline.padding
        let without = try self.classifier("bert", padding: nil)
        #expect(difference(try probabilities(classifier, [ids]), try probabilities(without, [ids])) < 1e-6)
    }

    private func difference(_ a: [[Double]], _ b: [[Double]]) -> Double {
        zip(a.flatMap(\.self), b.flatMap(\.self)).map { abs($0 - $1) }.max() ?? 0
    }

    @Test func `What each input is given is said`() throws {
        let masked = try classifier("bert", padding: 0)
        #expect(masked.interface.given["attention_mask"]?.contains("no padding (token 0)") == true)
        #expect(masked.interface.given["token_type_ids"] == "zeros")
        #expect(try classifier("bert", padding: nil).interface.given["attention_mask"] == "ones")
        #expect(masked.tokenCount == 130)
        #expect(try masked.network.embeddingLayer().hasSuffix("word_embeddings"))
        #expect(try classifier("roberta", padding: 1).network.embeddingLayer().hasSuffix("word_embeddings"))
    }

    /// Words count 1, 2, 4, … and positions 100, 200, 400, …, so that a sum tells which were looked up.
    @Test func `Positions are counted as the family does`() throws {
        let url = Self.folder.appending(path: "positions.pt2")
        let tokens = Tensor([Int64(3), 4, 1, 1], shape: [1, 4])
        func sum(_ choices: Classifier.TextInputs) throws -> Float {
            var all = Classifier.Choices(scoring: .softmax)
            all.text = choices
            let classifier = try Classifier(contentsOf: url, all)
            #expect(classifier.interface.input == "input_ids")
            return try withoutGradient { try classifier.scores(of: tokens) }.floats[0]
        }
        let words: Float = 8 + 16 + 2 + 2
        #expect(try sum(.init()) == words + 100 * (1 + 2 + 4 + 8))
        #expect(try sum(.init(padding: 1)) == words + 100 * (1 + 2 + 4 + 8))
        // As RoBERTa: from the padding's number plus 1; padding has that number itself.
        #expect(try sum(.init(padding: 1, firstPosition: 2)) == words + 100 * (4 + 8 + 2 + 2))
    }

    @Test(arguments: ["float", "pairs"]) func `A mask that is none is refused by its name`(name: String) throws {
        let url = Self.folder.appending(path: "masks/\(name).pt2")
        let error = #expect(throws: RationaleError.self) { try Classifier(contentsOf: url) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("'attention_mask'") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("no mask of a text") == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains("--input attention_mask=FILE") == true)
    }
}
