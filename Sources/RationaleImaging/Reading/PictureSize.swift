import RationaleCore

/// The check of a claimed size, made before anything is allocated for it.
enum PictureSize {
    static func check(
        width: Int, height: Int, name: String, options: Image.ReadingOptions
    ) throws(RationaleError) {
        guard width > 0, height > 0 else {
            throw RationaleError(
                .badData, "\(name): the header claims a picture of \(width)×\(height) pixels.",
                hint: "Copy or download the file again.")
        }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= options.maximumPixels else {
            throw RationaleError(
                .badData,
                "\(name): the picture is \(width)×\(height) pixels, more than the limit of \(words(options.maximumPixels)).",
                hint: "Make it smaller first, for example: magick '\(name)' -resize 4000x4000 smaller.png")
        }
    }

    private static func words(_ pixels: Int) -> String {
        pixels >= 1_000_000 ? "\(pixels / 1_000_000) megapixels" : "\(pixels) pixels"
    }
}
