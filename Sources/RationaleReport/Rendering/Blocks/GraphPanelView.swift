internal import Foundation
internal import RationaleCore
internal import RationaleImaging

/// A graph's panel as its templates see it: the drawing and the table.
struct GraphPanelView {
    struct Region {
        /// The same for all that belongs to one concept.
        let style: String
        let polygons: [String]
        let color: String
        let isFound: Bool
    }

    struct Arrow {
        let line: String
        let head: String
        let color: String
        let thickness: String
        let casing: String
        let words: String
    }

    struct Leader {
        let line: String
        let x: String
        let y: String
    }

    let id: String
    let heading: String
    let scores: String
    let spoken: String
    let width: String
    let height: String
    /// The photo in the drawing; `nil` where there is none.
    let photo: GraphPhotoView?
    let clipID: String
    let regions: [Region]
    let arrows: [Arrow]
    let leaders: [Leader]
    let concepts: [GraphConceptView]
    let hasMissing: Bool
    let hasUnlike: Bool
    let hasConcepts: Bool
    let hasUsual: Bool
    let hasContrast: Bool
    let sums: [String]
    let relations: [String]
    let hasRelations: Bool
    let relationsTitle: String

    init(
        _ graph: ConceptGraph, panel index: Int, id: String, colors: ConceptGraphColors, maxEdges: Int,
        _ context: BlockContext
    ) throws {
        let panel = graph.panels[index]
        let photo = context.photo
        let size = Self.size(of: photo)
        let bounds = Drawing.Frame(x: 0, y: 0, width: Self.side, height: max(size.height, Self.minHeight))
        let frame = Drawing.Frame(
            x: (bounds.width - size.width) / 2, y: (bounds.height - size.height) / 2, width: size.width,
            height: size.height)
        let layout = ConceptGraphLayout(panel, in: frame, bounds: bounds, colors: colors, maxEdges: maxEdges)
        self.id = id
        heading = panel.heading(isLast: index == graph.panels.count - 1)
        scores = panel.scoreText(in: graph)
        spoken = "Concepts of \(panel.name) \(photo == nil ? "in the input" : "in the photo")"
        (width, height) = (Self.number(bounds.width), Self.number(bounds.height))
        self.photo = photo.map { GraphPhotoView($0, in: frame) }
        clipID = "\(id)-regions"
        // Large regions first, so that smaller ones lie above them.
        let areas = panel.nodes.map { $0.box.area.isNaN ? 0 : $0.box.area }
        regions = layout.discs.sorted { (areas[$1.index], $0.index) < (areas[$0.index], $1.index) }.map { disc in
            Region(
                style: Self.style(disc.index), polygons: disc.outlines.map(Self.list),
                color: colors.color(of: disc.value).hexadecimal, isFound: disc.isFound)
        }
        arrows = layout.arrows.map { arrow in
            Arrow(
                line: Self.list([arrow.line.begin, arrow.line.end]), head: Self.list(arrow.head),
                color: colors.color(of: arrow.value).hexadecimal, thickness: Self.number(arrow.thickness),
                casing: Self.number(arrow.thickness + 1.6), words: Self.words(panel, arrow.index))
        }
        leaders = layout.discs.filter(\.isMoved).map { disc in
            Leader(
                line: Self.list([disc.center, disc.middle]), x: Self.number(disc.middle.x),
                y: Self.number(disc.middle.y))
        }
        concepts = try panel.nodesByImportance.map { node in
            try GraphConceptView(
                panel.nodes[node], layout.discs[node], radius: layout.radius, id: "\(id)-\(node + 1)",
                style: Self.style(node), colors: colors, context)
        }
        hasConcepts = !concepts.isEmpty
        hasMissing = panel.nodes.contains { !$0.isFound }
        hasUnlike = panel.nodes.contains(where: \.isUnlike)
        hasUsual = panel.nodes.contains { $0.usual != nil }
        hasContrast = panel.nodes.contains { $0.contrast != nil }
        sums = panel.sumLines(shown: maxEdges)
        relations = panel.edgesByImportance.prefix(maxEdges).map { Self.words(panel, $0) }
        hasRelations = !relations.isEmpty
        relationsTitle = relations.count == 1 ? "The relation in words" : "The \(relations.count) relations in words"
    }

    /// `junco 2 lies to the left of junco 4: −0.7`
    private static func words(_ panel: ConceptGraph.Panel, _ index: Int) -> String {
        let edge = panel.edges[index]
        let (from, to) = (panel.nodes[edge.from], panel.nodes[edge.to])
        let usual = edge.usual.map { ", usually \(ShortNumber($0).signed)" } ?? ""
        return
            "\(from.concept) \(from.relation(to: to)) \(to.concept): \(ShortNumber(edge.contribution).signed)\(usual)"
    }

    /// The class by which a concept's parts light up together; the stylesheet knows ``GraphStylesheet/litConcepts``.
    private static func style(_ index: Int) -> String { "c\(index + 1)" }

    static func number(_ value: Double) -> String { String(format: "%.1f", value) }

    private static func list(_ points: [Drawing.Point]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    private static let side = 400.0
    private static let minHeight = 150.0

    /// The size of the part of the photo that the network saw, in the drawing.
    private static func size(of photo: PhotoView?) -> (width: Double, height: Double) {
        guard let region = photo?.region, region.width > 0, region.height > 0 else { return (side, 0.75 * side) }
        let zoom = side / max(region.width, region.height)
        return (region.width * zoom, region.height * zoom)
    }
}

/// The photo behind a graph.
struct GraphPhotoView {
    let photoID: String
    let seenBox: String
    let x: String
    let y: String
    let width: String
    let height: String

    init(_ photo: PhotoView, in frame: Drawing.Frame) {
        photoID = photo.photoID
        seenBox = photo.seenBox
        x = GraphPanelView.number(frame.x)
        y = GraphPanelView.number(frame.y)
        width = GraphPanelView.number(frame.width)
        height = GraphPanelView.number(frame.height)
    }
}
