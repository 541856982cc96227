import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Exported text networks of any length, and what is behind their word vectors.
@Suite struct EmbeddedTextTests {
    private func classifier(_ name: String) throws -> Classifier {
        try Classifier(contentsOf: TextGolden.folder.appending(path: "\(name).pt2"))
    }

    @Test(arguments: ["one_logit", "masked"]) func `Texts of every length give PyTorch's answers`(name: String) throws {
        let classifier = try classifier(name)
        #expect(classifier.input.shape == [Network.InputDescription.any])
        #expect(classifier.input.isText)
        for text in try TextGolden(name).texts {
            let scores = try withoutGradient { try classifier.scores(of: text.batch) }
            let expected = try #require(text.output).tensor
            if name == "one_logit" {
                // PyTorch returns the probability of the second class.
                #expect(difference(classifier.readout(of: scores).selected(1, 1), expected) < 1e-5)
            } else {
                #expect(difference(scores, expected) < 1e-5)
            }
        }
    }

    @Test func `One logit is read as two classes and said so`() throws {
        let classifier = try classifier("one_logit")
        #expect(classifier.scoring == .logit && classifier.interface.scoringReason.contains("sigmoid"))
        let scores = try withoutGradient { try classifier.scores(of: Tensor([Int64(3), 4], shape: [1, 2])) }
        #expect(scores.shape == [1, 2])
        #expect(abs(scores.sum().item) < 1e-6 && scores.absolute.maximum().item > 1e-3)
    }

    @Test(arguments: ["one_logit", "masked"])
    func `The network behind the word vectors is the same, alone and for copies`(name: String) throws {
        let classifier = try classifier(name).prepared()
        for text in try TextGolden(name).texts {
            let whole = try withoutGradient { try classifier.scores(of: text.batch) }
            let embedded = try classifier.embedding(text.batch)
            #expect(embedded.layer == "embedding")
            #expect(embedded.input.shape == [1, text.tokens.count, 4])
            #expect(embedded.classifier.input.dtype == .float32)
            let alone = try withoutGradient { try embedded.classifier.scores(of: embedded.input) }
            #expect(difference(alone, whole) < 1e-6)
            let copies = try withoutGradient {
                try embedded.classifier.scores(of: embedded.input.repeatedEach(3).converted(to: .float32))
            }
            #expect(difference(copies, whole.repeatedEach(3)) < 1e-6)
        }
    }

    @Test(arguments: ["one_logit", "masked"])
    func `How word vectors are spread is that of the whole table`(name: String) throws {
        let classifier = try classifier(name)
        let parameter = try #require(classifier.network.graph.parameters.first { $0.name.contains("embedding") })
        let table = try #require(classifier.network.weights[parameter.id])
        let count = table.shape[0]
        let rows = (0..<count).map { table.selected(0, $0).elements(as: Double.self) }
        for length in [1, 3, count] {
            let text = Tensor((0..<Int64(length)).map { $0 % 2 }, shape: [1, length])
            let spread = try #require(try classifier.embedding(text).classifier.input.wordVectors)
            for number in 0..<4 {
                let values = rows.map { $0[number] }
                let mean = values.reduce(0, +) / Double(count)
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
                #expect(abs(Double(spread.mean[number]) - mean) < 1e-6)
                #expect(abs(Double(spread.deviation[number]) - variance.squareRoot()) < 1e-6)
            }
        }
    }

    /// With the padding's vectors changed, a network that masks padding must not notice; so the mask is the text's own.
    @Test func `What looks at tokens keeps looking at the text's`() throws {
        let classifier = try classifier("masked")
        let embedded = try classifier.embedding(Tensor([Int64(4), 7, 1, 1], shape: [1, 4]))
        let whole = try withoutGradient { try embedded.classifier.scores(of: embedded.input) }
        let other = Tensor.concatenated(
            [embedded.input.slice(1, 0..<2), embedded.input.slice(1, 2..<4) + 5], dimension: 1)
        #expect(try withoutGradient { difference(try embedded.classifier.scores(of: other), whole) } < 1e-6)
        let moved = embedded.input + 1
        #expect(try withoutGradient { difference(try embedded.classifier.scores(of: moved), whole) } > 1e-3)
    }

    @Test func `What is no text is refused`() throws {
        let pictures = try Classifier(contentsOf: Golden.folder.appending(path: "cnn.pt2"))
        let error = #expect(throws: RationaleError.self) { try pictures.network.embeddingLayer() }
        #expect(error?.code == .usage && error?.message.contains("not a text's tokens") == true)

        let classifier = try classifier("masked")
        let tokens = Tensor([Int64(4), 7], shape: [1, 2])
        let wrong = #expect(throws: RationaleError.self) { try classifier.embedding(tokens, at: "fc") }
        #expect(wrong?.message.contains("one vector each") == true, "\(wrong?.message ?? "")")
        for shape in [[1, 0], [2, 1]] {
            let batch = Tensor.zeros(shape, dtype: .int64)
            let error = #expect(throws: RationaleError.self) { try classifier.embedding(batch) }
            #expect(error?.code == .usage)
        }
    }

    @Test func `Shapes say what is taken`() {
        #expect(Network.InputDescription.tokens.shapeText == "[any]")
        #expect(Network.InputDescription.tokens.accepts([2, 7]))
        #expect(!Network.InputDescription.tokens.accepts([2, 0]))
        #expect(!Network.InputDescription(shape: [24], dtype: .int64).accepts([2, 23]))
        #expect(Network.InputDescription(shape: [24], dtype: .int64).accepts([2, 24]))
        #expect(Network.InputDescription(shape: [3, 64, 64]).accepts([1, 3, 80, 80]))
        #expect(!Network.InputDescription(shape: [3, 64, 64]).accepts([3, 64, 64]))
    }
}
