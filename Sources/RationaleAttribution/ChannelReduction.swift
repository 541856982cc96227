import RationaleTorch

/// How a map sums up the channels of a pixel.
public enum ChannelReduction: String, Sendable, Hashable, CaseIterable {
    /// Their sum, with its sign.
    case sum
    /// The largest magnitude among them, `max |vᶜ|`: never negative.
    case largestMagnitude = "largest-magnitude"

    /// The values of a picture as the map shows them; a sum is left to the map.
    ///
    /// - Parameter values: of an input: `[batch, channel, height, width]` for a picture, `[batch, word, number]` for a
    ///   text; values of another rank have no channels and stay.
    /// - Returns: the same, or `[batch, height, width]`, or `[batch, word]`.
    func reduced(_ values: Tensor) -> Tensor {
        guard self == .largestMagnitude, let channels = [4: 1, 3: 2][values.rank] else { return values }
        return values.absolute.maximum([channels])
    }
}
