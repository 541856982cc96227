import RationaleAttribution
import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// What a narrator reads of a classifier: r(x), activations of an input one after another.
///
/// The activation of a layer that has positions is its mean over them, so that a layer of 128 channels gives 128 numbers.
public struct NarratorFeatures: Sendable {
    /// Which activations make r(x).
    public enum Mode: String, Sendable, Codable, CaseIterable {
        /// Those of all layers, and the probabilities: InterpNET with as many hidden layers as are named.
        case interpNET = "interpnet"
        /// The probabilities alone: InterpNET 0.
        case output
        /// Those of the layers alone, without the probabilities: what a captioner sees, who does not know the decision.
        case captioning
    }

    public let classifier: Classifier
    public let mode: Mode
    /// The layers, in the order in which they stand in r(x).
    public let layers: [String]
    /// A classifier of the layers' activations on top of them, as published: r(x) is then made of its layers and
    /// probabilities, and x, its input, is what the layers give. `nil` for the classifier's own.
    public let head: FeatureHead?
    /// What stands where in r(x): one part for each layer, and one called ``probabilities``.
    public let parts: [Part]
    private let batch: Int

    /// A part of r(x).
    public struct Part: Sendable, Hashable, Codable {
        /// The layer's path, or ``NarratorFeatures/probabilities``.
        public let name: String
        public let range: Range<Int>
    }

    /// The name of the part that holds the classifier's probabilities.
    public static let probabilities = "probabilities"
    /// The name by which a layer list asks for the input itself, of a classifier of vectors.
    public static let input = "input"

    /// - Parameters:
    ///   - classifier: best prepared.
    ///   - mode: which activations are read.
    ///   - layers: their paths; if empty, those that ``standardLayers(of:)`` names. Of no account for ``Mode/output`` without a
    ///     head.
    ///   - head: a classifier on top of the layers.
    /// - Throws: `RationaleError.Code.usage` for a layer that does not exist or whose output cannot be pooled.
    /// - Complexity: one forward pass of a single input, to learn the widths.
    public init(
        _ classifier: Classifier, mode: Mode = .interpNET, layers: [String] = [], head: FeatureHead? = nil
    ) throws {
        self.classifier = classifier
        self.mode = mode
        self.head = head
        let needsLayers = head != nil || mode != .output
        self.layers = !needsLayers ? [] : layers.isEmpty ? try Self.standardLayers(of: classifier) : layers
        let network = classifier.network
        for layer in self.layers where layer != Self.input { _ = try network.graph.output(ofLayer: layer) }
        batch = try MemoryBudget.standard.chunk(of: network, limit: .max)
        var names = self.layers
        if let head { names = mode == .output ? [] : mode == .captioning ? [Self.input] : head.architecture.layers }
        if mode != .captioning { names.append(Self.probabilities) }
        self.names = names
        var parts: [Part] = []
        let example = Tensor.zeros([1] + classifier.input.exampleShape, dtype: classifier.input.dtype)
            .moved(to: classifier.device)
        for (name, values) in zip(names, try Self.values(of: example, classifier, self.layers, mode, head)) {
            let start = parts.last?.range.upperBound ?? 0
            parts.append(Part(name: name, range: start..<start + values.shape[1]))
        }
        self.parts = parts
    }

    private let names: [String]

    /// How many numbers r(x) is.
    public var width: Int { parts.last?.range.upperBound ?? 0 }

    /// Layers that suit a narrator where nobody names any: of a classifier of vectors the input and its rectified hidden
    /// layers; of one of pictures the last top-level layer of each resolution, four at most, those nearest to the scores.
    public static func standardLayers(of classifier: Classifier) throws -> [String] {
        let network = classifier.network
        let paths = network.graph.layers.map(\.path).filter { !$0.contains(".") }
        if classifier.input.shape.count == 1 {
            return [input] + paths.filter { $0.hasPrefix(FeatureClassifier.rectifier) }
        }
        let trace = try network.traced()
        var stages: [(path: String, height: Int, width: Int)] = []
        for path in paths {
            guard let output = trace[try network.graph.output(ofLayer: path)]?.tensor, output.rank > 2,
                let grid = network.grid(of: output.shape, input: [1] + classifier.input.exampleShape),
                grid.height * grid.width > 1
            else { continue }
            if let last = stages.last, (last.height, last.width) == (grid.height, grid.width) { stages.removeLast() }
            stages.append((path, grid.height, grid.width))
        }
        return stages.isEmpty ? [try network.classActivationLayer().path] : stages.suffix(4).map(\.path)
    }

    /// r(x) of a batch: `[input, width]`, float32, on the CPU.
    ///
    /// - Parameter input: `[input, …]`, preprocessed.
    /// - Complexity: two forward passes, one of them up to the last layer.
    public func features(of input: Tensor) throws -> Tensor {
        .concatenated(
            try stride(from: 0, to: input.shape[0], by: batch).map { start in
                try Cancellation.check()
                let part = input.slice(0, start..<min(start + batch, input.shape[0])).moved(to: classifier.device)
                return try withoutGradient {
                    .concatenated(try Self.values(of: part, classifier, layers, mode, head), dimension: 1).moved(
                        to: .cpu)
                }
            })
    }

    /// The standard deviation of each activation over some inputs, `[width]`, by which a narrator brings them to one scale.
    ///
    /// No activation's is taken for less than a fifth of the root mean square of those of its part: one that hardly ever
    /// changes would be blown up in the first input where it does.
    ///
    /// - Parameter features: r(x), `[input, width]`.
    public func deviation(of features: Tensor) -> Tensor {
        let deviation = (features - features.mean([0])).power(2).mean([0]).squareRoot
        return .concatenated(
            parts.map { part in
                let own = deviation.slice(0, part.range)
                return own.clamped(min: Self.leastDeviation * own.power(2).mean().squareRoot.item)
            })
    }

    private static let leastDeviation = 0.2

    /// The parts of r(x), each `[input, width]`.
    private static func values(
        of input: Tensor, _ classifier: Classifier, _ layers: [String], _ mode: Mode, _ head: FeatureHead?
    ) throws -> [Tensor] {
        try withoutGradient {
            let pooled = try planes(of: input, classifier, layers).map { $0.rank == 4 ? $0.mean([2, 3]) : $0 }
            if let head {
                let x = Tensor.concatenated(pooled, dimension: 1)
                let own: [String] =
                    mode == .output ? [] : mode == .captioning ? [Self.input] : head.architecture.layers
                return try values(of: x, head.classifier.moved(to: x.device), own, mode, nil)
            }
            guard mode != .captioning else { return pooled }
            let scores = try classifier.scores(of: input)
            return pooled + [classifier.readout(of: scores).converted(to: .float32)]
        }
    }

    /// The outputs of the layers: `[input, channel, height, width]` where they have positions, else `[input, channel]`.
    static func planes(of input: Tensor, _ classifier: Classifier, _ layers: [String]) throws -> [Tensor] {
        let network = classifier.network
        let asked = layers.filter { $0 != Self.input }
        var outputs = asked.isEmpty ? [] : try network.activations(at: asked, for: input)
        return try layers.map { layer in
            let output = layer == Self.input ? input : outputs.removeFirst()
            if output.rank == 2 { return output.converted(to: .float32) }
            guard let grid = network.grid(of: output.shape, input: input.shape) else {
                throw RationaleError(
                    .usage, "the output of layer '\(layer)' of \(classifier.name) has no positions: \(output.shape)",
                    hint: "Name other layers with --layer; `rationale model inspect` lists all shapes.")
            }
            return grid.folded(output).converted(to: .float32)
        }
    }
}

/// A published classifier with its weights, on top of another network's activations.
public struct FeatureHead: Sendable {
    public let architecture: FeatureClassifier
    public let classifier: Classifier

    public init(_ architecture: FeatureClassifier, _ classifier: Classifier) {
        self.architecture = architecture
        self.classifier = classifier
    }
}
