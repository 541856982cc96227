public import RationaleCore

extension Heatmap {
    /// Its values at the places of an input, row by row, as metrics that compare places use them.
    ///
    /// Mended: the map as it is, brought to the size of the input. A map with values that are no finite numbers says
    /// nothing, and is zero everywhere. Published: `eightBit(height:width:)`.
    public func values(height: Int, width: Int, _ form: MetricForm) -> [Double] {
        if form == .published { return eightBit(height: height, width: width) }
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
            return Array(repeating: 0, count: height * width)
        }
        return resized(height: height, width: width).values.map(Double.init)
    }

    /// What speaks for the target, from 0 to 1, row by row.
    ///
    /// Mended: what is negative is 0, and the largest value 1, whatever the map's unit. A map without anything positive,
    /// and one with values that are no finite numbers, says nothing of any place: it is 1 everywhere. Published:
    /// `eightBit(height:width:)`.
    public func heat(height: Int, width: Int, _ form: MetricForm) -> [Double] {
        let values = values(height: height, width: width, form)
        if form == .published { return values }
        guard let largest = values.max(), largest > 0 else { return Array(repeating: 1, count: values.count) }
        return values.map { max(0, $0) / largest }
    }

    /// The map as a grey picture stores it: the published form of every map.
    ///
    /// The map is brought to the size of the input, divided by its largest value, and cut off to a whole number of
    /// 255ths. Two hundred and fifty-six levels tie many places. What is negative wraps around: −1/255 becomes 255/255.
    public func eightBit(height: Int, width: Int) -> [Double] {
        guard !values.isEmpty else { return Array(repeating: 0, count: height * width) }
        let values = resized(height: height, width: width).values
        let largest = values.max() ?? 0
        let scale = largest > 0 ? 255 / Double(largest) : 255
        return values.map { value in
            let level = Double(value) * scale
            guard level.isFinite, abs(level) < 1e15 else { return 0 }
            return Double(UInt8(truncatingIfNeeded: Int(level))) / 255
        }
    }
}
