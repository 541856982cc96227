public import RationaleCore

/// Which region of a picture comes nearest to each concept: the regions outlined and numbered in place, and beside them a row for
/// each concept with its region here, a typical one, and how far the two are from each other.
///
/// Each concept has a colour of its own; those that are too far to count as found are dashed and hollow.
public struct ConceptMatchFigure: Sendable {
    public var title: String
    /// Concepts with their regions; what they contribute is not shown.
    public var nodes: [ConceptGraph.Node]
    public var image: Image
    /// The part of the picture that the nodes' fractions are of.
    public var region: PhotoRegion
    /// Pictures of typical regions, by `ConceptGraph.Node.example`.
    public var examples: [String: Image]

    /// - Parameters:
    ///   - title: what is looked for: `Concepts of ant`.
    ///   - nodes: concepts with their regions.
    ///   - image: the picture.
    ///   - region: the part of the picture that the nodes' fractions are of; `nil` is the whole picture.
    ///   - examples: pictures of typical regions, by the path in `ConceptGraph.Node.example`.
    public init(
        title: String, nodes: [ConceptGraph.Node], over image: Image, region: PhotoRegion? = nil,
        examples: [String: Image] = [:]
    ) {
        self.title = title
        self.nodes = nodes
        self.image = image
        self.region = region ?? PhotoRegion(whole: image)
        self.examples = examples
    }

    /// The figure laid out; ``Drawing/image(zoom:)`` and ``Drawing/svg(title:)`` write it.
    ///
    /// - Parameter side: of the picture at most, in pixels.
    /// - Complexity: O(pixels of the picture).
    public func drawing(side: Double = 420) throws(RationaleError) -> Drawing {
        let zoom = side / Double(max(image.width, image.height))
        let picture = Drawing.Frame(
            x: Self.margin, y: Self.header, width: Double(image.width) * zoom, height: Double(image.height) * zoom)
        var drawing = Drawing(width: 0, height: 0)
        let legendX = picture.x + picture.width + 28
        let wide = Self.margin + picture.width + 28 + Self.legendWidth
        drawing.shapes.append(
            .text(
                .init(
                    try Drawing.shortened(title, to: wide - 2 * Self.margin, size: 16, isBold: true),
                    at: .init(Self.margin, 27), size: 16, color: ConceptGraphFigure.ink, isBold: true)))
        drawing.shapes += pictureShapes(in: picture, zoom: zoom)
        let bottom = try addLegend(to: &drawing, x: legendX)
        drawing.width = (wide + Self.margin).rounded(.up)
        drawing.height = (max(bottom, picture.y + picture.height) + Self.margin).rounded(.up)
        return drawing
    }

    private static let margin = 16.0
    private static let header = 44.0
    private static let legendWidth = 320.0

    private func pictureShapes(in picture: Drawing.Frame, zoom: Double) -> [Drawing.Shape] {
        let panel = ConceptGraph.Panel(index: 0, label: nil, nodes: nodes, edges: [], bias: 0, score: 0)
        let colors = ConceptGraphColors(ConceptGraph(panels: [panel]), unit: "", maxEdges: 0)
        let seen = Drawing.Frame(
            x: picture.x + region.x * zoom, y: picture.y + region.y * zoom, width: region.width * zoom,
            height: region.height * zoom)
        let layout = ConceptGraphLayout(panel, in: seen, bounds: picture, colors: colors, maxEdges: 0)
        let pixels = Int((1.5 * max(picture.width, picture.height)).rounded())
        let small = max(image.width, image.height) > pixels ? image.fitted(in: pixels) : image
        let part = region.scaled(
            horizontally: Double(small.width) / Double(image.width),
            vertically: Double(small.height) / Double(image.height))
        var shapes: [Drawing.Shape] = [
            .picture(small.spotlit(nodes.flatMap(\.polygons), in: part), in: picture, isPixelated: false)
        ]
        let areas = nodes.map { $0.box.area.isNaN ? 0 : $0.box.area }
        // Large regions first, so that smaller ones lie above them.
        for disc in layout.discs.sorted(by: { (areas[$1.index], $0.index) < (areas[$0.index], $1.index) }) {
            let dashes: [Double] = disc.isFound ? [] : [5, 4]
            for outline in disc.outlines {
                shapes.append(.path(outline, isClosed: true, stroke: .init(.white, thickness: 4.4)))
                shapes.append(
                    .path(
                        outline, isClosed: true, stroke: .init(Self.color(disc.index), thickness: 2.6, dashes: dashes)))
            }
        }
        for disc in layout.discs where disc.isMoved {
            let line = [disc.center, disc.middle]
            shapes.append(.path(line, isClosed: false, stroke: .init(.white, thickness: 3)))
            shapes.append(.path(line, isClosed: false, stroke: .init(ConceptGraphFigure.ink, thickness: 1)))
            shapes.append(
                .circle(disc.middle, radius: 2, fill: ConceptGraphFigure.ink, stroke: .init(.white, thickness: 1)))
        }
        for disc in layout.discs {
            shapes += ConceptGraphFigure.shapes(
                of: disc.mark, at: disc.center, radius: layout.radius, color: Self.color(disc.index),
                isFound: disc.isFound)
        }
        return shapes
    }

    /// - Returns: where it ends.
    private func addLegend(to drawing: inout Drawing, x: Double) throws(RationaleError) -> Double {
        let panel = ConceptGraph.Panel(index: 0, label: nil, nodes: nodes, edges: [], bias: 0, score: 0)
        let thumbnail = nodes.count > 8 ? 36.0 : 44.0
        let hasExamples = nodes.contains { $0.example.map { examples[$0] != nil } ?? false }
        let text = x + 34 + (thumbnail + 6) * (hasExamples ? 2 : 1) + 6
        var y = Self.header
        func add(_ string: String, _ x: Double, _ y: Double, size: Double, isBold: Bool = false, middle: Bool = false)
            throws(RationaleError)
        {
            let room = middle ? 70 : drawing.shapes.isEmpty ? 0 : Self.legendWidth - (x - (text - 46))
            let fitting = try Drawing.shortened(string, to: max(60, room), size: size, isBold: isBold)
            drawing.shapes.append(
                .text(
                    .init(
                        fitting, at: .init(x, y), size: size,
                        color: isBold ? ConceptGraphFigure.ink : ConceptGraphFigure.quiet, isBold: isBold,
                        anchor: middle ? .middle : .start)))
        }
        try add("here", x + 34 + thumbnail / 2, y + 2, size: 10, middle: true)
        if hasExamples { try add("typical", x + 34 + thumbnail * 1.5 + 6, y + 2, size: 10, middle: true) }
        y += 9
        for (index, mark) in panel.marks.enumerated() {
            let node = nodes[index]
            let middle = y + thumbnail / 2
            drawing.shapes += ConceptGraphFigure.shapes(
                of: mark, at: .init(x + 13, middle), radius: 11, color: Self.color(index), isFound: node.isFound)
            drawing.shapes += tile(
                image.patch(node.polygons, in: region, side: Int(2 * thumbnail)), x + 34, y, thumbnail)
            if hasExamples {
                let example = node.example.flatMap { examples[$0] }?.fitted(in: Int(2 * thumbnail))
                drawing.shapes += tile(example, x + 34 + thumbnail + 6, y, thumbnail)
            }
            try add(node.concept, text, middle - 3, size: 13, isBold: true)
            try add(
                "\(node.isFound ? "found" : "not found"), distance \(ShortNumber(node.distance))", text, middle + 13,
                size: 11)
            y += thumbnail + 8
        }
        return y
    }

    private func tile(_ image: Image?, _ x: Double, _ y: Double, _ side: Double) -> [Drawing.Shape] {
        let ground = Drawing.Shape.rectangle(
            .init(x: x, y: y, width: side, height: side), fill: Color(0xec, 0xee, 0xf1))
        guard let image else { return [ground] }
        let zoom = side / Double(max(image.width, image.height))
        let size = (Double(image.width) * zoom, Double(image.height) * zoom)
        let frame = Drawing.Frame(
            x: x + (side - size.0) / 2, y: y + (side - size.1) / 2, width: size.0, height: size.1)
        return [ground, .picture(image, in: frame, isPixelated: false)]
    }

    /// A concept's colour: ten that are told apart side by side, then the same again.
    static func color(_ index: Int) -> Color { palette[index % palette.count] }

    private static let palette = [
        Color(0x1f, 0x77, 0xd4), Color(0xe8, 0x6a, 0x0c), Color(0x1d, 0x9a, 0x57), Color(0xd6, 0x2f, 0x4c),
        Color(0x8e, 0x5b, 0xd0), Color(0xf2, 0xb7, 0x05), Color(0x12, 0xa5, 0xb8), Color(0xc7, 0x4f, 0xa8),
        Color(0x8a, 0x5a, 0x33), Color(0x6f, 0x7b, 0x8a),
    ]
}
