internal import CCairo
internal import RationaleImaging

/// A square Cairo surface on which a scene is drawn, either as a picture or, from the same calls, as its truth: then each
/// layer gets the flat colour of its number, without smoothed edges, and shading is left out.
struct Canvas: ~Copyable {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    let side: Int
    let isTruth: Bool

    /// - Precondition: the side is one that Cairo can draw, which callers check.
    init(side: Int, isTruth: Bool = false) {
        self.side = side
        self.isTruth = isTruth
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(side), Int32(side))
        context = cairo_create(surface)
        precondition(cairo_status(context) == CAIRO_STATUS_SUCCESS, "no memory for a picture of \(side)×\(side)")
        cairo_set_antialias(context, isTruth ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_FAST)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        // A fifth of a pixel: finer curves cannot be seen in a picture this small.
        cairo_set_tolerance(context, 0.2)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Whose pixels the next calls draw.
    func begin(_ layer: Layer) {
        guard isTruth else { return }
        cairo_set_source_rgb(
            context, Double(layer.number >> 8 & 255) / 255, Double(layer.number & 255) / 255, 0)
    }

    func fill(_ path: Path, _ paint: Paint) {
        trace(path)
        use(paint)
        cairo_fill(context)
    }

    func fill(_ path: Path, _ tint: Tint) { fill(path, .solid(tint)) }

    func stroke(_ path: Path, _ tint: Tint, width: Double) {
        trace(path)
        use(.solid(tint))
        cairo_set_line_width(context, width)
        cairo_stroke(context)
    }

    /// Fills a shape and draws its edge in a darker tone; the edge belongs to the shape.
    func fill(_ path: Path, _ paint: Paint, edge: Tint, width: Double) {
        trace(path)
        use(paint)
        cairo_fill_preserve(context)
        use(.solid(edge))
        cairo_set_line_width(context, width)
        cairo_stroke(context)
    }

    /// Light or shade that belongs to nobody: changes what is there, and no truth.
    func shade(_ path: Path, _ paint: Paint) {
        guard !isTruth else { return }
        fill(path, paint)
    }

    func shadeStroke(_ path: Path, _ tint: Tint, width: Double) {
        guard !isTruth else { return }
        stroke(path, tint, width: width)
    }

    /// Draws inside a shape only.
    func inside(_ path: Path, _ draw: (borrowing Canvas) -> Void) {
        cairo_save(context)
        trace(path)
        cairo_clip(context)
        draw(self)
        cairo_restore(context)
    }

    /// Draws in a frame of its own: `origin` is its zero, `scale` the length of its unit; mirrored left to right if asked.
    func framed(
        origin: Vector, scale: Double, angle: Double = 0, isMirrored: Bool = false, _ draw: (borrowing Canvas) -> Void
    ) {
        cairo_save(context)
        cairo_translate(context, origin.x, origin.y)
        cairo_rotate(context, angle)
        cairo_scale(context, isMirrored ? -scale : scale, scale)
        draw(self)
        cairo_restore(context)
    }

    /// Stretches another canvas over the whole of this one, softly.
    func cover(with other: borrowing Canvas) {
        guard !isTruth else { return }
        cairo_save(context)
        cairo_identity_matrix(context)
        let zoom = Double(side) / Double(other.side)
        cairo_scale(context, zoom, zoom)
        cairo_set_source_surface(context, other.surface, 0, 0)
        let pattern = cairo_get_source(context)
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR)
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        cairo_paint(context)
        cairo_restore(context)
    }

    private func trace(_ path: Path) {
        for element in path.elements {
            switch element {
            case .move(let to): cairo_move_to(context, to.x, to.y)
            case .line(let to): cairo_line_to(context, to.x, to.y)
            case .curve(let one, let two, let to): cairo_curve_to(context, one.x, one.y, two.x, two.y, to.x, to.y)
            case .close: cairo_close_path(context)
            }
        }
    }

    private func use(_ paint: Paint) {
        guard !isTruth else { return }
        switch paint {
        case .solid(let tint):
            cairo_set_source_rgba(context, tint.red, tint.green, tint.blue, tint.alpha)
        case .linear(let from, let to, let first, let last):
            use(cairo_pattern_create_linear(from.x, from.y, to.x, to.y), first, last)
        case .radial(let center, let radius, let first, let last):
            use(cairo_pattern_create_radial(center.x, center.y, 0, center.x, center.y, radius), first, last)
        }
    }

    private func use(_ gradient: OpaquePointer?, _ first: Tint, _ last: Tint) {
        cairo_pattern_add_color_stop_rgba(gradient, 0, first.red, first.green, first.blue, first.alpha)
        cairo_pattern_add_color_stop_rgba(gradient, 1, last.red, last.green, last.blue, last.alpha)
        cairo_set_source(context, gradient)
        cairo_pattern_destroy(gradient)
    }

    /// Calls with the pixels of each row, as 0x00RRGGBB.
    func forEachRow(_ body: (Int, UnsafePointer<UInt32>) -> Void) {
        cairo_surface_flush(surface)
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { return }
        for row in 0..<side {
            (data + row * stride).withMemoryRebound(to: UInt32.self, capacity: side) { body(row, $0) }
        }
    }
}
