import RationaleTorch

/// How a map sums up the channels of a pixel.
public enum ChannelReduction: String, Sendable, Hashable, CaseIterable {
    /// Their sum, with its sign.
    case sum
    /// The largest magnitude among them, `max |vᶜ|`: never negative.
    case largestMagnitude = "largest-magnitude"

    /// The values of a picture as the map shows them; a sum is left to the map.
    ///
    /// - Parameter values: `[batch, channel, height, width]`; values of another rank have no channels and stay.
    /// - Returns: the same, or `[batch, height, width]`.
    func reduced(_ values: Tensor) -> Tensor {
        self == .sum || values.rank != 4 ? values : values.absolute.maximum([1])
    }
}
