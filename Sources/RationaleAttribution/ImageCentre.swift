import Foundation
import RationaleTorch

/// A control: a map that peaks at the picture's centre, whatever is in it.
///
/// `1 − d / D`, where d is a place's distance from the centre and D a corner pixel's: 1 at the centre (for even sides
/// just below 1 at the four pixels around it), 0 in the corners. Photographers aim at what they photograph, so a method
/// that localises objects no better than this one has shown nothing.
///
/// *Source:* the centre baseline of Zhang, Bargal, Lin, Brandt, Shen, Sclaroff (2018), "Top-down neural attention by
/// excitation backprop", IJCV 126.
/// *Cost:* one forward pass, to find the target.
public struct ImageCentre: AttributionMethod {
    public static let identifier = "centre"
    public static let title = "Image centre"
    public static let summary = "Control: the picture's centre (Zhang et al. 2018)"
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.relative
    public let isSigned = false

    public init() {}

    public func answer(_ question: Question) throws -> Answer {
        let plane = try question.plane()
        let (middleRow, middleColumn) = (Float(plane.height - 1) / 2, Float(plane.width - 1) / 2)
        let corner = max(hypotf(middleRow, middleColumn), .leastNormalMagnitude)
        let values = (0..<plane.height * plane.width).map { index in
            let (row, column) = (Float(index / plane.width), Float(index % plane.width))
            return 1 - hypotf(row - middleRow, column - middleColumn) / corner
        }
        let map = Tensor(values, shape: [1, plane.height, plane.width])
        return Answer(map.expanded([question.batch, -1, -1]), targets: try question.resolve())
    }
}
