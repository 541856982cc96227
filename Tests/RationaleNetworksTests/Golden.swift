import Foundation
import RationaleTorch

/// Tensors that PyTorch computed, as scripts/reference wrote them.
struct Golden: Decodable {
    struct Array: Decodable {
        let shape: [Int]
        let values: [Double]

        var tensor: Tensor { Tensor(values.map(Float.init), shape: shape) }
        var integers: Tensor { Tensor(values.map(Int64.init), shape: shape) }
    }

    let layer: String?
    let target: Int
    let input: Array
    let logits: Array
    let inner: Array?
    let innerGradient: Array?
    let inputGradient: Array?

    enum CodingKeys: String, CodingKey {
        case layer, target, input, logits, inner
        case innerGradient = "gradient.inner"
        case inputGradient = "gradient.input"
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    init(named name: String) throws {
        let data = try Data(contentsOf: Self.folder.appendingPathComponent("\(name).json"))
        self = try JSONDecoder().decode(Golden.self, from: data)
    }
}

/// The largest difference, relative to the largest value.
func difference(_ a: Tensor, _ b: Tensor) -> Double {
    guard a.shape == b.shape else { return .infinity }
    let a = a.detached.converted(to: .float64)
    let b = b.detached.converted(to: .float64)
    let largest = max(b.absolute.maximum().item, .leastNormalMagnitude)
    let difference = (a - b).absolute.maximum().item / largest
    return difference.isNaN ? .infinity : difference
}
