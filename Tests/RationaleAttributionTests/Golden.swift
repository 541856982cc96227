import Foundation
import RationaleAttribution
import RationaleNetworks
import RationaleTorch

/// Tensors that captum and its relatives computed, as scripts/reference wrote them.
enum Golden {
    struct Array: Decodable {
        let shape: [Int]
        let values: [Double]

        var tensor: Tensor { Tensor(values.map(Float.init), shape: shape) }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    /// Reads a document as any type that describes it.
    static func document<Document: Decodable>(_ name: String, as type: Document.Type = Document.self) throws -> Document
    {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent("\(name).json")))
    }

    /// A document with one tensor a case.
    struct Cases: Decodable {
        let cases: [String: Array]
    }

    /// The two pictures that everything is computed for, `[2, 3, 32, 32]`; their classes are 3 and 7.
    static func pictures() throws -> Tensor {
        struct Document: Decodable { let input: Array }
        return try document("pictures", as: Document.self).input.tensor
    }

    static let targets: [Target] = [.index(3), .index(7)]

    /// `cnn`, a residual network, or `vit`, a transformer: ten classes each.
    static func classifier(_ name: String) throws -> Classifier {
        var classifier = try Classifier(contentsOf: folder.appendingPathComponent("\(name).pt2"))
        classifier.labels = (0..<10).map { "class \($0)" }
        return classifier
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
