public import RationaleCore

extension Image {
    /// The picture with a region of another picture in the place of one of its own.
    ///
    /// The region is removed first, by the harmonic fill, and the other one laid over that. A soft edge therefore never
    /// shows anything of what was there, nor do pixels that the other region leaves uncovered.
    ///
    /// - Parameters:
    ///   - mask: the region that is replaced, of the picture's size.
    ///   - source: the picture that the new content is taken from, of any size.
    ///   - region: what is taken, of the source's size. If this or `mask` is empty, the picture is returned unchanged.
    ///   - placing: by default the source's region is scaled to the box of the replaced one (bilinear; averaged over
    ///     areas where it shrinks), so that shape and size stay those of this picture's region. Where the scaled region
    ///     has no content, its nearest pixel is repeated.
    ///   - isMirrored: exchanges left and right of the source's region.
    ///   - margin: by how many pixels the replaced region is grown before it is removed; see
    ///     ``removing(_:growingBy:fill:)``. The new content is not grown.
    ///   - feather: the width of the soft edge inside the new content's outline, in pixels; by default 1, so that its
    ///     outermost pixels are half transparent. 0 gives a hard edge.
    /// - Throws: `usage` where a mask has another size than its picture, or a number is outside its range.
    /// - Complexity: that of removing the region, and O(height · width) of both pictures.
    public func replacing(
        _ mask: Mask, with source: Image, region: Mask, placing: RegionPlacing = .fitBox, isMirrored: Bool = false,
        growingBy margin: Int = 0, feather: Double = 1
    ) throws(RationaleError) -> Image {
        try mask.requireSize(of: self, "The mask of the region to replace")
        try region.requireSize(of: source, "The mask of the region to take")
        try Self.require("feather", feather)
        guard let target = RegionCut(mask), let cut = RegionCut(region) else { return self }
        var patch = RegionPatch(cut, of: source)
        if isMirrored { patch = patch.mirrored }
        let cleared = try removing(mask, growingBy: margin)
        switch placing {
        case .fitBox:
            return cleared.pasting(
                patch.fitted(to: target), row: target.rows.lowerBound, column: target.columns.lowerBound,
                feather: feather)
        case .keepSize:
            // Where the middle falls between two pixels, the upper or left one is taken.
            let row = (target.rows.lowerBound + target.rows.upperBound - cut.rows.count) >> 1
            let column = (target.columns.lowerBound + target.columns.upperBound - cut.columns.count) >> 1
            return cleared.pasting(patch, row: row, column: column, feather: feather)
        }
    }

    /// The picture with a region at another position; the hole that it leaves is filled harmonically.
    ///
    /// - Parameters:
    ///   - mask: the region, of the picture's size. For an empty one the picture is returned unchanged.
    ///   - offset: in pixels, positive to the right and downwards. What leaves the picture is cut off.
    ///   - margin: by how many pixels the hole is larger than the region; see ``removing(_:growingBy:fill:)``.
    ///   - feather: the width of the soft edge inside the moved region's outline, in pixels; by default 0, and every
    ///     pixel arrives as it was.
    /// - Throws: `usage` where the mask has another size than the picture, or a number is outside its range.
    /// - Complexity: that of removing the region.
    public func moving(
        _ mask: Mask, by offset: (x: Int, y: Int), growingBy margin: Int = 0, feather: Double = 0
    ) throws(RationaleError) -> Image {
        try mask.requireSize(of: self, "The mask of the region to move")
        try Self.require("feather", feather)
        guard let region = RegionCut(mask) else { return self }
        // Further than the picture is long makes no difference, and cannot overflow.
        let (x, y) = (max(-width, min(width, offset.x)), max(-height, min(height, offset.y)))
        return try removing(mask, growingBy: margin).pasting(
            RegionPatch(region, of: self), row: region.rows.lowerBound + y, column: region.columns.lowerBound + x,
            feather: feather)
    }
}
