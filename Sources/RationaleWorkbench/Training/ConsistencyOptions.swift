import RationaleAttribution
import RationaleConsistency
import RationaleCore
import RationaleNetworks
import RationaleTraining

/// What a person asks of `train consistent` besides what `train classifier` has.
public struct ConsistencyOptions: Sendable, Hashable {
    /// What makes maps hold still.
    public enum Objective: String, Sendable, CaseIterable {
        /// Grad-CAM consistency: `GradCAMConsistency`.
        case gc
        /// Its contrastive successor: `ContrastiveConsistency`.
        case cgc
    }

    /// A name of ``Objective``.
    public var objective = Objective.gc.rawValue
    /// λ; `nil` for the objective's own.
    public var lambda: Double?
    /// The temperature of the contrastive objective; `nil` for its own.
    public var temperature: Double?
    /// Where maps lie; `nil` for the published choice: all of AlexNet's `features`, else the layer of class activation maps.
    public var layer: String?
    /// `map` or `pixel`; `nil` for the published choice: pixels for AlexNet, else the map's own resolution.
    public var level: String?
    /// Whether the map of the picture alone is held fixed.
    public var detachesTarget = false
    /// Whether the three other classes of a composite differ.
    public var distinctClasses = false

    public init() {}

    /// λ of Grad-CAM consistency, as in the published recipes: for ImageNet, whose pictures have one class each, and for COCO.
    private static func standardLambda(_ kind: LabelSet.Kind) -> Double { kind == .single ? 25 : 1 }

    /// The objective for a network that learns to name these pictures.
    ///
    /// - Throws: `usage` for numbers and names that make no sense, options of the other objective, and too few classes.
    func objective(
        for task: ClassifierTask, architecture: String, samples: ClassifierSamples
    ) throws -> any LearningTask {
        let objective = try Objective(self.objective, for: "--objective")
        for (flag, value, isAllowed) in [
            ("--lambda", lambda, { $0 >= 0 }), ("--temperature", temperature, { $0 > 0 }),
        ] as [(String, Double?, (Double) -> Bool)] {
            if let value, !(value.isFinite && isAllowed(value)) {
                throw RationaleError(.usage, "\(flag): expected a positive number, found \(value)")
            }
        }
        let network = task.classifier.network
        let isAlexNet = architecture == "alexnet"
        let map = try ConsistencyMap(
            of: network, at: layer ?? (isAlexNet ? "features" : network.classActivationLayer().path))
        switch objective {
        case .gc:
            try refuse([("--temperature", temperature != nil)])
            var consistency = try GradCAMConsistency(
                task, map: map, negatives: samples.negatives(distinctClasses))
            consistency.weight = lambda ?? Self.standardLambda(task.labels.kind)
            consistency.level =
                try level.map { level throws(RationaleError) in try .init(level, for: "--level") }
                ?? (isAlexNet ? .pixel : .map)
            consistency.isTargetDetached = detachesTarget
            return consistency
        case .cgc:
            try refuse([
                ("--level", level != nil), ("--detach-target", detachesTarget), ("--distinct-classes", distinctClasses),
            ])
            var consistency = ContrastiveConsistency(task, map: map)
            if let lambda { consistency.weight = lambda }
            if let temperature { consistency.temperature = temperature }
            return consistency
        }
    }

    private func refuse(_ flags: [(name: String, isGiven: Bool)]) throws(RationaleError) {
        guard let flag = flags.first(where: \.isGiven) else { return }
        throw RationaleError(.usage, "\(flag.name) has no effect on --objective \(objective)", hint: "Leave it out.")
    }
}
