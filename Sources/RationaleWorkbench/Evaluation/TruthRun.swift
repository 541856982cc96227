import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// A run of `evaluate truth`: attribution methods judged where the truth is known.
public struct TruthRun: Sendable {
    public let options: TruthOptions
    let methods: [any AttributionMethod]
    private let estimation: Estimation?
    let device: Device

    /// The methods that are judged where none is named: all but those that need thousands of passes for each map.
    public static var standardMethods: [String] {
        let slow = [
            RISE.identifier, ExtremalPerturbation.identifier, PublishedInputInformationBottleneck.identifier,
        ]
        return AttributionMethods.all(for: .picture).map(\.identifier).filter { !slow.contains($0) }
    }

    /// Their pictures are kept, half a megabyte each.
    static let mostScenes = 10_000

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `unavailable` for a device that is not here.
    public init(_ options: TruthOptions) throws {
        guard (1...Self.mostScenes).contains(options.count) else {
            throw RationaleError(
                .usage, "cannot judge by \(options.count) scenes",
                hint: "Give --count 1 to \(Self.mostScenes); 100 is the default.")
        }
        if let calibration = options.calibrationCount, !(1...Self.mostScenes).contains(calibration) {
            throw RationaleError(
                .usage, "cannot choose thresholds on \(calibration) scenes",
                hint: "Give --calibration 1 to \(Self.mostScenes).")
        }
        if options.isWired, options.explain.model != nil || options.explain.weights != nil {
            throw RationaleError(
                .usage, "--wired brings networks of its own, and --model or --weights names another",
                hint: "Leave one of them out.")
        }
        if options.isPublished, options.calibrationCount != nil {
            throw RationaleError(
                .usage, "--published chooses thresholds on the judged scenes, so --calibration has no effect",
                hint: "Leave one of them out.")
        }
        var request = options.explain
        if request.method.isEmpty { request.method = Self.standardMethods }
        request.seed = options.seed
        methods = try MethodSelection.methods(for: &request)
        estimation = try Estimation(request)
        device = try DeviceChoice.device(request.device ?? "auto")
        self.options = options
    }

    /// Judges, and writes the files where a folder is given.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError`: what is wrong with the model, or `cannotWrite`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> TruthResult {
        // Before anything is computed, so that nobody waits for a result that cannot be stored.
        if let output = options.output { try OutputFolder.make(output) }
        let evaluation = TruthEvaluation(
            form: options.isPublished ? .published : .mended, count: options.count,
            calibrationCount: options.calibrationCount, seed: options.seed)
        // Small networks are computed fastest by one thread; others would only wait for each other.
        let threads = LibTorch.threads
        if options.isWired { LibTorch.setThreads(1) }
        defer { LibTorch.setThreads(threads) }
        let sections = try Cancellation.whenever(isCancelled) {
            if options.isWired {
                return try WiredNetwork.Kind.allCases.map { kind in
                    let wired = WiredNetwork(kind)
                    let classifier = try prepared(try wired.classifier())
                    let report = try evaluation.run(
                        try equipped(classifier, progress), of: classifier, in: wired.aviary, progress: progress)
                    return TruthResult.Section(classifier.name, report, exactMethods: wired.exactMethods)
                }
            }
            let source = ModelSource.aviary(options.explain.model, weights: options.explain.weights)
            let classifier = try prepared(try source.classifier())
            let report = try evaluation.run(
                try equipped(classifier, progress), of: classifier, in: Aviary.standard, progress: progress)
            return [TruthResult.Section(classifier.name, report, exactMethods: [])]
        }
        // Where nothing could be judged, the reason is the answer.
        if let failure = sections.lazy.flatMap(\.report.failures).first,
            sections.allSatisfy({ $0.report.methods.isEmpty })
        {
            throw failure.error
        }
        let result = TruthResult(options: options, calibrationCount: evaluation.calibrationCount, sections: sections)
        if let output = options.output { try result.write(to: output) }
        return result
    }

    /// The methods with the statistics that they need.
    private func equipped(
        _ classifier: Classifier, _ progress: (Int, Int, String) -> Void
    ) throws -> [any AttributionMethod] {
        try estimation.equipped(methods, for: classifier) { progress($0, $1, "estimation") }
    }

    private func prepared(_ classifier: Classifier) throws -> Classifier {
        try classifier.requireFiniteWeights()
        return try classifier.prepared().moved(to: device)
    }
}
