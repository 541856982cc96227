import Foundation
import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch
import RationaleWorkbench
import Testing

/// Text networks as files.
@Suite struct TextModelTests {
    private let architecture = DeepLSTM(vocabulary: 4, embedding: 3, hidden: 5, layers: 2)
    private let words = ["<unk>", "<pad>", "good", "bad"]

    private func own(words: [String]? = nil, layers: Int = 2) -> OwnModel {
        var own = OwnModel(
            architecture: architecture.name, classes: 2, labels: ["negative", "positive"], preprocessing: nil)
        own.vocabulary = words ?? self.words
        var text = OwnModel.Text(architecture)
        text.layers = layers
        own.text = text
        return own
    }

    private func tokens(_ tokens: [Int64]) -> Tensor { Tensor(tokens, shape: [1, tokens.count]) }

    @Test func `A model's file carries its words, labels and sizes`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let classifier = Classifier(architecture, seed: 3)
        let path = scratch.path("text.safetensors")
        try own().write(classifier, to: URL(fileURLWithPath: path))
        let found = try ModelSource(path).classifier()
        #expect(found.vocabulary?.words == words && found.labels == ["negative", "positive"])
        #expect(found.input.isText && found.name == "text")
        let x = tokens([2, 3, 0])
        #expect(try withoutGradient { try found.scores(of: x).floats == classifier.scores(of: x).floats })
    }

    @Test func `Weights of the published program say their sizes themselves`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let classifier = Classifier(architecture, seed: 3)
        let path = scratch.path("weights.safetensors")
        try own().write(classifier, to: URL(fileURLWithPath: path))
        let words = try scratch.file("words.txt", self.words.joined(separator: "\n"))
        let found = try ModelSource("deep_lstm", weights: path, text: TextChoices(vocabulary: words)).classifier()
        #expect(found.vocabulary?.words == self.words)
        let x = tokens([2, 3, 0])
        #expect(try withoutGradient { try found.scores(of: x).floats == classifier.scores(of: x).floats })
        let other = Classifier(SqueezeNet(classes: 2), seed: 0)
        let squeeze = scratch.path("squeeze.safetensors")
        try OwnModel(architecture: "squeezenet1_1", classes: 2, labels: nil, preprocessing: nil)
            .write(other, to: URL(fileURLWithPath: squeeze))
        let error = #expect(throws: RationaleError.self) {
            try ModelSource("deep_lstm", weights: squeeze).classifier()
        }
        #expect(error?.code == .badData && error?.message.contains("embedding.weight") == true)
    }

    @Test func `Vocabularies that do not fit are refused`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = scratch.path("text.safetensors")
        try own().write(Classifier(architecture, seed: 3), to: URL(fileURLWithPath: path))
        let long = try scratch.file("long.txt", (words + ["worse"]).joined(separator: "\n"))
        let error = #expect(throws: RationaleError.self) {
            try ModelSource(path, text: TextChoices(vocabulary: long)).classifier()
        }
        #expect(error?.code == .badData && error?.message.contains("5 tokens") == true, "\(error?.message ?? "")")
        let gone = #expect(throws: RationaleError.self) {
            try ModelSource(path, text: TextChoices(vocabulary: "gone.txt")).classifier()
        }
        #expect(gone?.code == .missingInput)
        // A file whose metadata does not fit its weights, or names nonsense.
        try own(words: ["a", "a", "b", "c"]).write(Classifier(architecture, seed: 3), to: URL(fileURLWithPath: path))
        let twice = #expect(throws: RationaleError.self) { try ModelSource(path).classifier() }
        #expect(twice?.code == .badData && twice?.message.contains("'a' twice") == true)
        try own(layers: 3).write(Classifier(architecture, seed: 3), to: URL(fileURLWithPath: path))
        #expect(throws: RationaleError.self) { try ModelSource(path).classifier() }
        try own(layers: -1).write(Classifier(architecture, seed: 3), to: URL(fileURLWithPath: path))
        let sizes = #expect(throws: RationaleError.self) { try ModelSource(path).classifier() }
        #expect(sizes?.code == .badData)
    }
}
