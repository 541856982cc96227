public import RationaleCore

/// A picture of a heat map with its title and its colour bar: what goes into a paper.
public struct HeatmapFigure: Sendable {
    /// What is shown, in one line: `Grad-CAM · goldfinch`.
    public var title: String
    /// A second, quieter line: the layer, the file. Empty draws none.
    public var subtitle: String
    /// The overlay, or the map alone.
    public var image: Image
    public var bar: ColorBar
    /// Whether the picture's pixels are kept as sharp squares, as suits a raw map of 7×7 places.
    public var isPixelated: Bool

    public init(title: String, subtitle: String = "", image: Image, bar: ColorBar, isPixelated: Bool = false) {
        self.title = title
        self.subtitle = subtitle
        self.image = image
        self.bar = bar
        self.isPixelated = isPixelated
    }

    /// The figure of an attribution over a photo.
    ///
    /// - Throws: `RationaleError` of code `badData` for a degenerate map, which must not be painted.
    public init(
        _ attribution: Attribution, title: String, subtitle: String = "", on photo: Image,
        region: PhotoRegion? = nil, colorMap: ColorMap? = nil, opacity: HeatmapOpacity = .standard
    ) throws(RationaleError) {
        let picture = try HeatmapPicture(attribution, colorMap: colorMap)
        self.init(
            title: title, subtitle: subtitle, image: picture.overlay(on: photo, region: region, opacity: opacity),
            bar: ColorBar(scale: picture.scale, colorMap: picture.colorMap, unit: attribution.unit))
    }

    /// The figure laid out; ``Drawing/image(zoom:)`` and ``Drawing/svg(title:)`` write it.
    ///
    /// - Parameter side: the longer side of the picture in the figure, in pixels.
    public func drawing(side: Double = 448) throws(RationaleError) -> Drawing {
        let ink = Color(0x1c, 0x1f, 0x26)
        let quiet = Color(0x5b, 0x63, 0x70)
        let zoom = side / Double(max(image.width, image.height))
        let header: Double = subtitle.isEmpty ? 38 : 56
        let picture = Drawing.Frame(
            x: Self.margin, y: header, width: Double(image.width) * zoom, height: Double(image.height) * zoom)
        // A bar beside a very flat picture is still long enough to be read.
        let barFrame = Drawing.Frame(
            x: picture.x + picture.width + 16, y: picture.y, width: Self.barWidth, height: max(picture.height, 120))
        let barShapes = try bar.shapes(in: barFrame, ink: ink, quiet: quiet)
        let width = barFrame.x + barFrame.width + barShapes.room + Self.margin
        var drawing = Drawing(width: width.rounded(.up), height: barFrame.y + barFrame.height + Self.margin)
        let lines = [(title, 16.0, true, ink, 27.0), (subtitle, 12, false, quiet, 45)]
        for (string, size, isBold, color, baseline) in lines where !string.isEmpty {
            let fitting = try Drawing.shortened(string, to: width - 2 * Self.margin, size: size, isBold: isBold)
            drawing.shapes.append(
                .text(
                    Drawing.Text(
                        fitting, at: Drawing.Point(Self.margin, baseline), size: size, color: color, isBold: isBold)))
        }
        drawing.shapes.append(.picture(image, in: picture, isPixelated: isPixelated))
        drawing.shapes += barShapes.shapes
        return drawing
    }

    private static let margin: Double = 16
    private static let barWidth: Double = 16
}
