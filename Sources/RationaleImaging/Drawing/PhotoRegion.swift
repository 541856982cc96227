public import RationaleCore

/// The part of a photo that a heat map lies on, in the photo's pixels.
///
/// It reaches beyond the photo where the photo was padded.
public struct PhotoRegion: Sendable, Equatable {
    /// The left edge, from the photo's left edge.
    public var x: Double
    /// The upper edge, from the photo's upper edge.
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// A whole picture.
    public init(whole image: Image) {
        self.init(x: 0, y: 0, width: Double(image.width), height: Double(image.height))
    }

    /// What a network sees of a photo: the centre crop of the resized photo, in the pixels of the photo itself.
    ///
    /// - Throws: `RationaleError` of code `badData` where `Preprocessing.picture(of:)` does.
    public init(seenThrough preprocessing: Preprocessing, height: Int, width: Int) throws(RationaleError) {
        let resized = try preprocessing.resizedSize(height: height, width: width)
        let size = try preprocessing.inputSize(ofHeight: height, width: width)
        let rows = CenterCrop(from: resized.height, to: size.height)
        let columns = CenterCrop(from: resized.width, to: size.width)
        let vertical = Double(height) / Double(resized.height)
        let horizontal = Double(width) / Double(resized.width)
        self.init(
            x: Double(columns.kept.lowerBound - columns.before) * horizontal,
            y: Double(rows.kept.lowerBound - rows.before) * vertical,
            width: Double(size.width) * horizontal, height: Double(size.height) * vertical)
    }

    /// The region in a version of the photo that was scaled by these factors.
    public func scaled(horizontally: Double, vertically: Double) -> PhotoRegion {
        PhotoRegion(
            x: x * horizontally, y: y * vertically, width: width * horizontally, height: height * vertically)
    }
}
