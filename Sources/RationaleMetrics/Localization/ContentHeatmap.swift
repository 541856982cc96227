public import RationaleCore

/// Content heat map: the fraction of a map's positive mass that lies in the region of the thing.
///
/// `Σ p · region` with p the map as parts of a whole (`Heatmap.distribution(height:width:_:)`). 0 to 1, higher is better; a map
/// that says nothing has the region's part of the picture. Mended and published differ in whether the map is rectified and
/// normalised after or before it is brought to the size of the input.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, and the published
/// program.
/// *Cost:* looks at each value; no pass through the network.
public struct ContentHeatmap: MapMetric {
    public var form: MetricForm

    /// - Parameter form: mended by default.
    public init(_ form: MetricForm = .mended) { self.form = form }

    public func measures(of sample: JudgedSample) -> [Measure] { [Measure("content-heatmap", .higher, 0...1)] }

    public func values(of maps: [Heatmap], for sample: JudgedSample) -> [[String: Double]] {
        guard let region = sample.region, region.area > 0 else { return maps.map { _ in [:] } }
        return maps.map { map in
            ["content-heatmap": map.distribution(height: region.height, width: region.width, form).sum(in: region)]
        }
    }
}

extension [Double] {
    /// The sum of the values in a region, of which there is one for each pixel.
    func sum(in region: Mask) -> Double {
        zip(self, region.bits).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    }
}
