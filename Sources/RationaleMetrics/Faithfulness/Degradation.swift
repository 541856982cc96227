public import RationaleAttribution
public import RationaleCore

/// How much longer the target's probability lasts when the lowest tiles of a map are taken away first than when the highest are.
///
/// With the clean input's probability p₀ subtracted from every point, `morf` is the area under the curve while tiles are
/// taken away *m*ost *r*elevant *f*irst (lower is better), `lerf` *le*ast *r*elevant *f*irst (higher is better), and
/// `degradation = lerf − morf` (higher is better), in which p₀ cancels. A tile is as relevant as its pixels are on
/// average; the tiles at the right and the lower edge are cut off there.
///
/// Mended faults of the published form, of which ``Deletion`` says more: aliased states (eight share one here), no
/// beginning of the curve, and maps of eight bits.
///
/// *Source:* Schulz, Sixt, Tombari and Landgraf (2020), "Restricting the flow: information bottlenecks for attribution",
/// arXiv 2001.00396, section 4.4; Ancona et al. (2018), arXiv 1711.06104; the published program of arXiv 2110.01471.
/// *Cost:* two forward passes for each step, 102 with the defaults, in batches that all maps share.
public struct Degradation: MapMetric {
    public var form: MetricForm
    /// The side of a tile in pixels. Default: a fourteenth of the shorter side, 16 for 224×224; 1 for texts.
    public var tile: Int?
    /// Tiles between two looks. Default: one fiftieth of them; published: one.
    public var step: ReplacementStep
    /// Default: zero after preprocessing, as published.
    public var baseline: Baseline
    /// Of the order among equal tiles.
    public var seed: UInt64

    /// How many states of the published program share one tensor.
    private static let publishedBatch = 8

    /// - Parameters:
    ///   - form: mended by default.
    ///   - tile: in pixels.
    ///   - step: `nil` for the form's default.
    ///   - baseline: of the places that are taken away.
    ///   - seed: of the order among equal tiles.
    public init(
        _ form: MetricForm = .mended, tile: Int? = nil, step: ReplacementStep? = nil, baseline: Baseline = .zeros,
        seed: UInt64 = 0
    ) {
        self.form = form
        self.tile = tile
        self.step = step ?? (form == .mended ? .share(0.02) : .places(1))
        self.baseline = baseline
        self.seed = seed
    }

    public func measures(of sample: JudgedSample) -> [Measure] {
        let range = sample.input.scoring.hasProbabilities ? -1...1 : sample.input.curveRange
        return [
            Measure("degradation", .higher, range),
            Measure("morf", .lower, range, isDetail: true),
            Measure("lerf", .higher, range, isDetail: true),
        ]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        let input = sample.input
        let tiles = try TileGrid(height: input.height, width: input.width, side: tile)
        let step = try step.count(of: tiles.count)
        let schedule =
            form == .mended
            ? ReplacementSchedule(places: tiles.count, step: step)
            : ReplacementSchedule(publishedPlaces: tiles.count, step: step, sharing: Self.publishedBatch)
        let heats = maps.map {
            tiles.means(of: input.ofPlaces($0).values(height: input.height, width: input.width, form))
        }
        // The lowest tile of a map is the highest of its negative.
        let orders = (heats + heats.map { $0.map(-) }).map { heat in
            PlaceOrder(ranks: tiles.spread(PlaceOrder(heat, seed: seed, form).ranks))
        }
        let clean = try input.scores(of: 1) { _ in
            input.input
        } score: {
            input.targetReadout($0)
        }
        let filling = try input.values(of: baseline)
        let curves = try input.readouts(
            replacing: orders, counts: schedule.counts, from: input.input, to: filling)
        guard let comparable = try input.comparable(curves + [clean], replacingBy: filling) else {
            return maps.map { _ in [:] }
        }
        let start = comparable[curves.count][0]
        let areas = comparable.dropLast().map { curve in schedule.area(under: curve.map { $0 - start }) ?? 0 }
        return maps.indices.map { index in
            let (morf, lerf) = (areas[index], areas[maps.count + index])
            return ["degradation": lerf - morf, "morf": morf, "lerf": lerf]
        }
    }
}
