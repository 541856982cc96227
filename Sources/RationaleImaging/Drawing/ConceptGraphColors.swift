package import RationaleCore

/// The colours of a graph's concepts and relations: blue, white and red around zero, on one scale for all panels.
package struct ConceptGraphColors: Sendable {
    package let bar: ColorBar
    private let end: Double

    /// - Parameters:
    ///   - graph: of whose panels the largest value, positive or negative, is the scale's end.
    ///   - unit: what one unit of a score means: `logit`.
    ///   - maxEdges: how many relations of each panel are shown; the others do not count.
    package init(_ graph: ConceptGraph, unit: String, maxEdges: Int) {
        var sizes: [Double] = []
        var isExcess = false
        for panel in graph.panels {
            sizes += panel.nodes.map { abs($0.weight) }
            sizes += panel.edgesByImportance.prefix(max(0, maxEdges)).map { abs(panel.edges[$0].excess) }
            isExcess = isExcess || panel.nodes.contains { $0.usual != nil } || panel.edges.contains { $0.usual != nil }
        }
        let largest = sizes.filter(\.isFinite).max() ?? 0
        // Where nothing has a value, everything is white, whatever the scale.
        end = largest > 1e-300 ? min(largest, 1e300) : 1
        bar = ColorBar(
            scale: HeatmapScale(range: -end...end, isSigned: true), colorMap: .standard(isSigned: true),
            unit: isExcess ? "\(unit), beyond what is usual" : unit)
    }

    /// The colour of a value; grey for what is no number.
    package func color(of value: Double) -> Color {
        guard !value.isNaN else { return Color(0x9a, 0xa0, 0xa8) }
        return bar.colorMap[(max(-1, min(1, value / end)) + 1) / 2]
    }

    /// How large a value is, 0 to 1.
    package func strength(of value: Double) -> Double { value.isNaN ? 0 : min(1, abs(value) / end) }
}
