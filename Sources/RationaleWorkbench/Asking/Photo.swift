import Foundation
import RationaleCore
public import RationaleImaging

/// One input, ready for the network and for the report.
struct Photo: Sendable {
    let shown: ShownPhoto
    /// `[3, height, width]`, preprocessed.
    let values: [Float]
    let height: Int
    let width: Int

    /// A photo as a network wants it.
    init(_ image: Image, for preprocessing: Preprocessing) throws(RationaleError) {
        let seen = try preprocessing.picture(of: image)
        values = try preprocessing.normalized(seen)
        height = seen.height
        width = seen.width
        shown = try ShownPhoto(image, through: preprocessing)
    }
}

/// A photo as overlays and reports show it.
public struct ShownPhoto: Sendable {
    /// At most 640 pixels along the longer side.
    public let image: Image
    /// The part of ``image`` that the network sees.
    public let region: PhotoRegion
    /// In pixels.
    public let originalWidth: Int
    public let originalHeight: Int

    /// Twice what a report shows of it on a usual screen.
    private static let longestSide = 640

    init(_ photo: Image, through preprocessing: Preprocessing) throws(RationaleError) {
        originalWidth = photo.width
        originalHeight = photo.height
        let whole = try PhotoRegion(seenThrough: preprocessing, height: photo.height, width: photo.width)
        let side = max(photo.height, photo.width)
        guard side > Self.longestSide else {
            image = photo
            region = whole
            return
        }
        let height = max(1, photo.height * Self.longestSide / side)
        let width = max(1, photo.width * Self.longestSide / side)
        image = photo.resized(height: height, width: width)
        region = whole.scaled(
            horizontally: Double(width) / Double(photo.width), vertically: Double(height) / Double(photo.height))
    }
}
