public import RationaleCore

/// A concept graph over its picture: which concepts were found where, how they lie to each other, and what each adds.
///
/// For each of the graph's panels a drawing, side by side: the picture, faded but for the concepts' regions; each region
/// outlined in the colour of its value, with the concept's mark at its middle; the relations as arrows. Below is a row for
/// each concept, the most important first: its region here, a region that is typical of it, its name and what it adds.
/// One colour bar is for all panels. Values are what a concept or relation adds beyond what is usual, where that is known
/// (`ConceptGraph.Node.excess`), and of the class that was decided for in a “why not” beyond pictures of the other class
/// (`ConceptGraph.Node.contrast`). Concepts that were not found are dashed and hollow.
///
/// *Source:* Ge et al. (2021), "A peek into the reasoning of neural networks: interpreting with structural visual
/// concepts", CVPR, figures 1 and 5. Published drawings colour by quartiles; these have a scale with zero in its middle.
public struct ConceptGraphFigure: Sendable {
    public var graph: ConceptGraph
    public var image: Image
    /// The part of the picture that the nodes' fractions are of.
    public var region: PhotoRegion
    /// Pictures of typical regions, by `ConceptGraph.Node.example`.
    public var examples: [String: Image]
    /// What one unit of a score means.
    public var unit: String
    /// How many relations of each panel are drawn, the largest ones.
    public var maxEdges: Int

    /// As many relations are drawn as in the published pictures.
    public static let defaultMaxEdges = 6

    /// - Parameters:
    ///   - graph: what is shown.
    ///   - image: the picture that it is about.
    ///   - region: the part of the picture that the nodes' fractions are of; `nil` is the whole picture.
    ///   - examples: pictures of typical regions, by the path in `ConceptGraph.Node.example`.
    ///   - unit: what one unit of a score means: `logit`, the default.
    ///   - maxEdges: how many relations of each panel are drawn, the largest ones; six where not given, as published.
    public init(
        _ graph: ConceptGraph, over image: Image, region: PhotoRegion? = nil, examples: [String: Image] = [:],
        unit: String = "logit", maxEdges: Int = Self.defaultMaxEdges
    ) {
        self.graph = graph
        self.image = image
        self.region = region ?? PhotoRegion(whole: image)
        self.examples = examples
        self.unit = unit
        self.maxEdges = maxEdges
    }

    /// The figure laid out; ``Drawing/image(zoom:)`` and ``Drawing/svg(title:)`` write it.
    ///
    /// - Parameter side: of each panel's picture at most, in pixels; below 240 is taken as 240.
    /// - Complexity: O(pixels of the picture) for each panel.
    public func drawing(side: Double = 380) throws(RationaleError) -> Drawing {
        let side = max(240, side)
        let colors = ConceptGraphColors(graph, unit: unit, maxEdges: maxEdges)
        let zoom = side / Double(max(image.width, image.height))
        let size = (width: Double(image.width) * zoom, height: Double(image.height) * zoom)
        let area = max(size.height, Self.minHeight)
        var drawing = Drawing(width: 0, height: 0)
        var x = Self.margin
        var bottom = Self.header + area
        for (index, panel) in graph.panels.enumerated() {
            let bounds = Drawing.Frame(x: x, y: Self.header, width: side, height: area)
            let picture = Drawing.Frame(
                x: x + (side - size.width) / 2, y: Self.header + (area - size.height) / 2, width: size.width,
                height: size.height)
            drawing.shapes += try title(of: panel, isLast: index == graph.panels.count - 1, x: x, width: side)
            drawing.shapes += shapes(of: panel, in: picture, bounds: bounds, colors: colors)
            let legend = try ConceptGraphLegend(panel, of: self, colors: colors)
                .shapes(x: x, y: Self.header + area + 14, width: side)
            drawing.shapes += legend.shapes
            bottom = max(bottom, legend.bottom)
            x += side + Self.gap
        }
        if graph.panels.isEmpty {
            drawing.shapes.append(
                .text(.init("There are no concepts to show.", at: .init(x, 27), size: 12, color: Self.quiet)))
            drawing.width = side
            drawing.height = 44
            return drawing
        }
        let frame = Drawing.Frame(
            x: x - Self.gap + 18, y: Self.header, width: 14, height: min(320, max(area, Self.minHeight)))
        let bar = try colors.bar.shapes(in: frame, ink: Self.ink, quiet: Self.quiet)
        drawing.shapes += bar.shapes
        drawing.width = (frame.x + frame.width + bar.room + Self.margin).rounded(.up)
        drawing.height = (bottom + Self.margin).rounded(.up)
        return drawing
    }

    static let ink = Color(0x1c, 0x1f, 0x26)
    static let quiet = Color(0x5b, 0x63, 0x70)
    private static let margin = 16.0
    private static let gap = 28.0
    private static let header = 62.0
    private static let minHeight = 150.0

    /// `Why not junco`, and how far the reasoning network follows the classifier.
    private func title(
        of panel: ConceptGraph.Panel, isLast: Bool, x: Double, width: Double
    ) throws(RationaleError) -> [Drawing.Shape] {
        let lines = [
            (panel.heading(isLast: isLast), 16.0, true, Self.ink, 27.0),
            (panel.scoreText(in: graph), 12, false, Self.quiet, 46),
        ]
        var shapes: [Drawing.Shape] = []
        for (text, size, isBold, color, baseline) in lines {
            let fitting = try Drawing.shortened(text, to: width, size: size, isBold: isBold)
            shapes.append(.text(.init(fitting, at: .init(x, baseline), size: size, color: color, isBold: isBold)))
        }
        return shapes
    }

    private func shapes(
        of panel: ConceptGraph.Panel, in picture: Drawing.Frame, bounds: Drawing.Frame, colors: ConceptGraphColors
    ) -> [Drawing.Shape] {
        let zoom = picture.width / Double(image.width)
        let seen = Drawing.Frame(
            x: picture.x + region.x * zoom, y: picture.y + region.y * zoom, width: region.width * zoom,
            height: region.height * zoom)
        let layout = ConceptGraphLayout(panel, in: seen, bounds: bounds, colors: colors, maxEdges: maxEdges)
        // Half as fine again as it is drawn, for screens of high density and print.
        let side = Int((1.5 * max(picture.width, picture.height)).rounded())
        let small = max(image.width, image.height) > side ? image.fitted(in: side) : image
        let part = region.scaled(
            horizontally: Double(small.width) / Double(image.width),
            vertically: Double(small.height) / Double(image.height))
        var shapes: [Drawing.Shape] = [
            .rectangle(bounds, fill: Color(0xf4, 0xf5, 0xf7)),
            .picture(small.spotlit(panel.nodes.flatMap(\.polygons), in: part), in: picture, isPixelated: false),
        ]
        for disc in layout.discs.reversed() { shapes += Self.outlines(of: disc, colors.color(of: disc.value)) }
        for arrow in layout.arrows { shapes += Self.shapes(of: arrow, colors.color(of: arrow.value)) }
        for disc in layout.discs where disc.isMoved {
            let line = [disc.center, disc.middle]
            shapes.append(.path(line, isClosed: false, stroke: .init(.white, thickness: 3)))
            shapes.append(.path(line, isClosed: false, stroke: .init(Self.ink, thickness: 1)))
            shapes.append(.circle(disc.middle, radius: 2, fill: Self.ink, stroke: .init(.white, thickness: 1)))
        }
        for disc in layout.discs {
            shapes += Self.shapes(
                of: disc.mark, at: disc.center, radius: layout.radius, color: colors.color(of: disc.value),
                isFound: disc.isFound)
        }
        return shapes
    }

    /// An outline in its colour on a dark line, which shows white ones on white.
    private static func outlines(of disc: ConceptGraphLayout.Disc, _ color: Color) -> [Drawing.Shape] {
        disc.outlines.flatMap { outline -> [Drawing.Shape] in
            [
                .path(outline, isClosed: true, stroke: .init(ink, thickness: 4, dashes: disc.isFound ? [] : [5, 4])),
                .path(
                    outline, isClosed: true, stroke: .init(color, thickness: 2.4, dashes: disc.isFound ? [] : [5, 4])),
            ]
        }
    }

    static func shapes(of arrow: ConceptGraphLayout.Arrow, _ color: Color) -> [Drawing.Shape] {
        let line = [arrow.line.begin, arrow.line.end]
        return [
            .path(line, isClosed: false, stroke: .init(ink, thickness: arrow.thickness + 1.6)),
            .path(arrow.head, isClosed: true, stroke: .init(ink, thickness: 1.6)),
            .path(line, isClosed: false, stroke: .init(color, thickness: arrow.thickness)),
            .polygon(arrow.head, fill: color),
        ]
    }

    /// A mark on its disc; hollow where the concept was not found.
    static func shapes(
        of mark: String, at center: Drawing.Point, radius: Double, color: Color, isFound: Bool
    ) -> [Drawing.Shape] {
        let fill = isFound ? color : .white
        let size = radius * (mark.count > 2 ? 0.8 : mark.count > 1 && !isFound ? 0.95 : 1.1)
        let number = Drawing.Shape.text(
            .init(
                mark, at: .init(center.x, center.y + 0.36 * size), size: size, color: fill.readableInk, isBold: true,
                anchor: .middle))
        let disc = Drawing.Shape.circle(
            center, radius: radius, fill: fill, stroke: .init(ink, thickness: 1.4, dashes: isFound ? [] : [3, 2.2]))
        if isFound { return [disc, number] }
        return [disc, .circle(center, radius: radius - 1.7, fill: nil, stroke: .init(color, thickness: 2)), number]
    }
}
