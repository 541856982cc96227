public import RationaleCore

extension Heatmap {
    /// What speaks for the target as parts of a whole: values of at least 0 that add up to 1, row by row.
    ///
    /// Mended: ``heat(height:width:_:)`` divided by its sum, so that negative values count as 0.
    ///
    /// Published: `G / (ΣG + ε) + ε` with ε = 10⁻⁸ at the map's own size, where G is the positive part of the map; brought to
    /// the size of the input bilinearly; divided by its sum.
    ///
    /// In both forms a map that says nothing is uniform.
    ///
    /// - Parameters:
    ///   - height: of the input, in pixels.
    ///   - width: of the input, in pixels.
    ///   - form: mended or published.
    /// - Returns: `height × width` values.
    public func distribution(height: Int, width: Int, _ form: MetricForm) -> [Double] {
        let heat = form == .published ? published(height, width) : heat(height: height, width: width, .mended)
        let sum = heat.reduce(0, +)
        return heat.map { $0 / sum }
    }

    private func published(_ newHeight: Int, _ newWidth: Int) -> [Double] {
        let epsilon = 1e-8
        let isUsable = !values.isEmpty && values.allSatisfy(\.isFinite)
        guard isUsable else { return Array(repeating: epsilon, count: newHeight * newWidth) }
        let positive = values.map { Double(max(0, $0)) }
        let sum = positive.reduce(0, +) + epsilon
        return Heatmap(height: height, width: width, values: positive.map { Float($0 / sum + epsilon) })
            .resized(height: newHeight, width: newWidth).values.map(Double.init)
    }
}
