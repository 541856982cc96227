public import RationaleCore

/// Whether a map's highest place lies in the region of the thing.
///
/// 1 or 0, higher is better. Where several places share the highest value it is the part of them that hit, which a map
/// that says nothing therefore has by chance; published: the first of them, row by row.
///
/// *Source:* Zhang, Bargal, Lin, Brandt, Shen and Sclaroff (2018), "Top-down neural attention by excitation backprop", IJCV
/// 126, who allow misses of 15 pixels.
/// *Cost:* looks at each value; no pass through the network.
public struct PointingGame: MapMetric {
    public var form: MetricForm
    /// How far from the region the place may lie, in pixels along each side. Default: 0; published: 15.
    public var tolerance: Int

    /// - Parameters:
    ///   - form: mended by default.
    ///   - tolerance: `nil` for the form's default.
    public init(_ form: MetricForm = .mended, tolerance: Int? = nil) {
        self.form = form
        self.tolerance = tolerance ?? (form == .mended ? 0 : 15)
    }

    public func measures(of sample: JudgedSample) -> [Measure] { [Measure("pointing-game", .higher, 0...1)] }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0 else { return maps.map { _ in [:] } }
        return maps.map { map in
            // The map's own values: a picture of eight bits would make more places the highest.
            let values = map.values(height: region.height, width: region.width, .mended)
            let largest = values.max() ?? 0
            var places = values.indices.filter { values[$0] == largest }
            if form == .published { places = Array(places.prefix(1)) }
            let hits = places.count { isNear(row: $0 / region.width, column: $0 % region.width, region) }
            return ["pointing-game": Double(hits) / Double(max(1, places.count))]
        }
    }

    private func isNear(row: Int, column: Int, _ region: Mask) -> Bool {
        if tolerance == 0 { return region[row, column] }
        for y in max(0, row - tolerance)...min(region.height - 1, row + tolerance) {
            for x in max(0, column - tolerance)...min(region.width - 1, column + tolerance) where region[y, x] {
                return true
            }
        }
        return false
    }
}
