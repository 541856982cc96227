internal import Foundation
internal import RationaleCore
internal import RationaleImaging

/// One concept as the templates see it: its mark in the drawing, and its row.
struct GraphConceptView {
    let nodeID: String
    let rowID: String
    let style: String
    let mark: String
    /// The mark's disc: the colour of the value, or white where the concept was not found.
    let fill: String
    let ink: String
    let color: String
    let isFound: Bool
    let x: String
    let y: String
    let textY: String
    let radius: String
    let ring: String
    let spoken: String
    let name: String
    let found: String
    let distance: String
    let contribution: String
    let usual: String
    let excess: String
    /// More than in pictures of the other class, in a “why not”.
    let contrast: String
    let place: String
    /// The region in the photo.
    let here: Here?
    /// A region that is typical of the concept, as a data URI.
    let example: String?

    struct Here {
        let photoID: String
        let box: String
    }

    init(
        _ node: ConceptGraph.Node, _ disc: ConceptGraphLayout.Disc, radius: Double, id: String, style: String,
        colors: ConceptGraphColors, _ context: BlockContext
    ) throws {
        nodeID = "\(id)-node"
        rowID = "\(id)-row"
        self.style = style
        mark = disc.mark
        let value = colors.color(of: disc.value)
        let ground = node.isFound ? value : .white
        color = value.hexadecimal
        fill = ground.hexadecimal
        ink = ground.readableInk.hexadecimal
        isFound = node.isFound
        x = GraphPanelView.number(disc.center.x)
        y = GraphPanelView.number(disc.center.y)
        textY = GraphPanelView.number(disc.center.y + 0.4 * radius)
        self.radius = GraphPanelView.number(radius)
        ring = GraphPanelView.number(radius - 1.8)
        name = node.concept
        place = node.place
        found = node.isUnlike ? "unlike" : node.isFound ? "yes" : "no"
        distance = ShortNumber(node.distance).description
        contribution = ShortNumber(node.contribution).signed
        usual = node.usual.map { ShortNumber($0).signed } ?? "–"
        excess = ShortNumber(node.excess).signed
        contrast = node.contrast.map { ShortNumber($0).signed } ?? "–"
        spoken = "\(node.concept), \(node.place), \(node.finding), contribution \(contribution)"
        here = context.photo.flatMap { Self.here(node, $0) }
        example = try node.example.flatMap { context.conceptPictures[$0] }
            .map { DataURI.jpeg(try $0.thumbnail(side: 96).jpegData(quality: 85)) }
    }

    /// The square around a region, in the units of the photo.
    private static func here(_ node: ConceptGraph.Node, _ photo: PhotoView) -> Here? {
        let region = photo.region
        let (width, height) = (node.box.width * region.width, node.box.height * region.height)
        let side = 1.12 * max(width, height)
        let x = region.x + node.box.x * region.width + (width - side) / 2
        let y = region.y + node.box.y * region.height + (height - side) / 2
        guard side > 0, [x, y, side].allSatisfy(\.isFinite) else { return nil }
        let box = [x, y, side, side].map { String(format: "%.1f", $0) }.joined(separator: " ")
        return Here(photoID: photo.photoID, box: box)
    }
}

extension Image {
    /// The picture with its longer side at most this long.
    func thumbnail(side: Int) -> Image {
        let longer = max(width, height)
        guard longer > side else { return self }
        func scaled(_ length: Int) -> Int { max(1, Int((Double(length * side) / Double(longer)).rounded())) }
        return resized(height: scaled(height), width: scaled(width), filter: .bilinear)
    }
}
