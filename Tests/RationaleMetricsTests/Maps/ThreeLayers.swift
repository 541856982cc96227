import RationaleAttribution
import RationaleCore
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// A network of two convolutions, the first without a bias, and a linear layer.
struct ThreeLayers: Architecture {
    static let side = 12
    var name: String { "three-layers" }
    var input: Network.InputDescription { .init(shape: [3, Self.side, Self.side]) }
    var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1]) }

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.conv2d(x, "first", from: 3, to: 4, kernel: 3, padding: 1, bias: nil)
        x = builder.relu(x)
        x = builder.conv2d(x, "second", from: 4, to: 5, kernel: 3, padding: 1)
        x = builder.relu(x)
        x = builder.averagePool2d(x, "pool", kernel: 3)
        return builder.linear(builder.flatten(x), "scores", from: 5 * 16, to: 3)
    }

    static func classifier(seed: UInt64 = 7) -> Classifier {
        var classifier = Classifier(ThreeLayers(), seed: seed)
        classifier.labels = ["a", "b", "c"]
        return classifier
    }
}

/// Noise as pictures; some cannot be read.
struct NoiseSamples: SampleSource {
    let count: Int
    var unreadable: Set<Int> = []
    var regions = true

    func name(of index: Int) -> String { "noise \(index)" }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        if unreadable.contains(index) { throw RationaleError(.badData, "noise \(index): it is broken") }
        let side = ThreeLayers.side
        return Sample(
            Tensor.normal([1, 3, side, side], using: Generator(seed: UInt64(index))),
            region: regions ? Mask(height: side, width: side, rows: 1..<5, columns: 2..<6) : nil)
    }
}

/// A map that a test decides, from the number of the input in its batch and a seed.
struct FixedMaps: AttributionMethod {
    static let identifier = "fixed"
    static let summary = "A test's"
    let unit = MapUnit.relative
    let isSigned = false
    var seed: UInt64?
    var fails = false

    func answer(_ question: Question) throws -> Answer {
        if fails { throw RationaleError(.usage, "fixed maps cannot explain this") }
        let side = ThreeLayers.side
        let maps = (0..<question.batch).map { index in
            Tensor.uniform(
                [side, side], using: Generator(seed: (seed ?? 0) &* 1000 &+ UInt64(question.offset + index)))
        }
        return Answer(Tensor.stacked(maps), targets: try question.resolve())
    }
}
