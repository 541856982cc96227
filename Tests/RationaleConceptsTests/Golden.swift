import Foundation
import RationaleConcepts
import RationaleTorch

/// The golden files beside the tests, made by `scripts/reference/clustering.py`.
enum Golden {
    /// Numbers with a shape.
    struct Array: Decodable, Sendable {
        let shape: [Int]
        let values: [Double]

        var tensor: Tensor { Tensor(values, shape: shape) }

        /// As single-precision numbers, which the file holds in as few digits as tell them apart.
        var single: Array { Array(shape: shape, values: values.map { Double(Float($0)) }) }
    }

    static func load<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
    }
}

/// The largest difference between two tensors of one shape; infinite where the shapes differ.
func largestDifference(_ a: Tensor, _ b: Tensor) -> Double {
    guard a.shape == b.shape else { return .infinity }
    return zip(a.elements(as: Double.self), b.elements(as: Double.self)).map { abs($0 - $1) }.max() ?? 0
}

/// Whether two lists of labels say the same but for the labels' names; −1 is noise.
func isSamePartition(_ found: [Int?], _ expected: [Int]) -> Bool {
    let pairs = Set(zip(found.map { $0 ?? -1 }, expected).map { [$0, $1] })
    return found.count == expected.count && Set(pairs.map { $0[0] }).count == pairs.count
        && Set(pairs.map { $0[1] }).count == pairs.count && pairs.allSatisfy { ($0[0] == -1) == ($0[1] == -1) }
}
