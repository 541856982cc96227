import Foundation
import RationaleCore
import RationaleText
import RationaleTorch

extension OwnModel {
    /// The sizes of a recurrent text network.
    package struct Text: Sendable, Codable, Equatable {
        package var embedding: Int
        package var hidden: Int
        package var layers: Int
        package var logits: Int

        package init(_ architecture: DeepLSTM) {
            embedding = architecture.embedding
            hidden = architecture.hidden
            layers = architecture.layers
            logits = architecture.logits
        }
    }

    /// The network of a file that this describes.
    ///
    /// - Throws: `RationaleError.Code.badData` where sizes or vocabulary are missing or make no sense.
    func textNetwork(at url: URL) throws -> Classifier {
        let path = url.path
        let largest = 1 << 20
        guard let text, let words = vocabulary,
            [text.embedding, text.hidden, text.logits].allSatisfy({ (1...largest).contains($0) }),
            (1...64).contains(text.layers)
        else {
            throw RationaleError(
                .badData, "\(path): its metadata does not say how large its text network is, or which words it knows",
                hint:
                    "Train it again with `rationale train text`, or use --model \(architecture) --weights with --vocabulary."
            )
        }
        let architecture = DeepLSTM(
            vocabulary: words.count, embedding: text.embedding, hidden: text.hidden, layers: text.layers,
            logits: text.logits)
        var classifier = try Classifier(architecture, weightsAt: url)
        classifier.name = url.deletingPathExtension().lastPathComponent
        classifier.labels = labels
        do {
            var vocabulary = try Vocabulary(words: words)
            vocabulary.splitting = self.words ?? .basicEnglish
            classifier.vocabulary = vocabulary
        } catch {
            throw RationaleError(error.code, "\(path): \(error.message)", hint: error.hint)
        }
        return classifier
    }
}

extension Classifier {
    /// A recurrent text network of the sizes that its weights have.
    ///
    /// - Throws: `RationaleError.Code.badData` where the weights are those of another network.
    package static func deepLSTM(weightsAt path: String) throws -> Classifier {
        let url = URL(fileURLWithPath: path)
        let shapes = try WeightFile(contentsOf: url).tensors.mapValues(\.shape)
        // What training programs put before the names.
        let prefix =
            shapes.keys.filter { ".\($0)".hasSuffix(".embedding.weight") }
            .map { String($0.dropLast("embedding.weight".count)) }.filter { shapes[$0 + "fc.weight"] != nil }
            .min { $0.count < $1.count } ?? ""
        guard let table = shapes[prefix + "embedding.weight"], table.count == 2,
            let head = shapes[prefix + "fc.weight"], head.count == 2
        else {
            throw RationaleError(
                .badData,
                "\(path): these are not the weights of \(DeepLSTM.identifier): embedding.weight or fc.weight is missing",
                hint: "They must have the names of the published program: embedding, rnn_1, …, fc.")
        }
        let layers = (1...64).prefix { shapes["\(prefix)rnn_\($0).weight_ih_l0"] != nil }.count
        let architecture = DeepLSTM(
            vocabulary: table[0], embedding: table[1], hidden: head[1], layers: max(1, layers), logits: head[0])
        return try Classifier(architecture, weightsAt: url)
    }
}
