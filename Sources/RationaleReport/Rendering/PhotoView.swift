internal import Foundation
internal import RationaleImaging

/// Where a photo is in the document, and which part of it the network saw, in the units of its SVG.
struct PhotoView {
    /// The photo's name for `<use href="#…">`; its bytes are in the document once.
    let photoID: String
    let photoWidth: Int
    let photoHeight: Int
    /// The seen part.
    let region: PhotoRegion
    /// The same as an SVG `viewBox`.
    let seenBox: String
    let seenX: String
    let seenY: String
    let seenWidth: String
    let seenHeight: String

    init(id: String, width: Int, height: Int, region: PhotoRegion) {
        photoID = id
        photoWidth = width
        photoHeight = height
        self.region = region
        seenX = Self.number(region.x)
        seenY = Self.number(region.y)
        seenWidth = Self.number(region.width)
        seenHeight = Self.number(region.height)
        seenBox = "\(seenX) \(seenY) \(seenWidth) \(seenHeight)"
    }

    private static func number(_ value: Double) -> String { String(format: "%.2f", value) }
}
