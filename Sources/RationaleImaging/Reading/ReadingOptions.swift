extension Image {
    /// What a reader accepts, and what it does with a picture once decoded.
    public struct ReadingOptions: Sendable, Hashable {
        /// The largest picture that is decoded, in pixels; a larger one is refused from its header alone.
        ///
        /// The default of 100 megapixels admits what cameras and scanners make and needs at most 300 MB for the
        /// pixels (three times that while a progressive JPEG is being decoded).
        public var maximumPixels: Int
        /// Whether the picture is turned upright as its EXIF orientation says; on by default.
        ///
        /// Off gives the pixels as Pillow's `Image.open` and torchvision's data sets see them.
        public var appliesOrientation: Bool

        public init(maximumPixels: Int = 100_000_000, appliesOrientation: Bool = true) {
            self.maximumPixels = maximumPixels
            self.appliesOrientation = appliesOrientation
        }
    }
}
