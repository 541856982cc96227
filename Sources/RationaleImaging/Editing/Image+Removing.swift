public import RationaleCore

extension Image {
    /// The picture without a region: painted over from its surroundings, so that nothing of it is left.
    ///
    /// The harmonic fill is the solution of Laplace's equation in the region. The pixels just outside are its boundary
    /// values, and at the border of the picture nothing is prescribed (a natural, or Neumann, border):
    ///
    ///     u(p) = mean of u(q) over the neighbours q of p that lie in the picture,     u(q) = picture(q) outside.
    ///
    /// It is solved for each colour to 1/16 of a grey level, then rounded. Colours are taken as they are stored, in
    /// sRGB with its gamma, not as linear light: this is the space in which networks are given pictures and in which
    /// equal steps look about equal, so that the fill is as smooth for both as it can be.
    ///
    /// *Source*: the membrane interpolation of Pérez, Gangnet and Blake (2003), "Poisson image editing", ACM
    /// Transactions on Graphics 22(3), doi:10.1145/882262.882269, section 2.
    ///
    /// - Parameters:
    ///   - mask: the region, of the picture's size. For an empty one the picture is returned unchanged.
    ///   - margin: the region is grown by a disc of this radius first, in pixels, at least 0. By default 0, and no
    ///     pixel outside the mask changes. The outlines of superpixels are good to one or two pixels, and the rim that
    ///     they leave of a thing is smeared over the whole region by the fill: give 2 or 3 for them.
    ///   - fill: harmonic by default. Where the grown region is the whole picture there is nothing to fill it from: it
    ///     becomes the picture's mean colour.
    /// - Throws: `usage` where the mask has another size than the picture, or a number is outside its range.
    /// - Complexity: O(pixels of the region) for each step of the harmonic fill, of which there are about
    ///   6 to 9, O(pixels of the region · sigma) for the blurred one, and O(height · width) for the rest.
    public func removing(
        _ mask: Mask, growingBy margin: Int = 0, fill: RegionFill = .harmonic
    ) throws(RationaleError) -> Image {
        try mask.requireSize(of: self, "The mask of the region to remove")
        try Self.require("growingBy", Double(margin))
        if case .blurred(let sigma) = fill { try Self.require("sigma", sigma) }
        guard let region = RegionCut(mask.dilated(by: margin)) else { return self }
        switch fill {
        case .harmonic:
            if region.area == width * height { return Image(width: width, height: height, color: meanColor) }
            return HarmonicFill(of: region, in: self).painted()
        case .mean:
            return painting(region, meanColor)
        case .color(let color):
            return painting(region, (color.red, color.green, color.blue))
        case .blurred(let sigma):
            // The slowest change in a mirrored picture of side s is damped by exp(−(πσ / s)² / 2): to 3e-9 for σ = 2 s.
            if sigma >= 2 * Double(max(width, height)) { return painting(region, meanColor) }
            return blurring(region, sigma: sigma)
        }
    }

    /// The mean of each colour, rounded.
    private var meanColor: (red: UInt8, green: UInt8, blue: UInt8) {
        var (red, green, blue) = (0, 0, 0)
        for index in stride(from: 0, to: pixels.count, by: 3) {
            red += Int(pixels[index])
            green += Int(pixels[index + 1])
            blue += Int(pixels[index + 2])
        }
        let area = width * height
        return (UInt8((red + area / 2) / area), UInt8((green + area / 2) / area), UInt8((blue + area / 2) / area))
    }

    private func blurring(_ region: RegionCut, sigma: Double) -> Image {
        // What lies further away than the kernel reaches changes nothing; no kernel needs more than the whole picture.
        let radius = Int(min(4 * sigma + 0.5, Double(max(width, height))))
        let rows = max(0, region.rows.lowerBound - radius)..<min(height, region.rows.upperBound + radius)
        let columns = max(0, region.columns.lowerBound - radius)..<min(width, region.columns.upperBound + radius)
        var planes = ColorPlanes(rgb: part(rows: rows, columns: columns))
        planes.smooth(sigma: sigma)
        return painting(region) { row, column in
            let index = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
            return (
                planes.level(at: index), planes.level(at: planes.area + index),
                planes.level(at: 2 * planes.area + index)
            )
        }
    }

    /// The picture with one colour in a region.
    private func painting(_ region: RegionCut, _ color: (red: UInt8, green: UInt8, blue: UInt8)) -> Image {
        painting(region) { _, _ in color }
    }

    /// The picture with other colours in a region.
    ///
    /// - Parameter color: of the pixel at a row and a column of the picture.
    private func painting(
        _ region: RegionCut, _ color: (_ row: Int, _ column: Int) -> (red: UInt8, green: UInt8, blue: UInt8)
    ) -> Image {
        var result = pixels
        region.forEachPixel { row, column in
            let index = (row * width + column) * 3
            (result[index], result[index + 1], result[index + 2]) = color(row, column)
        }
        return Image(width: width, height: height, pixels: result)
    }

    /// Refuses a number that is below 0 or not finite.
    static func require(_ name: String, _ value: Double) throws(RationaleError) {
        guard value.isFinite, value >= 0 else {
            throw RationaleError(
                .usage, "Editing a picture: \(name) is \(value); it must be a number of pixels, at least 0.")
        }
    }
}

extension ColorPlanes {
    /// One value as a grey level.
    fileprivate func level(at index: Int) -> UInt8 { UInt8(max(0, min(255, (values[index] * 255).rounded()))) }
}

extension Mask {
    /// Refuses a mask that does not lie on a picture pixel by pixel.
    ///
    /// - Parameter name: what the mask is, as a sentence begins.
    func requireSize(of image: Image, _ name: String) throws(RationaleError) {
        guard height == image.height, width == image.width else {
            throw RationaleError(
                .usage, "\(name) is \(width)×\(height), but its picture is \(image.width)×\(image.height).",
                hint: "Make the mask for the picture as it is, or resize both to the same size.")
        }
    }
}
