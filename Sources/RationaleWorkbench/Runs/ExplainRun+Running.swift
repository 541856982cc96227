import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleTorch

extension ExplainRun {
    /// Explains every input with every method and writes the folder.
    ///
    /// A photo that cannot be read is recorded and passed over, and so is a method that does not suit the network where
    /// there are others.
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network; what is finished by then is kept and reported.
    ///   - report: called on this thread.
    /// - Throws: `RationaleError`: `usage` for a layer or class that the network does not have, and what is wrong with
    ///   the model's files; `cannotWrite`.
    /// - Complexity: per chunk of inputs one forward pass for the predictions, and what each method says.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, report: (Event) throws -> Void = { _ in }
    ) throws -> ExplainResult {
        let threads = options.threads ?? LibTorch.threads
        // Preparing weights is short loops over memory, at which threads mostly wait for each other.
        LibTorch.setThreads(1)
        let files = BackgroundValue { [source] in try source.files.map(FileIdentity.init(ofFileAt:)) }
        defer { LibTorch.setThreads(threads) }
        let loaded = try Self.prepared(
            source, for: kind, methods: methods, layer: options.layer, precision: precision)
        LibTorch.setThreads(threads)
        var classifier = loaded.with(loaded.network.drawing(seed: options.seed ?? 0)).moved(to: device)
        classifier.notes += estimation?.notes(for: classifier) ?? []
        if isModelAssumed { classifier.notes.insert(BuiltInModel.standard.assumption, at: 0) }
        try report(.loaded(classifier))

        let place = try RunFolder.place(options.output)
        // Processes that share the folder begin one after the other.
        var lock: FolderLock? = try FolderLock(place.path)
        let folder = try RunFolder(place, existing: existing)
        defer { folder.results.close() }
        do {
            var session = try ExplainSession(self, classifier: classifier, folder: folder, files: files)
            withExtendedLifetime(lock) {}
            lock = nil
            try Cancellation.whenever(isCancelled) { try session.run(report: report) }
            return try session.finish()
        } catch {
            lock = nil
            folder.withdraw()
            throw error
        }
    }

    /// The network in the form in which it is explained.
    static func prepared(
        _ source: ModelSource, for kind: InputKind, methods: [any AttributionMethod], layer: String?, precision: DType
    ) throws -> Classifier {
        let classifier = try source.classifier()
        try classifier.checkTakes(kind)
        try classifier.requireFiniteWeights()
        // A layer that does not exist is an error also where no method would use it.
        if let layer { _ = try classifier.network.graph.output(ofLayer: layer) }
        return try classifier.prepared(Preparation(precision: precision, keptLayers: layer.map { [$0] } ?? []))
    }
}

extension Classifier {
    /// - Throws: `RationaleError.Code.usage` where it takes something else than inputs of a kind.
    fileprivate func checkTakes(_ kind: InputKind) throws(RationaleError) {
        switch kind {
        case .picture where !input.isPhoto:
            throw RationaleError(
                .usage, "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), not photos",
                hint: input.isText
                    ? "It takes texts: --text \"…\", or .txt files."
                    : "It takes tensors: .npy or .safetensors files, preprocessed as in training.")
        case .text:
            guard input.isText else {
                throw RationaleError(
                    .usage,
                    "\(name) takes inputs of shape \(input.shapeText) and type \(input.dtype), not the tokens of texts",
                    hint: input.isPhoto ? "It takes photos." : "It takes tensors: .npy or .safetensors files.")
            }
            _ = try knownWords
        case .tensor where input.isText:
            throw RationaleError(
                .usage, "\(name) takes the tokens of texts, whose numbers are no quantities",
                hint: "Give the text itself: --text \"…\", or .txt files.")
        case .picture, .tensor: break
        }
    }
}
