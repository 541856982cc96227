import RationaleAviary
public import RationaleCore
import RationaleMetrics
import RationaleNetworks

/// A run of `evaluate accuracy`: how good a classifier of the aviary is.
public struct AccuracyRun: Sendable {
    private let source: ModelSource
    private let accuracy: AviaryAccuracy

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - model: as for ``ModelSource``; `nil` for the built-in one.
    ///   - weights: of a named architecture.
    ///   - count: how many scenes.
    ///   - seed: which ones.
    /// - Throws: `RationaleError.Code.usage` for a number that makes no sense.
    public init(model: String?, weights: String?, count: Int, seed: UInt64) throws(RationaleError) {
        guard (1...10_000_000).contains(count) else {
            throw RationaleError(.usage, "cannot judge by \(count) scenes", hint: "Give --count 1 or more.")
        }
        source = .aviary(model, weights: weights)
        accuracy = AviaryAccuracy(count: count, seed: seed)
    }

    /// Judges.
    ///
    /// - Parameters:
    ///   - isCancelled: asked between batches.
    ///   - progress: called with the scenes that are done, and all of them.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Score] {
        let classifier = try source.classifier()
        try classifier.requireFiniteWeights()
        let prepared = try classifier.prepared()
        return try Cancellation.whenever(isCancelled) { try accuracy.run(prepared, progress: progress) }
    }
}

extension ModelSource {
    /// A network of the aviary; the built-in one where none is named.
    static func aviary(_ model: String?, weights: String?) -> ModelSource {
        ModelSource(
            model ?? BuiltInModel.standard.rawValue, weights: weights,
            classes: weights == nil ? nil : Aviary.standard.species.count)
    }
}
