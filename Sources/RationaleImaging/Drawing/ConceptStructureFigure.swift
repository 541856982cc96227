public import RationaleCore

/// The structural concept graph of a class: its concepts as typical regions at the places where they usually are, their relations as
/// arrows, both coloured by what they usually add to the class's score.
///
/// *Source:* Ge et al. (2021), "A peek into the reasoning of neural networks: interpreting with structural visual concepts", CVPR, figure 3.
public struct ConceptStructureFigure: Sendable {
    public var title: String
    /// The class's concepts: where they usually are, and what they usually add (`ConceptGraph.Node.contribution`).
    public var panel: ConceptGraph.Panel
    /// Pictures of typical regions, by `ConceptGraph.Node.example`.
    public var examples: [String: Image]
    public var unit: String
    /// How many relations are drawn, the largest ones.
    public var maxEdges: Int

    public init(
        title: String, _ panel: ConceptGraph.Panel, examples: [String: Image], unit: String = "logit",
        maxEdges: Int = 10
    ) {
        self.title = title
        self.panel = panel
        self.examples = examples
        self.unit = unit
        self.maxEdges = maxEdges
    }

    private static let margin = 16.0
    private static let header = 64.0
    private static let tile = 56.0
    private static let legendWidth = 290.0

    /// The figure laid out; ``Drawing/image(zoom:)`` and ``Drawing/svg(title:)`` write it.
    ///
    /// - Parameter side: of the field with the concepts, in pixels.
    public func drawing(side: Double = 580) throws(RationaleError) -> Drawing {
        let colors = ConceptGraphColors(ConceptGraph(panels: [panel]), unit: unit, maxEdges: maxEdges)
        let field = Drawing.Frame(x: Self.margin, y: Self.header, width: side, height: 0.86 * side)
        var drawing = Drawing(width: 0, height: 0)
        let shown = min(maxEdges, panel.edgesByImportance.count)
        let subtitle =
            "Where its concepts usually are, and what they and their \(shown) largest relations usually add"
        for (text, size, isBold, y) in [(title, 16.0, true, 27.0), (subtitle, 12, false, 46)] {
            drawing.shapes.append(
                .text(
                    .init(
                        try Drawing.shortened(text, to: side + Self.legendWidth, size: size, isBold: isBold),
                        at: .init(Self.margin, y), size: size,
                        color: isBold ? ConceptGraphFigure.ink : ConceptGraphFigure.quiet, isBold: isBold)))
        }
        drawing.shapes.append(.rectangle(field, fill: Color(0xf4, 0xf5, 0xf7)))
        let layout = ConceptGraphLayout(
            spread(in: field), in: field, bounds: field, colors: colors, maxEdges: maxEdges, radius: 0.72 * Self.tile,
            distance: (panel.nodes.count > 10 ? 1.8 : 2.1) * Self.tile)
        for arrow in layout.arrows {
            drawing.shapes += ConceptGraphFigure.shapes(of: arrow, colors.color(of: arrow.value))
        }
        for disc in layout.discs { drawing.shapes += tile(disc, colors.color(of: disc.value)) }
        for disc in layout.discs {
            drawing.shapes += ConceptGraphFigure.shapes(
                of: disc.mark, at: .init(disc.center.x - Self.tile / 2, disc.center.y - Self.tile / 2), radius: 11,
                color: colors.color(of: disc.value), isFound: true)
        }
        let barX = field.x + side + 22
        let bar = try colors.bar.shapes(
            in: .init(x: barX, y: field.y, width: 14, height: min(320, field.height)), ink: ConceptGraphFigure.ink,
            quiet: ConceptGraphFigure.quiet)
        drawing.shapes += bar.shapes
        let legendX = barX + 14 + bar.room + 24
        let bottom = try addLegend(to: &drawing, x: legendX, colors)
        drawing.width = (legendX + Self.legendWidth + Self.margin).rounded(.up)
        drawing.height = (max(bottom, field.y + field.height) + Self.margin).rounded(.up)
        return drawing
    }

    /// The places stretched over the field: what matters is how concepts lie to each other.
    private func spread(in field: Drawing.Frame) -> ConceptGraph.Panel {
        var panel = panel
        func stretched(_ values: [Double], _ length: Double) -> [Double] {
            let finite = values.filter(\.isFinite)
            guard let low = finite.min(), let high = finite.max(), high - low > 1e-6 else {
                return values.map { _ in 0.5 }
            }
            let inset = 0.75 * Self.tile / length
            return values.map { $0.isFinite ? inset + (1 - 2 * inset) * ($0 - low) / (high - low) : 0.5 }
        }
        let x = stretched(panel.nodes.map(\.x), field.width)
        let y = stretched(panel.nodes.map(\.y), field.height)
        for index in panel.nodes.indices {
            (panel.nodes[index].x, panel.nodes[index].y) = (x[index], y[index])
            panel.nodes[index].outlines = []
            panel.nodes[index].box = Box(x: 0, y: 0, width: 0, height: 0)
        }
        return panel
    }

    /// A typical region in a frame of its colour.
    private func tile(_ disc: ConceptGraphLayout.Disc, _ color: Color) -> [Drawing.Shape] {
        let side = Self.tile
        let square = Drawing.Frame(x: disc.center.x - side / 2, y: disc.center.y - side / 2, width: side, height: side)
        func grown(_ by: Double) -> Drawing.Frame {
            .init(x: square.x - by, y: square.y - by, width: side + 2 * by, height: side + 2 * by)
        }
        var shapes: [Drawing.Shape] = [
            .rectangle(grown(5.5), fill: ConceptGraphFigure.ink), .rectangle(grown(4.5), fill: color),
            .rectangle(grown(0), fill: Color(0x75, 0x75, 0x75)),
        ]
        if let image = panel.nodes[disc.index].example.flatMap({ examples[$0] })?.fitted(in: Int(2 * side)) {
            let zoom = side / Double(max(image.width, image.height))
            let size = (Double(image.width) * zoom, Double(image.height) * zoom)
            shapes.append(
                .picture(
                    image,
                    in: .init(
                        x: square.x + (side - size.0) / 2, y: square.y + (side - size.1) / 2, width: size.0,
                        height: size.1),
                    isPixelated: false))
        }
        return shapes
    }

    /// - Returns: where it ends.
    private func addLegend(
        to drawing: inout Drawing, x: Double, _ colors: ConceptGraphColors
    ) throws(RationaleError) -> Double {
        var y = Self.header + 8
        let right = x + Self.legendWidth
        let marks = panel.marks
        func add(
            _ string: String, at point: Drawing.Point, room: Double, size: Double, isBold: Bool = false,
            anchor: Drawing.Text.Anchor = .start
        ) throws(RationaleError) {
            let fitting = try Drawing.shortened(string, to: room, size: size, isBold: isBold)
            drawing.shapes.append(
                .text(
                    .init(
                        fitting, at: point, size: size,
                        color: isBold ? ConceptGraphFigure.ink : ConceptGraphFigure.quiet,
                        isBold: isBold, anchor: anchor)))
        }
        try add("concept", at: .init(x + 28, y), room: 120, size: 10)
        try add("usually adds", at: .init(right, y), room: 120, size: 10, anchor: .end)
        y += 22
        for index in panel.nodesByImportance {
            let node = panel.nodes[index]
            drawing.shapes += ConceptGraphFigure.shapes(
                of: marks[index], at: .init(x + 11, y - 4), radius: 11, color: colors.color(of: node.excess),
                isFound: true)
            try add(node.concept, at: .init(x + 28, y), room: 150, size: 13, isBold: true)
            try add(
                ShortNumber(node.contribution).signed, at: .init(right, y), room: 70, size: 13, isBold: true,
                anchor: .end)
            y += 27
        }
        guard !panel.edges.isEmpty else { return y }
        y += 6
        try add("relation", at: .init(x, y), room: 120, size: 10)
        y += 16
        for index in panel.edgesByImportance.prefix(maxEdges) {
            let edge = panel.edges[index]
            let (from, to) = (panel.nodes[edge.from], panel.nodes[edge.to])
            let words = "\(marks[edge.from]) \(from.relation(to: to)) \(marks[edge.to])"
            try add(words, at: .init(x, y), room: Self.legendWidth - 60, size: 12)
            try add(
                ShortNumber(edge.contribution).signed, at: .init(right, y), room: 60, size: 12, isBold: true,
                anchor: .end)
            y += 19
        }
        return y
    }
}
