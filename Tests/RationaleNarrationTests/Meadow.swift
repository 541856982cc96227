import Foundation
import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleTorch

/// A classifier of pictures of 8×8 pixels that can be computed by hand, and a narrator that reads it.
///
/// `early` is a rectified convolution of single pixels, `late` another one after pooling by two; scores are a matrix times
/// the mean of `late`.
enum Meadow {
    static let side = 8
    static let classes = 3

    struct Small: Architecture {
        let name = "meadow"
        let input = Network.InputDescription(shape: [3, side, side])
        let preprocessing = Preprocessing(resize: nil, mean: [0.5, 0.5, 0.5], standardDeviation: [0.25, 0.25, 0.25])

        func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
            var x = builder.relu(builder.conv2d(x, "conv1", from: 3, to: 4, kernel: 1), "early")
            x = builder.averagePool2d(x, "pool", kernel: 2)
            x = builder.relu(builder.conv2d(x, "conv2", from: 4, to: 5, kernel: 1), "late")
            x = builder.flatten(builder.adaptiveAveragePool2d(x, "gap"))
            return builder.linear(x, "fc", from: 5, to: classes)
        }
    }

    static let weights: [String: Tensor] = {
        let generator = Generator(seed: 17)
        return Dictionary(
            uniqueKeysWithValues: [
                ("conv1.weight", [4, 3, 1, 1]), ("conv1.bias", [4]), ("conv2.weight", [5, 4, 1, 1]),
                ("conv2.bias", [5]),
                ("fc.weight", [classes, 5]), ("fc.bias", [classes]),
            ].map { ($0, Tensor.normal($1, using: generator)) })
    }()

    static func classifier(changed: [String: Tensor] = [:]) throws -> Classifier {
        var classifier = try Classifier(Small(), weights: weights.merging(changed) { $1 })
        classifier.labels = ["clover", "daisy", "grass"]
        return classifier
    }

    static func picture(_ seed: UInt64) -> Image {
        var random = SplitMix64(seed: seed, for: "meadow")
        return Image(
            width: side, height: side, pixels: (0..<side * side * 3).map { _ in UInt8(random.index(below: 256)) })
    }

    static func input(_ images: [Image]) throws -> Tensor {
        let values = try images.map { try Small().preprocessing.normalized($0) }
        return Tensor(Array(values.joined()), shape: [images.count, 3, side, side])
    }

    // MARK: By hand

    /// `[channel][position]`
    typealias Planes = [[Double]]

    private static func convolved(_ planes: Planes, _ name: String) -> Planes {
        let (weight, bias) = (rows(weights["\(name).weight"]!), weights["\(name).bias"]!.elements(as: Double.self))
        return zip(weight, bias).map { weight, bias in
            planes[0].indices.map { position in
                max(0, planes.indices.reduce(bias) { $0 + weight[$1] * planes[$1][position] })
            }
        }
    }

    static func activations(_ image: Image) -> (early: Planes, late: Planes, probabilities: [Double]) {
        let pixels = (0..<3).map { channel in
            (0..<side * side).map { (Double(image.pixels[$0 * 3 + channel]) / 255 - 0.5) / 0.25 }
        }
        let early = convolved(pixels, "conv1")
        let half = side / 2
        let pooled = early.map { plane in
            (0..<half * half).map { position in
                let corner = position / half * 2 * side + position % half * 2
                return [0, 1, side, side + 1].reduce(0) { $0 + plane[corner + $1] } / 4
            }
        }
        let late = convolved(pooled, "conv2")
        let scores = zip(rows(weights["fc.weight"]!), weights["fc.bias"]!.elements(as: Double.self)).map { row, bias in
            zip(row, late.map(mean)).reduce(bias) { $0 + $1.0 * $1.1 }
        }
        return (early, late, SlowNarrator.logSoftmax(scores).map(exp))
    }

    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    // MARK: Its narrator

    /// - Parameter mean: of r(x); that of a few pictures where it is `nil`.
    static func narrator(
        mode: NarratorFeatures.Mode = .interpNET, layers: [String] = [], isStandardized: Bool = true,
        mean: Tensor? = nil
    ) throws -> Narrator {
        let features = try NarratorFeatures(classifier(), mode: mode, layers: layers)
        let r = try features.features(of: input((100..<110).map(picture)))
        let deviation = ((r - r.mean([0])) * (r - r.mean([0]))).mean([0]).squareRoot
        var narrator = try Narrator(
            of: features, vocabulary: Tiny.vocabulary, network: Tiny.network(features: features.width),
            mean: mean ?? r.mean([0]), deviation: deviation, isStandardized: isStandardized)
        narrator.prototypes = narrator.read(r).slice(0, 0..<classes)
        narrator.origin = ["command": "test", "seed": "1"]
        return narrator
    }
}
