import RationaleCore
import RationaleMetrics

/// The metrics of a comparison by name.
enum ComparisonMetrics {
    /// Those that ask where things are.
    static let ofPlaces = ["ehr", "pointing-game", "stochastic-pointing-game", "content-heatmap", "iou"]

    /// Those that there are for a kind: faithfulness takes all, so that one map serves for everything that is asked of it.
    private static func names(of kind: ComparisonOptions.Kind) -> [String] {
        switch kind {
        case .faithfulness: ["insertion", "deletion", "sensitivity-n", "degradation"] + ofPlaces
        case .localization: ofPlaces
        case .sanity: []
        }
    }

    /// Those that are computed where nobody names any: not degradation, which is deletion in tiles.
    private static func standard(of kind: ComparisonOptions.Kind) -> [String] {
        kind == .faithfulness ? ["insertion", "deletion", "sensitivity-n"] : names(of: kind)
    }

    /// Whether pictures must come with the places of things.
    static func needBoxes(_ options: ComparisonOptions) -> Bool {
        options.kind == .localization || options.metrics.contains(where: ofPlaces.contains)
    }

    /// The metrics that are asked for.
    ///
    /// - Throws: `usage` for an unknown name, or a setting that makes no sense.
    static func metrics(for options: ComparisonOptions) throws(RationaleError) -> [any MapMetric] {
        let known = names(of: options.kind)
        if let unknown = options.metrics.first(where: { !known.contains($0) }) {
            throw .unknown(unknown, for: "--metric", among: known)
        }
        if options.texts != nil, let place = options.metrics.first(where: ofPlaces.contains) {
            throw RationaleError(
                .usage, "--metric \(place) asks where things are in a picture, and has no effect on texts",
                hint: "For texts there are insertion, deletion, sensitivity-n and degradation.")
        }
        let wanted = options.metrics.isEmpty ? standard(of: options.kind) : options.metrics
        return try known.filter(wanted.contains).map { name throws(RationaleError) in
            let metric = try metric(name, options)
            return options.skipsDifficult && ofPlaces.contains(name) ? WithoutDifficult(metric) : metric
        }
    }

    private static func metric(
        _ name: String, _ options: ComparisonOptions
    ) throws(RationaleError) -> any MapMetric {
        let form: MetricForm = options.isPublished ? .published : .mended
        let seed = options.explain.seed ?? 0
        let step = try options.step.map { text throws(RationaleError) in try ReplacementStep(text) }
        switch name {
        case "insertion": return Insertion(form, step: step, blur: options.blur ?? 15, seed: seed)
        case "deletion": return Deletion(form, step: step, seed: seed)
        case "degradation": return Degradation(form, tile: options.tile, step: step, seed: seed)
        case "sensitivity-n":
            return SensitivityN(
                form, sizes: options.sizes.isEmpty ? nil : options.sizes, masks: options.masksPerSize ?? 100, seed: seed
            )
        case "ehr": return SmallRegions(of: EffectiveHeatRatio(form, largestRegion: options.largestRegion ?? 0.33))
        case "pointing-game": return SmallRegions(of: PointingGame(form, tolerance: options.tolerance))
        case "stochastic-pointing-game":
            let metric = StochasticPointingGame(form, tolerance: options.tolerance ?? 15, seed: seed)
            return SmallRegions(of: metric, areDetails: true)
        case "content-heatmap": return SmallRegions(of: ContentHeatmap(form), areDetails: true)
        default: return SmallRegions(of: IntersectionOverUnion(form))
        }
    }
}
