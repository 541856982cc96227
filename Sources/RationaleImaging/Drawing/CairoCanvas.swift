internal import CCairo
internal import RationaleCore

/// A Cairo surface and the context that paints on it, freed together.
struct CairoCanvas: ~Copyable {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let width: Int
    private let height: Int

    /// Cairo's own limit for the side of a picture.
    static let longestSide = 32_767

    /// Four hundred megabytes.
    static let mostPixels = 100_000_000

    /// An opaque canvas of this many pixels.
    init(width: Int, height: Int, background: Color) throws(RationaleError) {
        guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height),
            width * height <= Self.mostPixels,
            let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        else { throw Self.tooLarge(width, height) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw Self.tooLarge(width, height)
        }
        self.surface = surface
        self.context = context
        self.width = width
        self.height = height
        use(background)
        cairo_paint(context)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    private static func tooLarge(_ width: Int, _ height: Int) -> RationaleError {
        RationaleError(
            .badData, "cannot draw a picture of \(width)×\(height) pixels",
            hint: "Sides of 1 to \(longestSide) pixels and areas of up to \(mostPixels) pixels can be drawn.")
    }

    /// Everything after this is in units of `zoom` pixels.
    func scale(by zoom: Double) { cairo_scale(context, zoom, zoom) }

    func paint(_ shape: Drawing.Shape) throws(RationaleError) {
        switch shape {
        case .rectangle(let frame, let fill):
            use(fill)
            cairo_rectangle(context, frame.x, frame.y, frame.width, frame.height)
            cairo_fill(context)
        case .outline(let frame, let color, let thickness):
            use(color)
            cairo_set_line_width(context, thickness)
            cairo_rectangle(context, frame.x, frame.y, frame.width, frame.height)
            cairo_stroke(context)
        case .polygon(let points, let fill):
            use(fill)
            for point in points { cairo_line_to(context, point.x, point.y) }
            cairo_close_path(context)
            cairo_fill(context)
        case .line(let from, let to, let color, let thickness):
            use(color)
            cairo_set_line_width(context, thickness)
            cairo_move_to(context, from.x, from.y)
            cairo_line_to(context, to.x, to.y)
            cairo_stroke(context)
        case .path(let points, let isClosed, let line):
            for point in points { cairo_line_to(context, point.x, point.y) }
            if isClosed { cairo_close_path(context) }
            stroke(line)
        case .circle(let center, let radius, let fill, let line):
            cairo_new_sub_path(context)
            cairo_arc(context, center.x, center.y, radius, 0, 2 * Double.pi)
            cairo_close_path(context)
            if let fill {
                use(fill)
                cairo_fill_preserve(context)
            }
            if let line { stroke(line) }
            cairo_new_path(context)
        case .picture(let image, let frame, let isPixelated):
            try paint(image, in: frame, isPixelated: isPixelated)
        case .text(let text):
            paint(text)
        }
    }

    /// Draws the current path as a line.
    private func stroke(_ stroke: Drawing.Stroke) {
        cairo_save(context)
        use(stroke.color)
        cairo_set_line_width(context, stroke.thickness)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        // Cairo stops drawing altogether where all dashes are of no length.
        if stroke.dashes.allSatisfy({ $0 >= 0 }), stroke.dashes.contains(where: { $0 > 0 }) {
            cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
        }
        cairo_stroke(context)
        cairo_restore(context)
    }

    private func paint(_ image: Image, in frame: Drawing.Frame, isPixelated: Bool) throws(RationaleError) {
        guard frame.width > 0, frame.height > 0 else { return }
        let source = try CairoCanvas(width: image.width, height: image.height, background: .white)
        source.load(image)
        cairo_save(context)
        cairo_translate(context, frame.x, frame.y)
        cairo_scale(context, frame.width / Double(image.width), frame.height / Double(image.height))
        cairo_set_source_surface(context, source.surface, 0, 0)
        let pattern = cairo_get_source(context)
        cairo_pattern_set_filter(pattern, isPixelated ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR)
        // Beyond the last pixel the picture goes on, so that stretching does not fade its border.
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        cairo_rectangle(context, 0, 0, Double(image.width), Double(image.height))
        cairo_fill(context)
        cairo_restore(context)
    }

    private func paint(_ text: Drawing.Text) {
        cairo_save(context)
        use(text.color)
        selectFont(size: text.size, isBold: text.isBold)
        cairo_translate(context, text.position.x, text.position.y)
        if text.isVertical { cairo_rotate(context, -Double.pi / 2) }
        let offset: Double =
            switch text.anchor {
            case .start: 0
            case .middle: advance(of: text.string) / 2
            case .end: advance(of: text.string)
            }
        cairo_move_to(context, -offset, 0)
        cairo_show_text(context, text.string)
        cairo_restore(context)
    }

    /// How far a line of text reaches, in pixels.
    func width(of text: String, size: Double, isBold: Bool) -> Double {
        selectFont(size: size, isBold: isBold)
        return advance(of: text)
    }

    private func advance(of text: String) -> Double {
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    private func selectFont(size: Double, isBold: Bool) {
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        // Hinting and subpixel order come from the desktop's settings; the same drawing should not.
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(context, options)
        cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
            isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, size)
    }

    private func use(_ color: Color) {
        cairo_set_source_rgb(
            context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }

    /// Copies a picture of the canvas's size onto it.
    private func load(_ image: Image) {
        cairo_surface_flush(surface)
        guard let rows = cairo_image_surface_get_data(surface) else { return }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<height {
            (rows + row * stride).withMemoryRebound(to: UInt32.self, capacity: width) { pixels in
                for column in 0..<width {
                    let color = image[row, column]
                    pixels[column] = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
                }
            }
        }
        cairo_surface_mark_dirty(surface)
    }

    /// The canvas as a picture.
    func image() throws(RationaleError) -> Image {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            let reason = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown"
            throw RationaleError(.badData, "cannot draw a picture of \(width)×\(height) pixels: \(reason)")
        }
        cairo_surface_flush(surface)
        guard let rows = cairo_image_surface_get_data(surface) else { throw Self.tooLarge(width, height) }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { result, count in
            for row in 0..<height {
                (rows + row * stride).withMemoryRebound(to: UInt32.self, capacity: width) { pixels in
                    for column in 0..<width {
                        let index = (row * width + column) * 3
                        result[index] = UInt8(truncatingIfNeeded: pixels[column] >> 16)
                        result[index + 1] = UInt8(truncatingIfNeeded: pixels[column] >> 8)
                        result[index + 2] = UInt8(truncatingIfNeeded: pixels[column])
                    }
                }
            }
            count = width * height * 3
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}
