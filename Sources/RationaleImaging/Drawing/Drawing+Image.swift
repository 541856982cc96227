public import RationaleCore

extension Drawing {
    /// The drawing as a picture, painted by Cairo. The same drawing gives the same pixels.
    ///
    /// - Parameter zoom: pixels per unit of the drawing; 2 suits screens of high density and print.
    /// - Throws: `RationaleError` of code `badData` where a side has no or over 32,767 pixels,
    ///   or the picture over 100 million.
    public func image(zoom: Double = 1) throws(RationaleError) -> Image {
        let canvas = try CairoCanvas(
            width: Self.pixels(width * zoom), height: Self.pixels(height * zoom), background: background)
        canvas.scale(by: zoom)
        for shape in shapes { try canvas.paint(shape) }
        return try canvas.image()
    }

    /// How far a line of text in DejaVu Sans reaches, in pixels.
    public static func width(of text: String, size: Double, isBold: Bool = false) throws(RationaleError) -> Double {
        try CairoCanvas(width: 1, height: 1, background: .white).width(of: text, size: size, isBold: isBold)
    }

    /// The text, cut with an ellipsis to what fits.
    static func shortened(
        _ text: String, to width: Double, size: Double, isBold: Bool
    ) throws(RationaleError) -> String {
        if try Drawing.width(of: text, size: size, isBold: isBold) <= width { return text }
        // No letter is narrower than a tenth of its size, so a text of any length costs the same.
        let characters = Array(text.prefix(Int(10 * width / size)))
        var low = 0
        var high = characters.count
        while low < high {
            let middle = (low + high + 1) / 2
            let candidate = String(characters[..<middle]) + "…"
            let fits = try Drawing.width(of: candidate, size: size, isBold: isBold) <= width
            if fits { low = middle } else { high = middle - 1 }
        }
        return String(characters[..<low]) + "…"
    }

    /// Up to the next whole pixel, and 0 (which cannot be drawn) for what is no length.
    private static func pixels(_ length: Double) -> Int { Int(min(1e6, max(0, length)).rounded(.up)) }
}
