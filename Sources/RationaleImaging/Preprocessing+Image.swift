public import RationaleCore

extension Preprocessing {
    /// The picture as the network sees it: resized and cropped, still in grey levels. Overlays are painted on this.
    ///
    /// Equals torchvision's `Resize` and `CenterCrop` of a Pillow image. Only the part that the crop keeps is computed,
    /// so a picture of extreme proportions costs no more than another.
    ///
    /// - Returns: a picture of ``inputSize(ofHeight:width:)``.
    /// - Throws: `RationaleError` with `badData` where a size in the settings is not positive or the result would be
    ///   too large.
    /// - Complexity: O(pixels of the photo that the crop shows).
    public func picture(of image: Image) throws(RationaleError) -> Image {
        let resized = try resizedSize(height: image.height, width: image.width)
        let size = try inputSize(ofHeight: image.height, width: image.width)
        let rows = CenterCrop(from: resized.height, to: size.height)
        let columns = CenterCrop(from: resized.width, to: size.width)
        // What the first of the two passes holds: every row of the photo at the width of the result.
        guard image.height.multipliedReportingOverflow(by: columns.kept.count).partialValue <= Self.mostPixels * 3
        else {
            throw RationaleError(
                .badData,
                "Resizing a photo of \(image.height)×\(image.width) pixels to \(size.height)×\(size.width) needs too "
                    + "much memory.", hint: "Crop the photo first.")
        }
        return Resampler(source: image, width: resized.width, height: resized.height)
            .part(rows: rows.kept, columns: columns.kept, filter: filter)
            .padded(rows: rows, columns: columns)
    }

    /// The network's input for a photo: `[channel, height, width]`, row-major, `(level / 255 − mean) / standardDeviation`.
    ///
    /// Equals torchvision's evaluation chain of a Pillow image (`ImageClassification`). Add the batch axis to run it.
    ///
    /// - Throws: `RationaleError` with `badData` where a size is not positive or too large, or where the mean and the
    ///   standard deviation are not three finite numbers each, the latter not zero.
    /// - Complexity: that of ``picture(of:)`` and a number a pixel and channel.
    public func values(of image: Image) throws(RationaleError) -> [Float] {
        try normalized(picture(of: image))
    }

    /// The network's input for a picture that is already resized and cropped: `[channel, height, width]`, row-major.
    ///
    /// - Throws: as ``values(of:)`` does.
    public func normalized(_ picture: Image) throws(RationaleError) -> [Float] {
        guard [1, 3, 4].contains(channels), standardDeviation.count == channels,
            (mean + standardDeviation).allSatisfy(\.isFinite), !standardDeviation.contains(0)
        else {
            throw RationaleError(
                .badData,
                "The preprocessing needs a mean and a standard deviation other than zero for each of 1, 3 or 4 channels; "
                    + "found \(mean) and \(standardDeviation).")
        }
        let plane = picture.width * picture.height
        let levels = zip(mean, standardDeviation).map { mean, deviation in
            (0...255).map { (Float($0) / 255 - mean) / deviation }
        }
        return [Float](unsafeUninitializedCapacity: plane * channels) { target, count in
            picture.pixels.withUnsafeBufferPointer { pixels in
                for (channel, levels) in levels.enumerated() {
                    levels.withUnsafeBufferPointer { levels in
                        let start = channel &* plane
                        if channels == 1 {
                            for index in 0..<plane { target[index] = levels[Self.grey(pixels, 3 &* index)] }
                        } else if channel == 3 {
                            // Photos are decoded onto an opaque ground.
                            for index in 0..<plane { target[start &+ index] = levels[255] }
                        } else {
                            for index in 0..<plane {
                                target[start &+ index] = levels[Int(pixels[3 &* index &+ channel])]
                            }
                        }
                    }
                }
            }
            count = plane * channels
        }
    }

    /// The grey of a pixel as Pillow's mode L, and so torchvision's `Grayscale`: ITU-R 601 luma in 16 bits, rounded.
    private static func grey(_ pixels: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let (red, green, blue) = (Int(pixels[index]), Int(pixels[index &+ 1]), Int(pixels[index &+ 2]))
        return (red &* 19595 &+ green &* 38470 &+ blue &* 7471 &+ 0x8000) >> 16
    }

    /// The height and width of the network's input for a photo of the given size.
    ///
    /// - Throws: `RationaleError` with `badData` where a size is not positive or the result would be too large.
    public func inputSize(ofHeight height: Int, width: Int) throws(RationaleError) -> (height: Int, width: Int) {
        let resized = try resizedSize(height: height, width: width)
        let size = (height: cropHeight ?? resized.height, width: cropWidth ?? resized.width)
        guard size.height > 0, size.width > 0 else {
            throw RationaleError(
                .badData, "The preprocessing asks for a crop of \(size.height)×\(size.width) pixels.",
                hint: "Give a height and a width of at least 1.")
        }
        guard size.height <= Self.longestSide, size.width <= Self.longestSide,
            size.height * size.width <= Self.mostPixels
        else {
            throw RationaleError(
                .badData,
                "The preprocessing of a photo of \(height)×\(width) pixels would give \(size.height)×\(size.width).",
                hint: "Use a crop, or a photo that is less long and thin.")
        }
        return size
    }

    /// The height and width after the resize step: torchvision cuts off the fraction of the longer side.
    func resizedSize(height: Int, width: Int) throws(RationaleError) -> (height: Int, width: Int) {
        let size: (height: Int, width: Int)
        switch resize {
        case nil: return (height, width)
        case .exactly(let height, let width): size = (height, width)
        case .shorterSide(let side):
            let (scaled, overflow) = side.multipliedReportingOverflow(by: max(height, width))
            let longer = overflow ? Int.max : scaled / min(height, width)
            size = height <= width ? (side, longer) : (longer, side)
        }
        guard size.height > 0, size.width > 0, size.height <= Self.longestSide, size.width <= Self.longestSide else {
            throw RationaleError(
                .badData,
                "The preprocessing would resize a photo of \(height)×\(width) pixels to \(size.height)×\(size.width); "
                    + "a side is 1 to \(Self.longestSide) pixels long.",
                hint: "Crop the photo first, or give another size.")
        }
        return size
    }

    /// Beyond any network's input; within it the arithmetic of sizes cannot overflow.
    private static let longestSide = 10_000_000
    private static let mostPixels = 100_000_000
}
