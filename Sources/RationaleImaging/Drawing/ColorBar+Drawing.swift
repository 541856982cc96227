internal import RationaleCore

extension ColorBar {
    /// The bar with its marks to the right, and how much room these need there.
    ///
    /// Where values lie beyond an end, that end is an arrow.
    func shapes(
        in frame: Drawing.Frame, ink: Color, quiet: Color
    ) throws(RationaleError) -> (shapes: [Drawing.Shape], room: Double) {
        let arrow = 10.0
        let top = frame.y + (scale.clipsAbove ? arrow : 0)
        let bottom = frame.y + frame.height - (scale.clipsBelow ? arrow : 0)
        let right = frame.x + frame.width
        let middle = frame.x + frame.width / 2
        let strip = Image(
            width: 1, height: 256, pixels: colorMap.colors.reversed().flatMap { [$0.red, $0.green, $0.blue] })
        var shapes: [Drawing.Shape] = [
            .picture(
                strip, in: Drawing.Frame(x: frame.x, y: top, width: frame.width, height: bottom - top),
                isPixelated: false)
        ]
        if scale.clipsAbove {
            let tip = [Drawing.Point(frame.x, top), Drawing.Point(right, top), Drawing.Point(middle, frame.y)]
            shapes.append(.polygon(tip, fill: colorMap[1]))
        }
        if scale.clipsBelow {
            let tip = [
                Drawing.Point(frame.x, bottom), Drawing.Point(right, bottom),
                Drawing.Point(middle, frame.y + frame.height),
            ]
            shapes.append(.polygon(tip, fill: colorMap[0]))
        }
        var widest = 0.0
        for tick in ticks {
            let y = bottom - tick.fraction * (bottom - top)
            shapes.append(
                .line(Drawing.Point(right, y), Drawing.Point(right + 4, y), color: quiet, thickness: 1))
            shapes.append(
                .text(Drawing.Text(tick.label, at: Drawing.Point(right + 8, y + 4), size: 11, color: ink)))
            widest = max(widest, try Drawing.width(of: tick.label, size: 11))
        }
        shapes.append(
            .text(
                Drawing.Text(
                    unit, at: Drawing.Point(right + 8 + widest + 18, frame.y + frame.height / 2), size: 12,
                    color: quiet, anchor: .middle, isVertical: true)))
        return (shapes, 8 + widest + 18 + 4)
    }
}
