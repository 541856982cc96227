import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// A world in which it is known what a network sees: plain squares on grey noise, and a network of hand-wired detectors of
/// their colours.
///
/// Class 0 is told by red squares, and less by green ones, class 1 by blue ones; yellow squares are everywhere and say nothing.
enum Squares {
    enum Color: Int, Sendable, CaseIterable {
        case red, green, blue, yellow

        /// Red, green and blue, of which those that are high vary.
        func levels(_ shade: UInt8) -> [UInt8] {
            switch self {
            case .red: [shade, 20, 20]
            case .green: [20, shade, 20]
            case .blue: [20, 20, shade]
            case .yellow: [shade, shade, 20]
            }
        }
    }

    static let side = 48
    static let labels = ["ember", "lagoon", "sand"]
    static let colors: [[Color]] = [[.red, .green, .yellow], [.blue, .yellow], [.yellow]]

    // MARK: Pictures

    /// A square in a picture.
    struct Square: Sendable, Hashable {
        let color: Color
        let left, top, size: Int
        var shade: UInt8 = 230

        var mask: Mask {
            Mask(
                height: side, width: side,
                bits: (0..<side * side).map { pixel in
                    (left..<left + size).contains(pixel % side) && (top..<top + size).contains(pixel / side)
                })
        }
    }

    /// Where the squares of a picture are: each in a quarter of its own.
    static func squares(_ number: Int, _ colors: [Color]) -> [Square] {
        var random = SplitMix64(seed: UInt64(number), for: "squares")
        return zip(colors, random.shuffled([0, 1, 2, 3])).map { color, quarter in
            let size = 11 + random.index(below: 3)
            func start() -> Int { 3 + random.index(below: side / 2 - 6 - size + 1) }
            return Square(
                color: color, left: quarter % 2 * side / 2 + start(), top: quarter / 2 * side / 2 + start(), size: size,
                shade: UInt8(218 + random.index(below: 25)))
        }
    }

    /// A picture with squares of these colours, at places drawn by its number.
    static func picture(_ number: Int, _ colors: [Color]) -> Image {
        picture(number, squares: squares(number, colors))
    }

    static func picture(_ number: Int, squares: [Square]) -> Image {
        var random = SplitMix64(seed: UInt64(number), for: "noise")
        var pixels = (0..<side * side).flatMap { _ -> [UInt8] in
            Array(repeating: UInt8(118 + random.index(below: 20)), count: 3)
        }
        for square in squares {
            for row in square.top..<square.top + square.size {
                for column in square.left..<square.left + square.size {
                    pixels.replaceSubrange(
                        (row * side + column) * 3..<(row * side + column) * 3 + 3,
                        with: square.color.levels(square.shade))
                }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// The n-th picture of a class.
    static func picture(_ number: Int, ofClass index: Int) -> Image { picture(1000 * index + number, colors[index]) }

    static func pictures(ofClass index: Int, count: Int = 12) -> ClassPictures {
        ClassPictures(
            index: index, label: labels[index], count: count, name: { "\(labels[index]) \($0).png" },
            image: { picture($0, ofClass: index) })
    }

    // MARK: The network

    /// `detect = relu(conv(x))`, a channel for each colour; `pool` halves it; its mean times `fc` is the scores.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - change: alters weights by their names.
    ///   - ending: puts layers between `detect` and `pool`.
    static func classifier(
        name: String = "squares", change: (inout [String: Tensor]) -> Void = { _ in },
        ending: (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID = { $1 }
    ) -> Classifier {
        var builder = GraphBuilder()
        let x = builder.input()
        let detected = builder.relu(builder.conv2d(x, "conv", from: 3, to: 4, kernel: 1), "detect")
        let pooled = builder.averagePool2d(ending(&builder, detected), "pool", kernel: 2)
        let mean = builder.flatten(builder.adaptiveAveragePool2d(pooled, "gap"))
        let scores = builder.linear(mean, "fc", from: 4, to: 3)
        let graph = builder.graph(returning: scores)
        var weights: [String: Tensor] = [
            "conv.weight": Tensor(detectors.flatMap { $0 }, shape: [4, 3, 1, 1]),
            "conv.bias": Tensor(thresholds, shape: [4]),
            "fc.weight": Tensor([40, 24, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0] as [Float], shape: [3, 4]),
            "fc.bias": Tensor([0, 0, 1] as [Float], shape: [3]),
        ]
        change(&weights)
        let network = Network(
            name: name, graph: graph,
            weights: Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.id, weights[$0.name]!) }),
            inputs: [.init(shape: [3, side, side])])
        return Classifier(
            network, scoring: .softmax,
            preprocessing: Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1]), labels: labels)
    }

    /// What each detector multiplies red, green and blue by, and what it adds.
    static let detectors: [[Float]] = [[2, -2, -2], [-2, 2, -2], [-2, -2, 2], [1, 1, -3]]
    static let thresholds: [Float] = [0, 0, 0, -0.8]

    /// What the detectors say of a pixel, before the rectifier.
    static func detections(_ image: Image, _ row: Int, _ column: Int) -> [Double] {
        let (red, green, blue) = image[row, column]
        return zip(detectors, thresholds).map { weights, threshold in
            zip(weights, [red, green, blue]).reduce(Double(threshold)) { $0 + Double($1.0) * Double($1.1) / 255 }
        }
    }

    /// The classifier's scores of pictures, the plain way.
    static func scores(_ images: [Image], _ classifier: Classifier = classifier()) throws -> [[Float]] {
        try images.map { image in
            let input = try Tensor(
                classifier.preprocessing.normalized(image), shape: [1, 3, image.height, image.width])
            return try withoutGradient { try classifier.scores(of: input).floats }
        }
    }

    // MARK: Concepts

    /// Cuts the squares out whole; what is left around them is too large.
    static let plan = RegionPlan(
        superpixels: Quickshift.name, resolutions: [20], minArea: 0.01, maxArea: 0.3, filter: .none)

    static func features(
        _ source: RegionFeatures.Source = .context, layers: [String] = ["detect"],
        _ classifier: Classifier = classifier()
    ) throws -> RegionFeatures {
        try RegionFeatures(classifier, layers: layers, source: source)
    }

    static func discovery(_ order: ConceptDiscovery.Order = .importance, clusters: Int = 4) -> ConceptDiscovery {
        ConceptDiscovery(
            plan: plan, clusterer: KMeans(clusters: clusters, seed: 1),
            acceptance: .init(minRegions: 6, minPictures: 0.5), exampleCount: 8, order: order, probes: 6,
            // Squares lie anywhere.
            learnsLayout: false)
    }
}

/// The error that a body throws.
func refusal(_ body: () throws -> Void) -> RationaleError? {
    do {
        try body()
        return nil
    } catch { return error as? RationaleError }
}

// MARK: A whole model

extension Squares {
    /// The concepts of all classes: none of sand, three of ember, two of lagoon; the positions of classes are not their indices.
    static let concepts: [[Concept]] = try! {
        let features = try Squares.features(layers: ["conv"])
        return try [[]]
            + [0, 1].map { index in
                try discovery(.found, clusters: colors[index].count).concepts(
                    of: pictures(ofClass: index), by: features)
            }
    }()

    static let classes = [2, 0, 1]

    /// A model that was not trained: concepts, and numbers drawn by a seed for everything else.
    ///
    /// - Parameter readout: `nil` for no reasoning network.
    static func model(
        _ readout: ReasoningConfiguration.Readout? = .own, concepts: [[Concept]] = concepts,
        content: ConceptMatcher.NodeContent = .difference
    ) throws -> ConceptModel {
        let features = try Squares.features(layers: ["conv"])
        var model = try ConceptModel(
            of: features, labels: classes.map { labels[$0] }, plan: plan, classes: classes, concepts: concepts,
            content: content)
        guard let readout else { return model }
        let configuration = SmallReasoning.configuration(
            concepts.map(\.count), .batch, readout, width: MatcherTests.width(content))
        model.reasoning = try SmallReasoning.network(configuration).converted(to: .float32)
        var random = SplitMix64(seed: 8)
        model.usual = UsualContributions(
            nodes: concepts.map { $0.map { _ in random.uniform(-1...1) } },
            edges: configuration.edges.flatMap { (0..<$0).map { _ in random.uniform(-1...1) } },
            // Of sand there is nothing to know.
            unknown: concepts[0].isEmpty ? [0] : [])
        if readout == .own {
            model.usual?.nodesElsewhere = classes.map { _ in
                concepts.map { $0.map { _ in Double(Float(random.uniform(-1...1))) } }
            }
        }
        model.quality = .init(
            agreement: .proportion("agreement", hits: 9, of: 10), correlation: 0.875, pictures: 10)
        return model
    }

    static func explainer(
        _ readout: ReasoningConfiguration.Readout = .own, concepts: [[Concept]] = concepts
    ) throws -> ConceptExplainer {
        try ConceptExplainer(model(readout, concepts: concepts), for: classifier())
    }
}
