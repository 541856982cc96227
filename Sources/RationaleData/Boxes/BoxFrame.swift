import Foundation
package import RationaleCore
package import RationaleImaging

/// In which picture boxes are counted.
///
/// A camera stores a picture as its sensor lay and notes how to turn it; decoding turns it, so that a file has a stored
/// size and a shown one. Annotators differ in which of the two they draw on, and ``AnnotatedPicture/frame`` tells which it
/// was. Where it cannot tell (no frame, a square one, or a picture that is mirrored or upside down, whose sides stay the
/// same), boxes are counted in the picture as it is shown.
extension AnnotatedPicture {
    /// Sides of resized pictures are rounded to whole pixels, and people round by a little more.
    private static let tolerance = 0.02

    /// The boxes in pixels of the picture as it is shown.
    ///
    /// - Parameter stored: the file's size and orientation.
    /// - Throws: `RationaleError.Code.badData` where the frame has another shape than the picture, whichever way it is
    ///   turned: its boxes belong to another picture.
    package func shownBoxes(in stored: StoredSize) throws(RationaleError) -> [Box] {
        let (storedWidth, storedHeight) = (Double(stored.width), Double(stored.height))
        let swaps = stored.orientation.swapsSides
        let (width, height) = swaps ? (storedHeight, storedWidth) : (storedWidth, storedHeight)
        guard let frame else { return boxes }
        let asShown = frame.distortion(to: width, height)
        let asStored = frame.distortion(to: storedWidth, storedHeight)
        guard min(asShown, asStored) <= max(Self.tolerance, 1.5 / min(width, height, frame.width, frame.height)) else {
            let turned = swaps ? ", \(stored.height)×\(stored.width) as it is shown" : ""
            throw RationaleError(
                .badData,
                "\(path): its boxes are counted in a picture of \(frame.text) pixels, but the file has "
                    + "\(stored.width)×\(stored.height)\(turned), which is of another shape",
                hint:
                    "Give the size of the picture on which the boxes were drawn; a picture that was cropped or stretched "
                    + "since needs boxes of its own.")
        }
        let isStored = asStored < asShown
        let (across, down) =
            isStored
            ? (storedWidth / frame.width, storedHeight / frame.height) : (width / frame.width, height / frame.height)
        return boxes.map { box in
            let scaled = Box(
                x: box.x * across, y: box.y * down, width: box.width * across, height: box.height * down)
            return isStored ? stored.orientation.upright(scaled, width: storedWidth, height: storedHeight) : scaled
        }
    }
}

extension AnnotatedPicture.Frame {
    /// By how much more one side is scaled than the other; 0 where the shapes are the same.
    fileprivate func distortion(to width: Double, _ height: Double) -> Double {
        abs(log((width / self.width) / (height / self.height)))
    }

    fileprivate var text: String { "\(Int(width.rounded()))×\(Int(height.rounded()))" }
}
