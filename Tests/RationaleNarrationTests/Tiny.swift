import Foundation
import RationaleCore
import RationaleNarration
import RationaleTorch

/// Small language networks whose answers can be counted out: numbers 0, 1 and 2 begin, close and are unknown; 3, 4 and 5 are words.
enum Tiny {
    static let vocabulary = NarratorVocabulary(of: [["a", "b", "c"], ["a", "b"], ["a"]])
    /// What is never written.
    static let barred: Set<Int> = [0, 2]
    static let width = 3

    /// A network of drawn weights.
    ///
    /// - Parameter bias: added to the biases of words.
    static func network(
        seed: UInt64 = 1, vocabulary: Int = vocabulary.count, features: Int = width, hidden: Int = 5,
        bias: [Int: Float] = [:]
    ) throws -> NarratorNetwork {
        let configuration = NarratorConfiguration(
            vocabulary: vocabulary, features: features, embedding: 4, hidden: hidden)
        let first = try NarratorNetwork(configuration, seed: seed)
        let generator = Generator(seed: seed &+ 100)
        return try NarratorNetwork(
            configuration,
            parameters: NamedTensors(
                first.parameters.map { name, tensor in
                    var drawn = Tensor.normal(tensor.shape, using: generator) * (name == "output.weight" ? 2 : 1)
                    if name == "output.bias" {
                        drawn = drawn * 0.3 + Tensor((0..<vocabulary).map { bias[$0] ?? 0 }, shape: [vocabulary])
                    }
                    return (name, drawn)
                }))
    }

    static func features(_ count: Int, seed: UInt64 = 7, width: Int = width) -> Tensor {
        Tensor.normal([count, width], using: Generator(seed: seed))
    }

    /// All complete sentences of at most so many words, the end among them.
    static func sentences(maxLength: Int) -> [[Int]] {
        var (complete, open): ([[Int]], [[Int]]) = ([], [[]])
        for _ in 1...maxLength {
            complete += open.map { $0 + [1] }
            open = open.flatMap { beginning in [3, 4, 5].map { beginning + [$0] } }
        }
        return complete
    }
}

/// The golden file beside the tests, made by `scripts/reference/narration.py`.
struct Golden: Decodable {
    struct Array: Decodable {
        let shape: [Int]
        let values: [Float]
        var tensor: Tensor { Tensor(values, shape: shape) }
    }

    let sentences: [[Int]]
    let inputs: [Int]
    let weights, gradients, contrastGradients: [String: Array]
    let features, logits, featureGradient: Array
    let loss, added, contrast: Double

    static func load() throws -> Golden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/narration.json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    func network() throws -> NarratorNetwork {
        let embedding = weights["embedding"]!.shape
        let configuration = NarratorConfiguration(
            vocabulary: embedding[0], features: features.shape[1], embedding: embedding[1],
            hidden: weights["join.bias"]!.shape[0], dropout: 0)
        return try NarratorNetwork(
            configuration, parameters: NamedTensors(weights.map { ($0.key, $0.value.tensor) }))
    }
}

/// The rows of a matrix.
func rows(_ tensor: Tensor) -> [[Double]] {
    (0..<tensor.shape[0]).map { tensor.selected(0, $0).elements(as: Double.self) }
}

/// The largest difference between numbers; infinite where their counts differ.
func difference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}

func difference(_ a: Tensor, _ b: Tensor) -> Double {
    guard a.shape == b.shape else { return .infinity }
    return difference(a.elements(as: Double.self), b.elements(as: Double.self))
}

/// The error that a body throws.
func refusal(_ body: () throws -> Void) -> RationaleError? {
    do {
        try body()
        return nil
    } catch { return error as? RationaleError }
}
