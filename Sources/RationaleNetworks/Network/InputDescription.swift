public import RationaleTorch

extension Network {
    /// The name, shape and type of one of a network's inputs.
    public struct InputDescription: Sendable, Hashable {
        /// What it is called in the network: `x`, `input_ids`.
        public var name: String
        /// Without the batch: `[3, 224, 224]` for a photo, `[24]` for 24 tokens, `[-1]` for a text of any length
        /// (``any``).
        public var shape: [Int]
        public var dtype: DType
        /// The only batch size that it takes; `nil` where it takes any.
        public var fixedBatch: Int?
        /// Whether its first dimension counts the inputs of a batch.
        public var isBatched: Bool
        /// The lengths that a size of ``any`` may have.
        public var lengths: ClosedRange<Int>
        /// How the vectors of a text's words are spread, where it holds such: `[word, number]`.
        public var wordVectors: VectorSpread?

        public init(
            shape: [Int], dtype: DType = .float32, fixedBatch: Int? = nil, name: String = "x", isBatched: Bool = true,
            lengths: ClosedRange<Int> = 1...Int.max
        ) {
            self.name = name
            self.shape = shape
            self.dtype = dtype
            self.fixedBatch = fixedBatch
            self.isBatched = isBatched
            self.lengths = lengths
        }
    }
}

extension Network.InputDescription {
    /// Stands in ``shape`` for a size that may be anything: the length of a text.
    public static let any = -1

    /// What a text network takes: one row of tokens, of any length, by their numbers in a vocabulary.
    public static let tokens = Network.InputDescription(shape: [any], dtype: .int64, name: "tokens")

    /// Whether an input is a photo: one (grey), three (colour) or four (with alpha) planes of numbers.
    public var isPhoto: Bool { shape.count == 3 && [1, 3, 4].contains(shape[0]) && dtype.isFloatingPoint }

    /// Whether an input holds the vectors of a text's words.
    public var holdsVectors: Bool { wordVectors != nil }

    /// Whether an input is a text: a row of whole numbers.
    public var isText: Bool { shape.count == 1 && !dtype.isFloatingPoint && dtype != .bool }

    /// ``shape`` with a length put in for each size that may be anything, where shapes must be known to be followed.
    public var exampleShape: [Int] {
        shape.map { $0 == Self.any ? min(max(32, lengths.lowerBound), lengths.upperBound) : $0 }
    }

    /// ``shape`` for a person: `[any]`, `[3, 224, 224]`.
    public var shapeText: String {
        "[" + shape.map { $0 == Self.any ? "any" : "\($0)" }.joined(separator: ", ") + "]"
    }

    /// Whether a batch of this shape can be taken, as far as sizes say.
    ///
    /// Pictures of another size than the network was made for are left to its layers, many of which take them. A text
    /// of another length than the network takes is refused, and so is an empty one.
    ///
    /// - Parameter batch: with the batch first.
    public func accepts(_ batch: [Int]) -> Bool {
        guard batch.count == shape.count + 1, !batch.contains(0) else { return false }
        return !isText || shape[0] == batch[1] || shape[0] == Self.any && batch[1] <= lengths.upperBound
    }
}

extension Network {
    /// The same network, known to be asked about inputs of these sizes: those that may be anything become what they are.
    ///
    /// - Parameter batch: the shape of a batch, with the batch first.
    public func taking(_ batch: [Int]) -> Network {
        guard input.shape.contains(InputDescription.any), batch.count == input.shape.count + 1 else { return self }
        var network = self
        network.input.shape = Array(batch.dropFirst())
        return network
    }
}
