import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// Where methods get the statistics of a layer from: inputs that say what is usual, or what an earlier run kept.
///
/// Statistics are kept in the user's cache, under a name made of everything that decides them: the network's weights,
/// graph and preprocessing, the layer, and the inputs.
struct Estimation: Sendable {
    /// A folder of pictures; for a network that reads texts a data set, or ``TextOptions/descriptions``.
    let source: String
    /// How many inputs are taken at most, drawn from all with a fixed seed. Published: 1000.
    let count: Int

    static let standardCount = 1000

    /// - Throws: `usage` for a count that makes no sense, or a count alone.
    init?(_ options: ExplainOptions) throws(RationaleError) {
        guard let source = options.estimation else {
            guard options.estimationCount == nil else {
                throw RationaleError(
                    .usage, "--estimation-count needs --estimation, to say which inputs",
                    hint: "`rationale data subset` makes a set of pictures for that.")
            }
            return nil
        }
        count = options.estimationCount ?? Self.standardCount
        guard count >= 2 else {
            throw RationaleError(
                .usage, "--estimation-count \(count) is too few", hint: "Two inputs have a deviation; 1000 are usual.")
        }
        self.source = source
    }

    /// The methods, those that need them with the statistics of their layer.
    ///
    /// - Parameter progress: called with how many inputs are done, and how many there are.
    /// - Throws: `missingInput` for a source without inputs; `badData` where none of them can be read.
    func equipped(
        _ methods: [any AttributionMethod], for classifier: Classifier, progress: (Int, Int) throws -> Void
    ) throws -> [any AttributionMethod] {
        var inputs: EstimationInputs?
        var known: [String: LayerStatistics] = [:]
        return try methods.map { method in
            guard var method = method as? any UsesLayerStatistics else { return method }
            let found = try inputs ?? EstimationInputs(source, atMost: count, for: classifier)
            inputs = found
            guard let layer = try method.statisticsLayer(in: found.explained.network) else { return method }
            let statistics = try known[layer] ?? statistics(of: layer, found, classifier, progress: progress)
            known[layer] = statistics
            method.statistics = statistics
            return method
        }
    }

    /// What a person should know of the inputs; nothing where they cannot be read, as ``equipped(_:for:progress:)`` says
    /// why.
    func notes(for classifier: Classifier) -> [String] {
        (try? EstimationInputs(source, atMost: count, for: classifier))?.notes ?? []
    }

    private func statistics(
        of layer: String, _ inputs: EstimationInputs, _ classifier: Classifier, progress: (Int, Int) throws -> Void
    ) throws -> LayerStatistics {
        let cache = StatisticsCache(classifier, layer: layer, of: inputs.identity)
        if let kept = cache.statistics { return kept }
        var estimator = try LayerStatistics.Estimator(of: classifier.network, layer: layer)
        var unreadable: RationaleError?
        for first in stride(from: 0, to: inputs.count, by: inputs.batch) {
            try Cancellation.check()
            try progress(first, inputs.count)
            let (batch, error) = try inputs.read(first..<min(first + inputs.batch, inputs.count))
            unreadable = error ?? unreadable
            if let batch { try estimator.add(batch.moved(to: classifier.device)) }
        }
        do {
            let found = try estimator.statistics()
            cache.keep(found)
            return found
        } catch {
            throw unreadable ?? error
        }
    }
}

extension Estimation? {
    /// The methods as they are where nothing is to be estimated.
    func equipped(
        _ methods: [any AttributionMethod], for classifier: Classifier, progress: (Int, Int) throws -> Void
    ) throws -> [any AttributionMethod] {
        try map { try $0.equipped(methods, for: classifier, progress: progress) } ?? methods
    }
}
