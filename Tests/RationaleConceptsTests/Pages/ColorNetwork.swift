import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// A network that is read off its weights: a layer whose channels are red, green and blue, each less a bound, and two scores of
/// their means.
enum ColorNetwork {
    static let side = 16
    static let layer = "seen"

    /// - Parameters:
    ///   - bends: whether the layer ends with a rectifier.
    ///   - bound: what is taken from each channel, a level from 0 to 1.
    ///   - scores: `[2, 3]`: what each channel's mean adds to each score.
    static func classifier(
        bends: Bool, bound: Float = 0.5, scores: [Float] = [1, 0, 0, 0, 1, 0]
    ) -> Classifier {
        var builder = GraphBuilder()
        let x = builder.input()
        let seen = builder.sequential(x, layer) { layers, x in
            x = layers.conv2d(x, from: 3, to: 3, kernel: 1)
            if bends { x = layers.relu(x) }
        }
        let pooled = builder.flatten(builder.adaptiveAveragePool2d(seen))
        let scored = builder.linear(pooled, "scores", from: 3, to: 2)
        let graph = builder.graph(returning: scored)
        let values: [String: Tensor] = [
            "seen.0.weight": Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1] as [Float], shape: [3, 3, 1, 1]),
            "seen.0.bias": Tensor([-bound, -bound, -bound], shape: [3]),
            "scores.weight": Tensor(scores, shape: [2, 3]), "scores.bias": Tensor([0, 0] as [Float], shape: [2]),
        ]
        let network = Network(
            name: "colours", graph: graph,
            weights: Dictionary(
                uniqueKeysWithValues: graph.parameters.map { ($0.id, values[$0.name] ?? Tensor.zeros([1])) }),
            inputs: [.init(shape: [3, side, side])])
        return Classifier(
            network, scoring: .softmax,
            preprocessing: Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1]))
    }

    /// A grey picture with squares of other colours.
    static func picture(
        _ squares: [(rows: Range<Int>, columns: Range<Int>, color: (UInt8, UInt8, UInt8))], ground: UInt8 = 117
    ) -> Image {
        var pixels = [UInt8](repeating: ground, count: side * side * 3)
        for square in squares {
            for row in square.rows {
                for column in square.columns {
                    let place = (row * side + column) * 3
                    (pixels[place], pixels[place + 1], pixels[place + 2]) = square.color
                }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }
}
