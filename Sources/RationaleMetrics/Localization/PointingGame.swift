public import RationaleCore

/// Whether a map's highest place lies in the region of the thing.
///
/// 1 or 0, higher is better. The place may lie nearer to the region than ``tolerance``: `d² < tolerance²`, between the centres of
/// pixels of the original picture. Where several places share the highest value it is the part of them that hit, which a map
/// that says nothing therefore has by chance; published: the first of them, row by row.
///
/// `pointing-game` is the mean over samples, `pointing-game-per-class` the mean over the classes that occur. Published, there
/// is also `pointing-game-all-classes`, the mean over all classes of the network, where a class without samples counts 0: of a
/// part of a data set it is too low. The published form passes over samples that are difficult (``JudgedSample/isDifficult``);
/// for the mended one there is ``WithoutDifficult``.
///
/// *Source:* Zhang, Bargal, Lin, Brandt, Shen and Sclaroff (2018), "Top-down neural attention by excitation backprop", IJCV
/// 126; the rule of a hit is that of TorchRay (Fong, Patrick and Vedaldi 2019), which the program of Pillai and Pirsiavash (2021)
/// shares.
/// *Cost:* looks at each value; no pass through the network.
public struct PointingGame: MapMetric {
    public var form: MetricForm
    /// How far from the region the place may lie, in pixels of the original picture. Default: 0; published: 15.
    public var tolerance: Int

    /// - Parameters:
    ///   - form: mended by default.
    ///   - tolerance: `nil` for the form's default.
    public init(_ form: MetricForm = .mended, tolerance: Int? = nil) {
        self.form = form
        self.tolerance = tolerance ?? (form == .mended ? 0 : 15)
    }

    public func measures(of sample: JudgedSample) -> [Measure] {
        let measures = [
            Measure("pointing-game", .higher, 0...1),
            Measure("pointing-game-per-class", .higher, 0...1, over: .occurringClasses),
        ]
        guard form == .published else { return measures }
        return measures + [Measure("pointing-game-all-classes", .higher, 0...1, over: .allClasses)]
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0, form == .mended || !sample.isDifficult else {
            return maps.map { _ in [:] }
        }
        let accepted = region.widened(by: Double(tolerance), pixelSize: sample.pixelSize)
        let names = measures(of: sample).map(\.name)
        return maps.map { map in
            // The map's own values: a picture of eight bits would make more places the highest.
            let values = map.values(height: region.height, width: region.width, .mended)
            let largest = values.max() ?? 0
            var places = values.indices.filter { values[$0] == largest }
            if form == .published { places = Array(places.prefix(1)) }
            let hits = places.count { accepted.bits[$0] }
            let score = Double(hits) / Double(max(1, places.count))
            return Dictionary(uniqueKeysWithValues: names.map { ($0, score) })
        }
    }
}
