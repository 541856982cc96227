import RationaleTorch

extension Network.InputDescription {
    /// Stands in ``shape`` for a size that may be anything: the length of a text.
    public static let any = -1

    /// What a text network takes: one row of tokens, of any length, by their numbers in a vocabulary.
    public static let tokens = Network.InputDescription(shape: [any], dtype: .int64)

    /// Whether an input is a photo: three planes of numbers.
    public var isPhoto: Bool { shape.count == 3 && shape[0] == 3 && dtype.isFloatingPoint }

    /// Whether an input is a text: a row of whole numbers.
    public var isText: Bool { shape.count == 1 && !dtype.isFloatingPoint && dtype != .bool }

    /// ``shape`` with a length put in for each size that may be anything, where shapes must be known to be followed.
    public var exampleShape: [Int] { shape.map { $0 == Self.any ? 32 : $0 } }

    /// ``shape`` for a person: `[any]`, `[3, 224, 224]`.
    public var shapeText: String {
        "[" + shape.map { $0 == Self.any ? "any" : "\($0)" }.joined(separator: ", ") + "]"
    }

    /// Whether a batch of this shape can be taken, as far as sizes say.
    ///
    /// Pictures of another size than the network was made for are left to its layers, many of which take them. A text
    /// of another length than the only one is refused, and so is an empty one.
    ///
    /// - Parameter batch: with the batch first.
    public func accepts(_ batch: [Int]) -> Bool {
        guard batch.count == shape.count + 1, !batch.contains(0) else { return false }
        return !isText || shape[0] == Self.any || shape[0] == batch[1]
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
