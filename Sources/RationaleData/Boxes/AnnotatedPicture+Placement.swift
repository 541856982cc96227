import Foundation
package import RationaleCore
package import RationaleImaging

/// In which picture shapes are counted.
///
/// A camera stores a picture as its sensor lay and notes how to turn it; decoding turns it, so that a file has a stored
/// size and a shown one. Annotators differ in which of the two they draw on, and ``AnnotatedPicture/frame`` tells which it
/// was. Where it cannot tell (no frame, a square one, or a picture that is mirrored or upside down, whose sides stay the
/// same), shapes are counted in the picture as it is shown.
extension AnnotatedPicture {
    /// Sides of resized pictures are rounded to whole pixels, and people round by a little more.
    private static let tolerance = 0.02

    /// Where the annotated picture lies on the picture as it is shown.
    ///
    /// - Parameter stored: the file's size and orientation.
    /// - Throws: `RationaleError.Code.badData` where the frame has another shape than the picture, whichever way it is
    ///   turned: its boxes belong to another picture.
    package func placement(in stored: StoredSize) throws(RationaleError) -> Placement {
        let (storedWidth, storedHeight) = (Double(stored.width), Double(stored.height))
        let swaps = stored.orientation.swapsSides
        let (width, height) = swaps ? (storedHeight, storedWidth) : (storedWidth, storedHeight)
        var placement = Placement.identity
        (placement.width, placement.height) = (width, height)
        guard let frame else { return placement }
        let asShown = frame.distortion(to: width, height)
        let asStored = frame.distortion(to: storedWidth, storedHeight)
        let tolerance = max(Self.tolerance, 1.5 / min(width, height, frame.width, frame.height))
        guard mayBeStretched || min(asShown, asStored) <= tolerance else {
            let turned = swaps ? ", \(stored.height)×\(stored.width) as it is shown" : ""
            throw RationaleError(
                .badData,
                "\(path): its boxes are counted in a picture of \(frame.text) pixels, but the file has "
                    + "\(stored.width)×\(stored.height)\(turned), which is of another shape",
                hint:
                    "A picture that was stretched since goes with --stretched; one that was cropped needs boxes of its own."
            )
        }
        if asStored < asShown {
            (placement.width, placement.height) = (storedWidth, storedHeight)
            placement.orientation = stored.orientation
        }
        placement.across = placement.width / frame.width
        placement.down = placement.height / frame.height
        return placement
    }

    /// What its shapes cover of the picture as it is shown.
    ///
    /// - Parameter stored: the file's size and orientation.
    /// - Throws: as ``placement(in:)``.
    /// - Complexity: O(pixels) for each shape.
    package func shownMask(in stored: StoredSize) throws(RationaleError) -> Mask {
        let swaps = stored.orientation.swapsSides
        return Mask(
            height: swaps ? stored.width : stored.height, width: swaps ? stored.height : stored.width,
            covering: shapes, placed: try placement(in: stored))
    }
}

extension AnnotatedPicture.Frame {
    /// By how much more one side is scaled than the other; 0 where the shapes are the same.
    fileprivate func distortion(to width: Double, _ height: Double) -> Double {
        abs(log((width / self.width) / (height / self.height)))
    }

    fileprivate var text: String { "\(Int(width.rounded()))×\(Int(height.rounded()))" }
}
