import Foundation
package import RationaleCore
import RationaleTorch

extension Classifier {
    /// The scores of a fixed pattern of waves: the same for a network however it is prepared, up to rounding.
    package func fingerprint() throws(RationaleError) -> [Float] {
        let shape = [1] + input.exampleShape
        let waves = (0..<shape.reduce(1, *)).map { Float(sin(0.37 * Double($0)) + cos(0.011 * Double($0))) }
        return try withoutGradient { () throws(RationaleError) in
            try scores(of: Tensor(waves, shape: shape).moved(to: device)).converted(to: .float32).floats
        }
    }
}

extension [Float] {
    /// Whether two ``Classifier/fingerprint()`` are the same network's, up to what half precision rounds: 0.003 to 0.007 of their length for the zoo's networks.
    package func isClose(to other: [Float]) -> Bool {
        guard count == other.count else { return false }
        let difference = zip(self, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return difference <= 0.001 * other.reduce(0) { $0 + $1 * $1 }
    }
}
