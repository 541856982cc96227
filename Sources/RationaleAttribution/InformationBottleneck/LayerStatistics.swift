public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// What is usual at a layer: the mean and deviation of each feature over many inputs, and how often it is not zero.
///
/// A bottleneck replaces a feature by noise of these moments, so that the layers behind see something plausible, and
/// counts as information only what the noise would not have said.
public struct LayerStatistics: Sendable {
    /// The layer's path: `layer2`.
    public let layer: String
    /// How many inputs, or places of texts.
    public let count: Int
    /// The mean of each feature: of the shape of the layer's output for one input, or one for each channel.
    public let mean: Tensor
    /// The standard deviation (n − 1) of each feature, of the same shape.
    public let deviation: Tensor
    /// The share of inputs for which a feature is not zero, 0 to 1, of the same shape.
    public let activity: Tensor

    public init(layer: String, count: Int, mean: Tensor, deviation: Tensor, activity: Tensor) {
        self.layer = layer
        self.count = count
        self.mean = mean
        self.deviation = deviation
        self.activity = activity
    }

    /// Of the places of each input by itself: one mean and one deviation for each input and channel.
    ///
    /// - Parameter features: `[batch, channel, height, width]`, or `[batch, place, channel]` for tokens.
    /// - Returns: of the features' rank, the batch kept.
    static func ofEachInput(_ features: Tensor, layer: String) -> LayerStatistics {
        let channels = features.rank == 3 ? 2 : 1
        let places = (1..<features.rank).filter { $0 != channels }
        let count = features.count / features.shape[0] / features.shape[channels]
        let mean = features.mean(places, keepingDimensions: true)
        let squares = ((features - mean) * (features - mean)).sum(places, keepingDimensions: true)
        return LayerStatistics(
            layer: layer, count: 1, mean: mean, deviation: (squares / Double(max(1, count - 1))).squareRoot,
            activity: features.isNonzero.mean(places, keepingDimensions: true))
    }

    /// On the device and of the type of some features, the batch as the first dimension.
    func moved(like features: Tensor) -> LayerStatistics {
        func fitting(_ tensor: Tensor) -> Tensor {
            tensor.moved(to: features.device).converted(to: features.dtype).unsqueezed(0)
        }
        return LayerStatistics(
            layer: layer, count: count, mean: fitting(mean), deviation: fitting(deviation), activity: fitting(activity))
    }
}

extension LayerStatistics {
    /// Collects the features of any number of batches in memory for one.
    ///
    /// Welford's recurrence over batches: `M ← M + Mᵦ + δ² n nᵦ / (n + nᵦ)` with δ the difference of the means, in double
    /// precision.
    ///
    /// *Source:* Chan, Golub, LeVeque (1979), "Updating formulae and a pairwise algorithm for computing sample variances".
    public struct Estimator {
        private let split: Split
        private let layer: String
        private let readsTexts: Bool
        private var count = 0
        private var mean: Tensor?
        private var squares: Tensor?
        private var nonzero: Tensor?

        /// - Throws: `RationaleError.Code.usage` where there is no such layer, with the nearest names.
        public init(of network: Network, layer: String) throws(RationaleError) {
            split = try network.split(at: layer)
            self.layer = layer
            readsTexts = network.input.isText
        }

        /// Adds inputs: `[batch, …network.input.shape]`, preprocessed.
        ///
        /// Texts have no common places, so each place of a text counts as an input: the moments are those of each feature,
        /// `[1, feature]`.
        ///
        /// - Complexity: the forward pass up to the layer.
        public mutating func add(_ inputs: Tensor) throws(RationaleError) {
            var features = try withoutGradient { () throws(RationaleError) in
                try split.head(inputs).tensor.converted(to: .float64)
            }
            if readsTexts, features.rank == 3 { features = features.reshaped([-1, 1, features.shape[2]]) }
            let size = features.shape[0]
            let batchMean = features.mean([0])
            let batchSquares = ((features - batchMean) * (features - batchMean)).sum([0])
            let batchNonzero = features.isNonzero.sum([0])
            if let mean, let squares, let nonzero {
                guard mean.shape == batchMean.shape else {
                    throw RationaleError(
                        .badData,
                        "inputs of different sizes have no common statistics at layer '\(layer)': \(mean.shape) and \(batchMean.shape)",
                        hint: "Bring all pictures to one size.")
                }
                let difference = batchMean - mean
                let (n, m) = (Double(count), Double(size))
                self.mean = mean + difference * (m / (n + m))
                self.squares = squares + batchSquares + difference * difference * (n * m / (n + m))
                self.nonzero = nonzero + batchNonzero
            } else {
                (mean, squares, nonzero) = (batchMean, batchSquares, batchNonzero)
            }
            count += size
        }

        /// The statistics of everything that was added.
        ///
        /// - Throws: `RationaleError.Code.badData` for fewer than two inputs, which have no deviation, and for features
        ///   that are not finite numbers.
        public func statistics() throws(RationaleError) -> LayerStatistics {
            guard count >= 2, let mean, let squares, let nonzero else {
                throw RationaleError(
                    .badData, "\(count) input\(count == 1 ? "" : "s") cannot tell what is usual at layer '\(layer)'",
                    hint: "Give at least two inputs to --estimation; some hundred are usual.")
            }
            guard mean.isFinite, squares.isFinite else {
                throw RationaleError(
                    .badData, "layer '\(layer)' returns values that are not finite numbers",
                    hint: "Check that the preprocessing is the one that it was trained with (--preprocessing).")
            }
            return LayerStatistics(
                layer: layer, count: count, mean: mean.converted(to: .float32),
                deviation: (squares / Double(count - 1)).squareRoot.converted(to: .float32),
                activity: (nonzero / Double(count)).converted(to: .float32))
        }
    }
}

extension Tensor {
    /// 1 where an element is not zero, else 0; of its own type.
    fileprivate var isNonzero: Tensor { Self.notEqual(.tensor(self), .double(0)).converted(to: dtype) }

    private static let notEqual: Operator = "aten::ne.Scalar"
}
