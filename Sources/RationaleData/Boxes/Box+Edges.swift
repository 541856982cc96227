import RationaleCore

/// Marks the error of a shape that cannot be where it is said to be.
struct MisplacedShape: Error {}

extension Box {
    /// The box between edges that a file gives.
    ///
    /// - Parameters:
    ///   - edges: left, upper, right, lower.
    ///   - frame: of the picture; `nil` where the file does not say.
    ///   - isInclusive: whether the pixels of both edges belong to the box, so that equal edges are one pixel.
    ///   - place: where it was read, for the error.
    /// - Throws: `RationaleError.Code.badData` for a box that has no size or lies outside of its picture.
    init(
        edges: [Double], in frame: AnnotatedPicture.Frame?, isInclusive: Bool = false, place: String
    ) throws(RationaleError) {
        let (left, top, right, bottom) = (edges[0], edges[1], edges[2], edges[3])
        guard left < right && top < bottom || isInclusive && left <= right && top <= bottom else {
            throw RationaleError(
                .badData, "\(place): the box from (\(left), \(top)) to (\(right), \(bottom)) has no size",
                hint: "The right and the lower edge come after the left and the upper one.",
                underlying: MisplacedShape())
        }
        if let frame {
            guard frame.width >= 1, frame.height >= 1 else {
                throw RationaleError(
                    .badData, "\(place): a picture of \(frame.width)×\(frame.height) pixels makes no sense")
            }
            guard left < frame.width, top < frame.height, right > 0, bottom > 0 else {
                throw RationaleError(
                    .badData,
                    "\(place): the box from (\(left), \(top)) to (\(right), \(bottom)) lies outside of its picture of "
                        + "\(frame.width)×\(frame.height) pixels", underlying: MisplacedShape())
            }
        }
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }
}
