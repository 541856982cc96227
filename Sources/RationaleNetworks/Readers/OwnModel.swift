package import Foundation
package import RationaleCore
import RationaleFiles
package import RationaleText
import RationaleTorch

/// What a model file of this package says about itself, in the metadata of its safetensors form.
package struct OwnModel: Sendable, Codable {
    /// The name of the architecture.
    package var architecture: String
    /// How many scores it returns.
    package var classes: Int
    package var labels: [String]?
    package var preprocessing: Preprocessing?
    /// Of one input, where it is not the architecture's own.
    package var inputShape: [Int]?
    /// What its scores mean, where not what the architecture says.
    package var scoring: Scoring?
    /// Its global pool, where not the architecture's own.
    package var globalPool: GlobalPool?
    /// The words of a text network, in the order of their tokens.
    package var vocabulary: [String]?
    /// How a text is cut into words; `nil` for `basic_english`, the only way of earlier versions.
    package var words: WordSplitting?
    /// The sizes of a text network.
    package var text: Text?
    /// How the weights came to be, where this program trained them.
    package var origin: Origin?

    /// How weights came to be.
    package struct Origin: Sendable, Codable, Equatable {
        /// As it was typed.
        package var command: String
        package var seed: UInt64
        /// After how many steps.
        package var step: Int
        /// On pictures that were not learnt from.
        package var evaluation: [String: Double]
        /// Of this program.
        package var version: String

        package init(command: String, seed: UInt64, step: Int, evaluation: [String: Double], version: String) {
            self.command = command
            self.seed = seed
            self.step = step
            self.evaluation = evaluation
            self.version = version
        }
    }

    private static let key = "rationale"

    /// - Returns: `nil` where the metadata does not name an architecture.
    package init?(_ metadata: [String: String]) {
        guard let text = metadata[Self.key],
            let own = try? JSONDecoder().decode(OwnModel.self, from: Data(text.utf8))
        else { return nil }
        self = own
    }

    package init(architecture: String, classes: Int, labels: [String]?, preprocessing: Preprocessing?) {
        self.architecture = architecture
        self.classes = classes
        self.labels = labels
        self.preprocessing = preprocessing
    }

    /// The network of a file.
    package static func classifier(of path: String) throws -> Classifier {
        let url = URL(fileURLWithPath: path)
        let file = try WeightFile(contentsOf: url)
        guard let own = OwnModel(file.metadata) else {
            throw RationaleError(
                .usage, "\(path) holds weights, but does not say of which architecture",
                hint: "Name it: --model NAME --weights \(path) (`rationale model list` shows the names).")
        }
        if own.architecture == DeepLSTM.identifier { return try own.textNetwork(at: url) }
        let architecture = try Zoo.architecture(named: own.architecture, classes: own.classes)
        var classifier = try Classifier(architecture, weightsAt: url)
        classifier.name = url.deletingPathExtension().lastPathComponent
        if let pool = own.globalPool { classifier.network = try classifier.network.poolingGlobally(by: pool) }
        classifier.labels = own.labels ?? ClassNames.builtIn(for: own.architecture, count: own.classes)
        if let preprocessing = own.preprocessing { classifier.preprocessing = preprocessing }
        if let shape = own.inputShape {
            guard shape.count == classifier.input.shape.count, shape.allSatisfy({ (1...8192).contains($0) }) else {
                throw RationaleError(.badData, "\(path): its metadata asks for inputs of shape \(shape)")
            }
            classifier.input.shape = shape
        }
        return try own.scoring.map { scoring throws(RationaleError) in try classifier.scored(as: scoring) }
            ?? classifier
    }

    /// Writes a network with everything that ``classifier(of:)`` needs.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    package func write(_ classifier: Classifier, to url: URL) throws {
        let tensors = try classifier.network.graph.parameters.compactMap { parameter in
            try classifier.network.weights[parameter.id].map { tensor in
                let bytes = try MappedFile(copying: tensor.bytes, name: parameter.name).bytes
                let stored = try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes)
                return (name: parameter.name, tensor: stored)
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(self), as: UTF8.self)
        try SafetensorsFile.write(tensors, metadata: [Self.key: text], to: url)
    }
}
