public import RationaleCore

extension HighlightedText {
    /// The text laid out in lines beside its colour bar; ``Drawing/image(zoom:)`` and ``Drawing/svg(title:)`` write it.
    ///
    /// - Parameters:
    ///   - title: what is shown, in one line: `Integrated gradients · positive`.
    ///   - lineWidth: after so many pixels a new line begins.
    public func drawing(title: String, lineWidth: Double = 560) throws(RationaleError) -> Drawing {
        let ink = Color(0x1c, 0x1f, 0x26)
        let quiet = Color(0x5b, 0x63, 0x70)
        var shapes: [Drawing.Shape] = [
            .text(.init(title, at: .init(Self.margin, 27), size: 16, color: ink, isBold: true))
        ]
        var (x, y, right) = (Self.margin, 44.0, Self.margin)
        for word in words {
            let width = try Drawing.width(of: word.text, size: Self.size) + 2 * Self.padding
            if x > Self.margin, x + width > Self.margin + lineWidth {
                (x, y) = (Self.margin, y + Self.lineHeight)
            }
            let frame = Drawing.Frame(x: x, y: y, width: width, height: Self.wordHeight)
            shapes.append(.rectangle(frame, fill: word.color))
            let place = Drawing.Point(x + Self.padding, y + 17)
            shapes.append(.text(.init(word.text, at: place, size: Self.size, color: word.ink)))
            x += width + Self.gap
            right = max(right, x)
        }
        // A bar beside a single line is still long enough to be read.
        let bottom = max(y + Self.wordHeight, 44 + 120)
        let bar = ColorBar(scale: scale, colorMap: colorMap, unit: unit)
        let barFrame = Drawing.Frame(x: right + 16, y: 44, width: 16, height: bottom - 44)
        let barShapes = try bar.shapes(in: barFrame, ink: ink, quiet: quiet)
        let titleEnd = try Self.margin + Drawing.width(of: title, size: 16, isBold: true)
        let width = max(barFrame.x + barFrame.width + barShapes.room, titleEnd) + Self.margin
        return Drawing(
            width: width.rounded(.up), height: bottom + Self.margin, shapes: shapes + barShapes.shapes)
    }

    private static let margin = 16.0
    private static let size = 15.0
    private static let padding = 4.0
    private static let gap = 3.0
    private static let wordHeight = 24.0
    private static let lineHeight = 29.0
}
