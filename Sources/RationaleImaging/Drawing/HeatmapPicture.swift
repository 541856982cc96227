public import RationaleCore

/// A heat map with the colours it is shown in: alone, over a photo, or as a transparent layer.
///
/// Every form uses the same ``scale``, so one colour bar explains all of them.
public struct HeatmapPicture: Sendable {
    /// The map at the resolution of its method.
    public let map: Heatmap
    public let scale: HeatmapScale
    public let colorMap: ColorMap
    /// The map as it is shown: a coarse one enlarged to 224 places along the longer side.
    let displayed: Heatmap

    /// The picture of a map.
    ///
    /// - Parameters:
    ///   - map: the map at the resolution of its method.
    ///   - isSigned: whether zero is neutral and negative values speak against the target.
    ///   - colorMap: `nil` chooses viridis, or blue-white-red for a map with a sign.
    ///   - scale: the ends of the colour bar; `nil` chooses them as ``HeatmapScale`` says.
    /// - Throws: `RationaleError` of code `badData` for a degenerate map, which must not be painted.
    public init(_ map: Heatmap, isSigned: Bool, colorMap: ColorMap? = nil, scale: HeatmapScale? = nil)
        throws(RationaleError)
    {
        let displayed = map.enlargedForDisplay()
        // Made in any case, because it is what refuses a degenerate map.
        let suitable = try HeatmapScale(displayed: displayed, of: map, isSigned: isSigned)
        self.map = map
        self.displayed = displayed
        self.scale = scale ?? suitable
        self.colorMap = colorMap ?? .standard(isSigned: self.scale.isSigned)
    }

    /// The picture of an attribution's map.
    public init(_ attribution: Attribution, colorMap: ColorMap? = nil) throws(RationaleError) {
        try self.init(attribution.map, isSigned: attribution.isSigned, colorMap: colorMap)
    }

    /// The map alone at the resolution of its method, one pixel a place.
    public func raw() -> Image {
        let pixels = map.values.flatMap { value in
            let color = colorMap[scale.fraction(of: value)]
            return [color.red, color.green, color.blue]
        }
        return Image(width: map.width, height: map.height, pixels: pixels)
    }

    /// The map alone at the resolution of its method, as a small PNG with a palette.
    public func rawPNG() throws(RationaleError) -> [UInt8] {
        try IndexedPicture(map, scale: scale, colorMap: colorMap, opacity: .uniform(1)).png()
    }

    /// The map as a transparent layer to lay over a photo, as a small PNG with a palette.
    ///
    /// It is at least 224 pixels along the longer side; stretch it over the ``PhotoRegion`` that the network saw.
    ///
    /// - Parameters:
    ///   - opacity: of each value.
    ///   - isEnlarged: `false` keeps the resolution of the method, which takes a tenth of the bytes where a small picture is enough.
    public func layerPNG(
        opacity: HeatmapOpacity = .standard, isEnlarged: Bool = true
    ) throws(RationaleError) -> [UInt8] {
        try IndexedPicture(isEnlarged ? displayed : map, scale: scale, colorMap: colorMap, opacity: opacity).png()
    }
}
