import RationaleAttribution
public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
public import RationaleTorch

/// What a classifier is shown for its narrator to speak about.
public enum NarratorInput: Sendable {
    /// As the classifier sees it.
    case picture(Image)
    /// Ready features, of a classifier of ``FeatureVectors``.
    case vector([Float])

    /// `nil` for ready features.
    public var picture: Image? { if case .picture(let image) = self { image } else { nil } }
}

/// The place of a network of pictures where its features are ready: what goes in comes out.
///
/// A classifier that reads them stands on top (``NarratorFeatures/head``), as in the published program.
public struct FeatureVectors: Architecture, Hashable {
    /// How many numbers a vector has.
    public var width: Int

    public var name: String { "feature vectors" }
    public var input: Network.InputDescription { .init(shape: [width]) }
    public var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0], standardDeviation: [1]) }

    public init(width: Int) { self.width = width }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID { x }
}

extension Classifier {
    /// Inputs as the network takes them, `[input, …]`.
    ///
    /// - Throws: `RationaleError.Code.badData` for vectors of another width than the network's, `usage` where it takes something
    ///   else.
    public func input(of inputs: [NarratorInput]) throws -> Tensor {
        let pictures = inputs.compactMap(\.picture)
        if pictures.count == inputs.count, input.isPhoto { return try input(of: pictures) }
        guard input.shape.count == 1 else {
            throw RationaleError(
                .usage, "\(name) takes inputs of shape \(input.shapeText), and no features are known of it")
        }
        var numbers: [Float] = []
        for input in inputs {
            guard case .vector(let vector) = input, [vector.count] == self.input.shape else {
                throw RationaleError(.badData, "\(name): expected vectors of \(self.input.shapeText) numbers")
            }
            numbers += vector
        }
        return Tensor(numbers, shape: [inputs.count] + input.shape).moved(to: device)
    }
}
